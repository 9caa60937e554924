#include "server/demo/demo.hpp"

#include <algorithm>
#include <stdexcept>

namespace demo {

namespace json = boost::json;
using workflows::day;

namespace {

constexpr auto zone = "Europe/London";

struct person {
    std::string_view id, office, agency, seat; ///< seat: its id on the Executive, "" none
};
// The Executive: 21 voting members, so 11 make a quorum.
constexpr person executive[] = {
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
constexpr person others[] = {
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
constexpr std::pair<std::string_view, std::string_view> representatives[] = {{"council", "director-safety"},
                                                                             {"police", "district-commander"},
                                                                             {"fire", "station-manager"},
                                                                             {"probation", "chief-officer"},
                                                                             {"health", "public-health"}};
constexpr std::string_view reviewers[] = {"manager", "police-safety", "council-budget", "police-budget"};

struct group {
    std::string_view id, name, chair, pm;
};
constexpr group groups[] = {{"youth", "Youth Crime", "youth-chair", "pm-youth"},
                            {"abuse", "Domestic Abuse", "abuse-chair", "pm-abuse"},
                            {"autocrime", "Autocrime", "autocrime-chair", "pm-autocrime"},
                            {"road", "Road and Fire Safety", "road-chair", "pm-road"},
                            {"tolerance", "Promoting Tolerance", "tolerance-chair", "pm-tolerance"},
                            {"acquisitive", "Acquisitive Crime", "acquisitive-chair", "pm-acquisitive"}};

/// How far a bid goes, and how it ends.
enum class end {
    draft,
    with_group,
    agreed,
    check,
    query,
    answered,
    table,
    recommended,
    not_recommended, // now
    approved,
    amended,
    lapsed,
    rejected,
    deferred,
    withdrawn,
    declined,
    board,
    money,
    acceptance // at its Exec
};
struct idea {
    std::string_view title, group, aim, summary, outcome, measure;
    std::int64_t pounds;
    std::string_view stream; ///< abg, tkap, asb or fire
    int exec;                ///< of which Exec it is: -8 the first of the year, 0 the next one, 1 the one after
    end how;
};
// From the action tables of the strategy's chapters 4 to 7.
constexpr idea ideas[] = {
    {"Positive futures mentoring", "youth", "crime", "Weekly mentoring for 40 young people at risk of offending, in Tilbury and Ockendon.",
     "40 young people finish the programme", "Attendance, and offences in the six months after", 14000, "abg", -8, end::approved},
    {"Sanctuary scheme: first 20 homes", "abuse", "vulnerable",
     "Locks, doors and alarms, so that victims of domestic abuse can stay in their homes.", "20 homes made safe",
     "Homes fitted; repeat incidents at those addresses", 12500, "abg", -8, end::approved},
    {"Steering wheel locks for older cars", "autocrime", "crime",
     "Locks for cars of a make that is stolen most, given out at four weekend clinics.", "600 locks given out",
     "Thefts of those makes, by quarter", 6200, "abg", -8, end::approved},
    {"Speed awareness on the A1013", "road", "accidents", "Two mobile signs and six volunteers' sessions a month.",
     "Mean speed down by 5 miles an hour", "Sign data, before and after", 7400, "fire", -8, end::rejected},
    {"Arts project for Hate Crime Week", "tolerance", "tolerance", "A week of theatre and posters by pupils of eight schools.",
     "8 schools take part", "Schools' returns; reports of hate crime in the month after", 3900, "abg", -7, end::approved},
    {"Shed and garage alarms", "acquisitive", "crime", "1,500 shed alarms for streets with most burglaries other than dwelling.",
     "1,500 alarms fitted", "Burglaries other than dwelling in those streets", 8250, "abg", -7, end::approved},
    {"Night bus marshals at Christmas", "youth", "crime", "Marshals at two bus stations on six nights in December.",
     "No serious assault at the two stations", "Police records of the six nights", 5600, "abg", -7, end::amended},
    {"Domestic abuse outreach worker, first year", "abuse", "vulnerable", "One outreach worker for medium-risk cases.",
     "180 victims supported", "Cases opened and closed; repeat victimisation", 31000, "abg", -6, end::approved},
    {"Knife arches for the railway stations", "youth", "crime", "Hire of two arches for ten operations.", "10 operations",
     "Knives found; calls about knives", 9300, "tkap", -6, end::approved},
    {"Young drivers: Safe Drive Stay Alive", "road", "accidents", "A day in the theatre for every pupil of year 12.", "1,100 pupils attend",
     "Attendance; collisions with drivers under 20", 11000, "fire", -6, end::approved},
    {"CCTV van, six months' lease", "autocrime", "crime", "A van with cameras for car parks.", "Vehicle crime down by 15% in the car parks",
     "Crime figures of the twelve car parks", 19500, "abg", -6, end::rejected},
    {"Street pastors' training", "tolerance", "tolerance", "Twenty volunteers trained for Friday nights in Grays.",
     "20 volunteers out on 40 nights", "Rota; incidents on those nights", 4800, "abg", -5, end::approved},
    {"Property marking in Chafford Hundred", "acquisitive", "crime", "Forensic marking for 900 homes.", "900 homes marked",
     "Burglaries in the marked streets", 13200, "abg", -5, end::approved},
    {"Smoke alarms for deaf residents", "road", "accidents", "Alarms with a pad and a light for 75 homes.", "75 homes fitted",
     "Homes fitted; false alarms", 5250, "fire", -5, end::approved},
    {"Truancy patrols, summer term", "youth", "crime", "Joint patrols of police and education welfare on 24 days.",
     "Unauthorised absence down by a tenth", "Schools' figures", 6800, "abg", -5, end::lapsed},
    {"Perpetrators' programme, pilot", "abuse", "vulnerable", "A 26-week course for 16 perpetrators.", "12 finish",
     "Completion; partners' reports of safety", 16400, "abg", -4, end::approved},
    {"Hate crime reporting centres: first two", "tolerance", "tolerance", "Training and publicity for two libraries.",
     "Reports by third parties double", "Reports by centre", 5200, "abg", -4, end::approved},
    {"Off-road motorcycles: four operations", "autocrime", "crime", "Overtime for four weekends on the marshes.",
     "30 warnings, 10 seizures", "Warnings and seizures; calls about nuisance", 7700, "abg", -4, end::approved},
    {"Boxing club: evening sessions", "youth", "crime", "Three evenings a week at the Blackshots club.", "60 young people a week",
     "Attendance; anti-social behaviour within half a mile", 8900, "abg", -4, end::amended},
    {"Rogue traders: no cold calling zones", "acquisitive", "vulnerable", "Signs and packs for fourteen zones chosen by residents.",
     "14 zones", "Reports of doorstep crime in the zones", 4300, "abg", -3, end::approved},
    {"Arson: removal of abandoned cars", "road", "accidents", "A contractor within 24 hours of a report.",
     "Deliberate vehicle fires down by a quarter", "Fire service figures", 10500, "fire", -3, end::approved},
    {"Women's safety: taxi marshals", "abuse", "vulnerable", "Marshals at the Grays rank on 52 Saturdays.",
     "No serious assault at the rank", "Police records of Saturdays", 12800, "abg", -3, end::approved},
    {"Catalytic converters: marking days", "autocrime", "crime", "Eight marking days with garages.", "400 vehicles marked",
     "Thefts of converters", 3600, "abg", -3, end::approved},
    {"Youth café in Aveley", "youth", "crime", "Rent and one worker for two evenings a week.", "35 young people an evening",
     "Attendance; calls about young people in the square", 17500, "abg", -2, end::approved},
    {"Cocoon watch after burglaries", "acquisitive", "crime", "Visits to the ten homes round each burgled one.", "3,000 visits",
     "Near repeats within four weeks", 6900, "abg", -2, end::approved},
    {"Refugee women's English group", "tolerance", "tolerance", "Forty sessions with a crèche.", "25 women attend regularly",
     "Attendance; a questionnaire", 7100, "abg", -2, end::rejected},
    {"Water safety at the quarry lakes", "road", "accidents", "Throw lines, signs and talks to 20 schools.", "No drowning",
     "Rescues and calls", 4400, "fire", -2, end::approved},
    {"Independent domestic violence adviser, half a post", "abuse", "vulnerable",
     "Half a post for high-risk cases that go to the conference.", "90 cases", "Cases; repeat referrals", 11600, "tkap", -1, end::board},
    {"Detached youth work in Stifford Clays", "youth", "crime", "Two workers on two evenings a week.", "50 young people known by name",
     "Contacts; anti-social behaviour reports", 9600, "asb", -1, end::money},
    {"Car crime posters at stations", "autocrime", "crime", "Posters and leaflets at six stations for a month.",
     "Thefts from cars at stations down", "British Transport Police figures", 2700, "abg", -1, end::approved},
    {"Alley gates in Tilbury: two blocks", "acquisitive", "crime", "Gates for two blocks of 38 homes, with residents' keys.",
     "Burglaries through the rear down by half", "Burglaries with entry through the rear", 15800, "abg", -1, end::acceptance},
    {"Mobile home fire safety van", "road", "accidents", "A van for visits on 30 days.", "300 visits", "Visits; risk scores", 8100, "fire",
     -1, end::deferred},
    {"Prison Me No Way in secondary schools", "youth", "crime",
     "Day-long crime awareness events for all pupils of year 9 in nine schools, with follow-up for 120 pupils at risk.",
     "1,800 pupils attend; 120 followed up", "Attendance; first-time entrants (NI 111)", 27500, "abg", 0, end::recommended},
    {"Domestic abuse outreach worker, second year", "abuse", "vulnerable", "The outreach worker's second year, with a volunteer scheme.",
     "200 victims supported", "Cases; repeat victimisation (NI 32)", 32000, "abg", 0, end::recommended},
    {"Home fire safety visits for vulnerable adults", "road", "accidents", "150 visits with adult social care.", "150 visits",
     "Visits; alarms fitted", 6300, "fire", 0, end::not_recommended},
    {"Four weekend knife operations", "youth", "crime", "Overtime for four weekends in the town centres.", "16 operations",
     "Knives found; knife crime by quarter", 9800, "tkap", 0, end::table},
    {"Hate crime reporting centres in Grays and Tilbury", "tolerance", "tolerance", "Two more centres in community houses.",
     "Reports by third parties up by half", "Reports by centre", 11400, "abg", 0, end::table},
    {"Sanctuary scheme: 12 more homes", "abuse", "vulnerable", "Locks, doors and alarms for 12 more homes.", "12 homes made safe",
     "Homes fitted; repeat incidents at those addresses", 8750, "abg", 0, end::check},
    {"Metal theft: marking of church roofs", "acquisitive", "crime", "Forensic marking for eleven churches.",
     "No lead stolen from the eleven roofs", "Reported thefts", 5900, "abg", 0, end::query},
    {"Motorcycle theft: ground anchors", "autocrime", "crime", "100 ground anchors for victims of theft.", "100 anchors fitted",
     "Repeat thefts", 4100, "abg", 0, end::answered},
    {"Summer diversion: football in three parks", "youth", "crime", "Coaches on 24 evenings.", "90 young people an evening",
     "Attendance; calls about the parks", 7200, "abg", 0, end::agreed},
    {"Bystander training for taxi drivers", "abuse", "vulnerable", "Six evenings for 120 drivers.", "120 drivers trained",
     "Attendance; referrals by drivers", 3300, "abg", 0, end::with_group},
    {"Road safety for older pedestrians", "road", "accidents", "Talks and high-visibility packs for 30 clubs.", "900 people reached",
     "Packs given; casualties over 65", 2900, "fire", 1, end::with_group},
    {"Interfaith walk and festival", "tolerance", "tolerance", "A walk between eight houses of worship, and a festival in the park.",
     "600 people walk", "Numbers on the day; a questionnaire", 3800, "abg", 1, end::draft},
    {"Number plate screws, ten clinics", "autocrime", "crime", "Clinics at supermarkets with the crime prevention panel.", "1,000 cars",
     "Plates stolen, by month", 2400, "abg", 1, end::draft},
    {"Scrap dealers' visits", "acquisitive", "crime", "Joint visits with the Environment Agency.", "40 visits", "Offences found", 3100,
     "abg", 1, end::declined},
    {"Graffiti wall at the skate park", "youth", "crime", "A legal wall and six workshops.", "Graffiti reports within a mile down",
     "Council's reports", 4500, "abg", 1, end::withdrawn},
};

class writer {
public:
    explicit writer(day today) : today_(today)
    {
        // The next Exec lies 11 to 17 days ahead: its deadline, the Monday of the week before, is still to come.
        next_ = {today.count + 11};
        while (workflows::weekday_of(next_) != 3) ++next_.count;
    }

    std::vector<steps::step> write()
    {
        const day begin{exec_day(-8).count - 56};
        set_up(begin);
        money(begin);
        meetings(begin);
        for (int k = -8; k < 0; ++k) hold_exec(k);
        for (const auto& i : ideas) bid(i);
        std::stable_sort(all_.begin(), all_.end(), [](const auto& a, const auto& b) { return *a.at < *b.at; });
        return std::move(all_);
    }

private:
    void add(day d, int hour, int minute, std::string_view who, std::string_view verb, json::object fields)
    {
        auto at = workflows::at_time(d, hour, minute, zone);
        const auto latest = workflows::at_time(today_, 0, 1, zone); // nothing later than the first minute of today
        if (at > latest) at = latest;
        steps::step s;
        s.line = all_.size() + 1;
        s.at = at;
        s.as = who;
        s.verb = verb;
        s.fields = std::move(fields);
        all_.push_back(std::move(s));
    }
    day exec_day(int k) const { return {next_.count + 42 * k}; }
    std::string exec_id(int k) const { return "exec-" + workflows::show(exec_day(k)); }
    static std::string pounds(std::int64_t n) { return std::to_string(n) + ".00"; }

    void set_up(day d)
    {
        json::array aims, agencies;
        for (const auto& [id, title] : {std::pair{"crime", "Reduce incidents of crime, anti-social behaviour and disorder"},
                                        {"vulnerable", "Bring extra support and protection to the vulnerable"},
                                        {"accidents", "Reduce death and injury caused through accidents and fires"},
                                        {"tolerance", "Create a safe community by promoting tolerance and good citizenship"}})
            aims.push_back({{"aim", id}, {"title", title}});
        json::array priorities;
        for (const auto& [id, title] : {std::pair{"domestic-violence", "Domestic violence"},
                                        {"alcohol", "Alcohol"},
                                        {"hate-crime", "Hate crime"},
                                        {"engagement", "Community engagement"}})
            priorities.push_back({{"priority", id}, {"title", title}});
        for (const auto& [id, name] : {std::pair{"council", "Thurrock Council"},
                                       {"police", "Essex Police"},
                                       {"fire", "Essex County Fire and Rescue Service"},
                                       {"probation", "Probation Service"},
                                       {"health", "South West Essex Primary Care Trust"}})
            agencies.push_back({{"agency", id}, {"name", name}, {"statutory", true}});
        add(d, 8, 0, "system", "partnership.set_up",
            {{"partnership", partnership},
             {"name", "Thurrock Community Safety Partnership"},
             {"aims", aims},
             {"priorities", priorities},
             {"agencies", agencies}});
        const auto people = [&](const person& p) {
            json::object o{{"person", p.id}, {"name", p.office}, {"email", std::string(p.id) + "@thurrock.example"}};
            if (!p.agency.empty()) o["agency"] = p.agency;
            add(d, 8, 0, "system", "person.add", o);
        };
        for (const auto& p : executive) people(p);
        for (const auto& p : others) people(p);
        const auto role = [&](std::string_view who, std::string_view what) {
            add(d, 8, 1, "system", "role.grant", {{"person", who}, {"role", what}});
        };
        role("manager", "partnership_manager");
        role("support", "administrator");
        role("auditor", "auditor");
        role("council-budget", "budget_manager");
        role("police-budget", "budget_manager");
        for (const auto& g : groups) role(g.pm, "project_manager");
        const auto body = [&](std::string_view id, std::string_view name, std::string_view kind) {
            add(d, 8, 2, "system", "body.create", {{"body", id}, {"name", name}, {"kind", kind}, {"from", workflows::show(d)}});
        };
        body("exec", "Executive", "executive");
        body("board", "Strategic Board", "strategic_board");
        body("subgroup", "Funding sub-group", "funding_subgroup");
        for (const auto& g : groups) body(g.id, std::string(g.name) + " group", "delivery_group");
        const auto seat = [&](const std::string& id, std::string_view of, std::string_view title, std::string_view who,
                              std::string_view standing, std::string_view agency, std::string_view office) {
            json::object o{{"seat", id}, {"body", of}, {"title", title}, {"standing", standing}};
            if (!agency.empty()) o["agency"] = agency;
            if (!office.empty()) o["office"] = office;
            add(d, 8, 3, "system", "seat.create", o);
            add(d, 8, 4, "system", "seat.appoint", {{"seat", id}, {"person", who}, {"from", workflows::show(d)}});
        };
        for (const auto& p : executive)
            seat(std::string(p.seat), "exec", p.office, p.id, p.agency.empty() ? "invited" : "statutory", p.agency,
                 p.id == "exec-chair"  ? "chair"
                 : p.id == "exec-vice" ? "vice_chair"
                                       : "");
        for (const auto* p : {"manager", "police-safety", "support"})
            seat("exec-officio-" + std::string(p), "exec", title_of(p), p, "ex_officio", "", "");
        int n = 0;
        seat("board-01", "board", "Chair of the Strategic Board", "board-chair", "invited", "", "chair");
        for (const auto* p : {"director-safety", "district-commander", "station-manager", "chief-officer", "public-health",
                              "portfolio-holder", "voluntary", "businesses"}) {
            ++n;
            seat("board-0" + std::to_string(n + 1), "board", title_of(p), p, "statutory", "", n == 1 ? "vice_chair" : "");
        }
        n = 0;
        for (const auto r : reviewers) {
            ++n;
            seat("subgroup-" + std::to_string(n), "subgroup", title_of(r), r, "statutory", "", n == 1 ? "chair" : "");
        }
        for (const auto& g : groups)
            seat("group-" + std::string(g.id), g.id, std::string("Chair, ") + std::string(g.name) + " group", g.chair, "invited", "",
                 "chair");
        add(d, 8, 5, "system", "seat.name_deputy", {{"seat", "exec-05"}, {"person", "fire-deputy"}});
    }
    static std::string_view title_of(std::string_view id)
    {
        for (const auto& p : executive)
            if (p.id == id) return p.office;
        for (const auto& p : others)
            if (p.id == id) return p.office;
        throw std::logic_error("the demonstration has no such person");
    }

    struct pot_of_money {
        std::string_view id, name, provider;
        std::int64_t pounds, held;
        bool confirmed;
    };
    static constexpr pot_of_money pots[] = {{"abg", "Area Based Grant", "Thurrock Council", 262400, 20000, true},
                                            {"tkap", "Tackling Knives Action Programme", "Home Office", 26000, 0, true},
                                            {"fire", "Fire and Rescue contribution", "Essex County Fire and Rescue", 42000, 0, true},
                                            {"asb", "Anti-social behaviour fund", "Home Office", 24000, 0, false}};
    std::string stream_of(std::string_view pot, day when) const { return std::string(pot) + "-" + workflows::financial_year_of(when); }
    void money(day begin)
    {
        std::vector<std::string> years;
        for (int k = -9; k <= 1; ++k)
            if (const auto y = workflows::financial_year_of(exec_day(k)); years.empty() || y != years.back()) years.push_back(y);
        for (const auto& year : years)
            for (const auto& p : pots) {
                const bool expected = !p.confirmed && year == planned_year();
                json::object o{{"stream", std::string(p.id) + "-" + year},
                               {"name", p.name},
                               {"provider", p.provider},
                               {"year", year},
                               {"amount", pounds(p.pounds)},
                               {"status", expected ? "expected" : "confirmed"}};
                if (p.held) o["held_back"] = pounds(p.held);
                add(begin, 9, 0, "council-budget", "stream.open", o);
            }
    }
    std::string planned_year() const { return workflows::financial_year_of(exec_day(-1)); }
    /// The Board agrees the plan of the year: knife crime money is not in it, so a bid for that waits for the Board.
    void plan(day board, const std::string& meeting)
    {
        json::array lines;
        for (const auto& p : pots)
            if (p.id != "tkap")
                lines.push_back({{"stream", std::string(p.id) + "-" + planned_year()}, {"amount", pounds(p.pounds - p.held)}});
        add({board.count - 20}, 10, 0, "manager", "plan.propose",
            {{"plan", "plan-" + planned_year()}, {"year", planned_year()}, {"lines", lines}});
        add({board.count - 20}, 10, 5, "manager", "agenda.add",
            {{"item", meeting + "-plan"}, {"meeting", meeting}, {"title", "Funding plan " + planned_year()}, {"kind", "decision"}});
        add(board, 14, 40, "board-chair", "item.decide",
            {{"item", meeting + "-plan"}, {"outcome", "agreed"}, {"text", "The plan was agreed as proposed."}});
        add(board, 16, 30, "manager", "plan.agree", {{"plan", "plan-" + planned_year()}, {"item", meeting + "-plan"}});
    }

    void meetings(day begin)
    {
        for (int k = -8; k <= 8; ++k)
            add(begin, 9, 30, "manager", "meeting.plan",
                {{"meeting", exec_id(k)},
                 {"body", "exec"},
                 {"starts", engine::show(workflows::at_time(exec_day(k), 10, 0, zone))},
                 {"ends", engine::show(workflows::at_time(exec_day(k), 12, 30, zone))},
                 {"venue", "Civic Offices, Committee Room 2"}});
        std::optional<std::pair<day, std::string>> plan_at;
        // The Board: the second Tuesday of March, June, September and December.
        for (day d{begin.count + 21}; d.count < today_.count + 365; ++d.count) {
            const auto iso = workflows::show(d);
            const auto month = std::stoi(iso.substr(5, 2)), number = std::stoi(iso.substr(8));
            if (month % 3 != 0 || workflows::weekday_of(d) != 1 || number < 8 || number > 14) continue;
            const auto id = "board-" + iso;
            add(begin, 9, 31, "manager", "meeting.plan",
                {{"meeting", id},
                 {"body", "board"},
                 {"starts", engine::show(workflows::at_time(d, 14, 0, zone))},
                 {"ends", engine::show(workflows::at_time(d, 16, 0, zone))},
                 {"venue", "Civic Offices, Council Chamber"}});
            add(begin, 9, 32, "manager", "agenda.add",
                {{"item", id + "-1"}, {"meeting", id}, {"title", "Risks and performance by exception"}, {"kind", "information"}});
            if (d.count < today_.count - 1) {
                add({d.count - 7}, 12, 0, "manager", "agenda.publish", {{"meeting", id}});
                add(d, 14, 0, "board-chair", "meeting.open", {{"meeting", id}});
                for (const auto* p : {"board-chair", "director-safety", "district-commander", "station-manager", "public-health",
                                      "portfolio-holder", "voluntary"})
                    add(d, 14, 0, "manager", "attendance.arrive", {{"meeting", id}, {"person", p}});
                add(d, 14, 30, "board-chair", "item.decide",
                    {{"item", id + "-1"}, {"outcome", "noted"}, {"text", "The Board noted the report."}});
                add(d, 15, 50, "board-chair", "meeting.close", {{"meeting", id}});
                if (d < exec_day(-1)) plan_at = {d, id};
            }
        }
        if (plan_at) plan(plan_at->first, plan_at->second);
        for (int k = -8; k <= 0; ++k) {
            add(begin, 9, 40, "manager", "agenda.add",
                {{"item", exec_id(k) + "-1"}, {"meeting", exec_id(k)}, {"title", "Apologies and interests"}, {"kind", "information"}});
            add(begin, 9, 40, "manager", "agenda.add",
                {{"item", exec_id(k) + "-2"}, {"meeting", exec_id(k)}, {"title", "Money so far this year"}, {"kind", "discussion"}});
            if (exec_day(k).count - 6 <= today_.count)
                add({exec_day(k).count - 6}, 15, 0, "manager", "agenda.publish", {{"meeting", exec_id(k)}});
        }
        add({today_.count - 3}, 9, 0, "police-authority", "attendance.apologise", {{"meeting", exec_id(0)}, {"seat", "exec-14"}});
        add({today_.count - 2}, 11, 0, "ambulance", "attendance.apologise", {{"meeting", exec_id(0)}, {"seat", "exec-16"}});
        add({today_.count - 1}, 16, 0, "businesses", "attendance.apologise", {{"meeting", exec_id(0)}, {"seat", "exec-17"}});
    }

    /// The meeting itself: who comes, what is noted. Its bids are signed off in bid().
    void hold_exec(int k)
    {
        const auto d = exec_day(k);
        const auto id = exec_id(k);
        add(d, 10, 0, "exec-chair", "meeting.open", {{"meeting", id}});
        int minute = 0;
        for (const auto& p : executive) {
            const auto n = static_cast<int>(&p - executive);
            if (n >= 2 && (n * 7 + k * 5 + 80) % 20 < 6) { // a third stays away, another third each time
                if (n % 2 == 0) add({d.count - 1}, 12, minute, p.id, "attendance.apologise", {{"meeting", id}, {"seat", p.seat}});
                continue;
            }
            add(d, 10, n % 5 == 4 ? 4 : 0, "manager", "attendance.arrive", {{"meeting", id}, {"person", p.id}});
            ++minute;
        }
        add(d, 10, 8, "exec-chair", "item.decide", {{"item", id + "-1"}, {"outcome", "noted"}, {"text", "Apologies were noted."}});
        add(d, 11, 45, "exec-chair", "item.decide",
            {{"item", id + "-2"}, {"outcome", "noted"}, {"text", "The Executive noted what is committed and what is left."}});
        add(d, 12, 10, "exec-chair", "meeting.close", {{"meeting", id}});
    }

    void bid(const idea& i)
    {
        const auto& g = *std::find_if(std::begin(groups), std::end(groups), [&](const group& x) { return x.id == i.group; });
        const auto n = static_cast<int>(&i - ideas);
        const auto id = "bid-" + std::string(n < 9 ? "0" : "") + std::to_string(n + 1);
        const bool now = i.exec >= 0;
        const auto meeting = exec_day(i.exec);
        // Of a bid that is under way each step lies a few days back, whatever day today is.
        const auto on = [&](int days_before_exec, int days_ago) {
            return now ? day{today_.count - days_ago} : day{meeting.count - days_before_exec};
        };
        const day begins{meeting.count + 30}, ends{meeting.count + 210};
        const auto stream = stream_of(i.stream, now ? today_ : meeting);
        const auto year = workflows::financial_year_of(begins);
        json::object a{{"bid", id},
                       {"title", i.title},
                       {"delivery_group", i.group},
                       {"organisation", std::string(g.name) + " group"},
                       {"amount", pounds(i.pounds)},
                       {"lines", {{{"stream", stream}, {"amount", pounds(i.pounds)}}}},
                       {"aims", {i.aim}},
                       {"summary", i.summary},
                       {"value_for_money", "Two other providers quoted a fifth more for the same."},
                       {"outcomes", {{{"text", i.outcome}, {"measure", i.measure}}}},
                       {"starts", workflows::show(begins)},
                       {"ends", workflows::show(ends)},
                       {"profile", {{{"quarter", year + " Q4"}, {"amount", pounds(i.pounds)}}}},
                       {"equality_impact", "Open to everyone; the places and times were chosen with the groups concerned."},
                       {"contact", std::string(g.pm) + "@thurrock.example"}};
        if (i.how == end::draft) {
            a.erase("equality_impact");
            a.erase("profile");
            add({today_.count - 2 - n % 3}, 14, n % 50, g.pm, "bid.draft", a);
            return;
        }
        add(on(38, 24), 9 + n % 6, n % 50, g.pm, "bid.draft", a);
        const auto pm = [&](day d, int h, std::string_view verb, json::object more = {}) {
            more["bid"] = id;
            add(d, h, n % 50, g.pm, verb, std::move(more));
        };
        if (i.how == end::withdrawn) return pm(on(36, 20), 10, "bid.withdraw", {{"reason", "The landowner has not agreed in time."}});
        if (n % 7 == 2) { // some are returned once
            pm(on(37, 23), 11, "bid.submit");
            add(on(36, 22), 15, n % 50, g.chair, "bid.return", {{"bid", id}, {"reason", "Say how the outcome is measured, and by whom."}});
            a["outcomes"] =
                json::array{{{"text", i.outcome}, {"measure", std::string(i.measure) + ", reported by the project manager each quarter"}}};
            add(on(35, 21), 12, n % 50, g.pm, "bid.revise", a);
        }
        pm(on(34, i.how == end::with_group ? 3 : 20), 10, "bid.submit");
        if (i.how == end::with_group) return;
        if (i.how == end::declined) {
            add(on(30, 16), 15, n % 50, g.chair, "bid.decline",
                {{"bid", id}, {"reason", "The council's own enforcement does this already."}});
            return;
        }
        add(on(29, i.how == end::agreed ? 2 : 17), 14, n % 50, g.chair, "bid.agree", {{"bid", id}});
        if (i.how == end::agreed) return;
        pm(on(20, 14), 16, "bid.send", {{"meeting", exec_id(i.exec)}});
        const bool asked = i.how == end::query || i.how == end::answered || n % 6 == 1;
        if (asked)
            add(on(18, 9), 9, n % 50, "council-budget", "bid.query",
                {{"bid", id}, {"query", "q1"}, {"text", "Part of this seems to stand in the service's own budget too. Is it paid twice?"}});
        int checked = 0;
        for (const auto r : reviewers) {
            if (i.how == end::check && checked == 2) break;
            if (asked && r == "council-budget" && (i.how == end::query || i.how == end::answered)) continue;
            add(on(17 - checked, 8 - checked), 10 + checked, n % 50, r, "bid.check",
                {{"bid", id}, {"result", "compliant"}, {"equality_impact_accepted", true}});
            ++checked;
        }
        if (i.how == end::check || i.how == end::query) return;
        if (asked) {
            pm(on(16, 3), 11, "bid.answer",
               {{"query", "q1"},
                {"text",
                 "No. The service pays to the end of term; the bid pays from the month after. The table in the application shows both."}});
            if (i.how == end::answered) return;
            add(on(13, 2), 15, n % 50, "council-budget", "bid.resolve", {{"bid", id}, {"query", "q1"}});
        }
        const bool against = i.how == end::not_recommended || i.how == end::rejected;
        int spoken = 0;
        for (const auto& [agency, who] : representatives) {
            if (i.how == end::table && spoken == 2 + n % 2) break;
            const auto* position = against && spoken != 1      ? "oppose"
                                   : n % 5 == 2 && spoken == 3 ? "support_with_amendments"
                                   : n % 4 == 0 && spoken == 4 ? "oppose"
                                                               : "support";
            json::object o{{"bid", id}, {"position", position}};
            if (std::string_view(position) == "oppose") o["note"] = "The measure shows activity, not a change for people.";
            if (std::string_view(position) == "support_with_amendments")
                o["note"] = "Add the two alternative-provision sites, for the same money.";
            add(on(9 - spoken, std::max(1, 2 - spoken / 2)), 11 + spoken, n % 50, who, "bid.recommend", o);
            ++spoken;
        }
        if (now) {
            if (id == "bid-33")
                add({today_.count - 1}, 17, 0, "lakeside", "interest.declare",
                    {{"bid", id}, {"nature", "personal"}, {"detail", "Trustee of the charity that runs the events."}});
            return;
        }
        json::object s{{"bid", id}, {"no_conflict", true}};
        const auto sign = [&](std::string_view outcome) {
            s["outcome"] = outcome;
            add(meeting, 10, 12 + 7 * (n % 11), "exec-chair", "bid.sign_off", s);
        };
        s["reason"] = "It serves the plan's aims, and the sums are right.";
        switch (i.how) {
        case end::rejected:
            s["reason"] = "The agencies do not see what would change for people.";
            s["alternatives"] = json::array{"A smaller trial in one place."};
            return sign("rejected");
        case end::amended:
        case end::lapsed:
        case end::acceptance: {
            s["amount"] = pounds(i.pounds * 4 / 5);
            s["conditions"] = json::array{"A return to the Executive after three months."};
            s["reason"] = "The publicity is already paid for by the council.";
            sign("approved_with_amendments");
            // Ten working days to accept; what lapses is left to the clock.
            if (i.how == end::amended) pm({meeting.count + 5}, 10, "bid.accept_amendments");
            return;
        }
        case end::deferred:
            s["to_meeting"] = exec_id(0);
            s["reason"] = "The insurance of the van is not settled.";
            return sign("deferred");
        default: return sign("approved");
        }
    }

    day today_, next_{};
    std::vector<steps::step> all_;
};

} // namespace

std::vector<steps::step> steps(day today) { return writer(today).write(); }

} // namespace demo
