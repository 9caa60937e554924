// server/demo/cast.hpp - who plays in the demonstration, and with which money: the partnership of the strategy for 2008-11.
#pragma once
#include <cstdint>
#include <string_view>
#include <utility>

namespace demo {

inline constexpr auto zone = "Europe/London";

struct person {
    std::string_view id, office, agency, seat; ///< seat: its id on the Executive, "" none
};
// The Executive: 21 voting members, so 11 make a quorum.
inline constexpr person executive[] = {
    {"exec-chair", "Exec chair", "", "exec-01"},
    {"exec-vice", "Exec vice-chair", "", "exec-02"},
    {"director-safety", "Director, Community Safety", "council", "exec-03"},
    {"district-commander", "District Commander, Police", "police", "exec-04"},
    {"station-manager", "Station Manager, Fire and Rescue", "fire", "exec-05"},
    {"chief-officer", "Assistant Chief Officer, Probation", "probation", "exec-06"},
    {"public-health", "Director of Public Health", "health", "exec-07"},
    {"portfolio-holder", "Portfolio holder, Councillor", "", "exec-08"},
    {"lakeside", "Lakeside management", "", "exec-09"},
    {"children", "Children, Education and Families", "", "exec-10"},
    {"voluntary", "Voluntary sector", "", "exec-11"},
    {"youth-chair", "Chair, Youth Crime group", "", "exec-12"},
    {"lsp-director", "Local Strategic Partnership Director", "", "exec-13"},
    {"police-authority", "Essex Police Authority", "", "exec-14"},
    {"fire-authority", "Essex Fire Authority", "", "exec-15"},
    {"ambulance", "Ambulance Service", "", "exec-16"},
    {"businesses", "Thurrock businesses", "", "exec-17"},
    {"involvement", "Community Involvement Board", "", "exec-18"},
    {"daat-head", "Head of Service, DAAT", "", "exec-19"},
    {"abuse-chair", "Chair, Domestic Abuse group", "", "exec-20"},
    {"autocrime-chair", "Chair, Autocrime group", "", "exec-21"},
};
inline constexpr person others[] = {
    {"manager", "Partnership Manager", "council", ""},
    {"police-safety", "Police Community Safety Manager", "police", ""},
    {"council-budget", "Council budget manager", "council", ""},
    {"police-budget", "Police budget manager", "police", ""},
    {"support", "Partnership Support Officer", "council", ""},
    {"auditor", "Auditor", "", ""},
    {"board-chair", "Chair of the Strategic Board", "", ""},
    {"road-chair", "Chair, Road and Fire Safety group", "fire", ""},
    {"tolerance-chair", "Chair, Promoting Tolerance group", "", ""},
    {"acquisitive-chair", "Chair, Acquisitive Crime group", "police", ""},
    {"fire-deputy", "Deputy Station Manager", "fire", ""},
    {"pm-youth", "Youth Crime project manager", "council", ""},
    {"pm-abuse", "Domestic Abuse project manager", "council", ""},
    {"pm-autocrime", "Autocrime project manager", "police", ""},
    {"pm-road", "Road and Fire Safety project manager", "fire", ""},
    {"pm-tolerance", "Promoting Tolerance project manager", "", ""},
    {"pm-acquisitive", "Acquisitive Crime project manager", "police", ""},
};
inline constexpr std::pair<std::string_view, std::string_view> representatives[] = {{"council", "director-safety"},
                                                                                    {"police", "district-commander"},
                                                                                    {"fire", "station-manager"},
                                                                                    {"probation", "chief-officer"},
                                                                                    {"health", "public-health"}};
inline constexpr std::string_view reviewers[] = {"manager", "police-safety", "council-budget", "police-budget"};

struct group {
    std::string_view id, name, chair, pm;
};
inline constexpr group groups[] = {{"youth", "Youth Crime", "youth-chair", "pm-youth"},
                                   {"abuse", "Domestic Abuse", "abuse-chair", "pm-abuse"},
                                   {"autocrime", "Autocrime", "autocrime-chair", "pm-autocrime"},
                                   {"road", "Road and Fire Safety", "road-chair", "pm-road"},
                                   {"tolerance", "Promoting Tolerance", "tolerance-chair", "pm-tolerance"},
                                   {"acquisitive", "Acquisitive Crime", "acquisitive-chair", "pm-acquisitive"}};

struct pot_of_money {
    std::string_view id, name, provider;
    std::int64_t pounds, held;
    bool confirmed;
};
inline constexpr pot_of_money pots[] = {{"abg", "Area Based Grant", "Thurrock Council", 262400, 20000, true},
                                        {"tkap", "Tackling Knives Action Programme", "Home Office", 26000, 0, true},
                                        {"fire", "Fire and Rescue contribution", "Essex County Fire and Rescue", 42000, 0, true},
                                        {"asb", "Anti-social behaviour fund", "Home Office", 24000, 0, false}};

/// The office of a person. @throws std::logic_error when nobody has that id
std::string_view title_of(std::string_view person);

} // namespace demo
