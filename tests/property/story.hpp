// tests/property/story.hpp - little stories for the oracles: commands and questions as a scenario file has them, told to a
// fresh program in memory; and the plain lists of who held which seat, looked through anew for every question. Nothing here
// is shared with workflows/: what an oracle knows is what it asked and what was accepted.
#pragma once
#include "server/app/answers.hpp"
#include "tests/property/random_facts.hpp"
#include "workflows/funding.hpp"

#include <cstdlib>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace property {

namespace json = engine::json;
using engine::instant;

inline std::uint64_t number_from(const char* name, std::uint64_t otherwise)
{
    const auto* text = std::getenv(name);
    return text ? std::stoull(text) : otherwise;
}
inline instant later(instant t, std::int64_t seconds) { return {t.micros + seconds * engine::second_micros}; }
inline instant on(const char* text) { return *engine::parse_instant(text); }
template <class T> const T& any_of(rng& r, const std::vector<T>& all)
{
    return all[static_cast<std::size_t>(below(r, static_cast<std::int64_t>(all.size())))];
}
inline bool one_in(rng& r, std::int64_t n) { return below(r, n) == 0; }
inline std::string field(const json::object& o, std::string_view name) { return std::string(engine::text_at(o, name)); }
inline std::optional<instant> moment(const json::object& o, std::string_view name) { return engine::parse_instant(field(o, name)); }

/// A line of a story: a command (`verb`) or a question (`show`).
struct line {
    instant at;
    std::string as, verb, show;
    json::object fields;
};
/// As a scenario file has it.
inline std::string to_text(const line& l, const json::value& expect = nullptr)
{
    json::object o{{"at", engine::show(l.at)}};
    if (!l.as.empty()) o["as"] = l.as;
    if (!l.verb.empty()) o["do"] = l.verb;
    else o["show"] = l.show;
    for (const auto& p : l.fields) o[p.key()] = p.value();
    if (!expect.is_null()) o["expect"] = expect;
    return json::serialize(o);
}

/// The program on a fresh database in memory, told what a scenario would tell it.
class told_program {
public:
    /// Several commands of one instant in one transaction: true for each that was accepted.
    std::vector<bool> tell(const std::vector<line>& lines)
    {
        std::vector<bool> accepted;
        std::vector<engine::request> group;
        for (const auto& l : lines) group.push_back({"p", l.as, l.verb, "", l.fields});
        for (auto& o : d_.run("p", group, lines.front().at)) {
            if (auto* broken = std::get_if<std::exception_ptr>(&o)) std::rethrow_exception(*broken);
            accepted.push_back(std::get<engine::answer>(o).outcome == engine::result::accepted);
        }
        return accepted;
    }
    engine::answer tell(const line& l)
    {
        pass(l.at);
        return d_.run_one({"p", l.as, l.verb, "", l.fields}, l.at);
    }
    /// {"view": …} or why there is none.
    json::object ask(const line& l)
    {
        pass(l.at);
        json::object out;
        app::put_view(d_, "p", l.show, l.as.empty() ? "system" : l.as, l.fields, l.at, out);
        return out;
    }
    /// Timers that fall due on the way fire, each at its own time.
    void pass(instant until)
    {
        d_.fire_due(until, [](instant due) { return due; });
    }

private:
    workflows::funding funding_{true};
    storage::database d_{"sqlite://:memory:", funding_, engine::seeded_random(1)};
};

/// Where program and oracle differ: at which line, in what, and how.
struct difference {
    std::size_t line = 0;
    std::string kind, says;
    json::value expect; ///< of the line, by the oracle
};
using replay = std::function<std::optional<difference>(const std::vector<line>&)>;

/// The story without every line that the difference does not need.
inline std::vector<line> shortened(std::vector<line> story, difference& found, const replay& again)
{
    story.resize(found.line + 1);
    for (std::size_t piece = story.size() / 2; piece > 0; piece /= 2)
        for (bool shorter = true; shorter;) {
            shorter = false;
            for (std::size_t end = story.size() - 1; end >= 1;) {
                const auto begin = end > piece ? end - piece : 0;
                auto less = story;
                less.erase(less.begin() + static_cast<std::ptrdiff_t>(begin), less.begin() + static_cast<std::ptrdiff_t>(end));
                auto still = again(less);
                if (still && still->kind == found.kind) {
                    less.resize(still->line + 1);
                    story = std::move(less);
                    found = std::move(*still);
                    shorter = true;
                    end = std::min(begin, story.size() - 1);
                } else end = begin;
            }
            if (piece > 1) break;
        }
    return story;
}
inline std::string to_text(const std::vector<line>& story, const difference& found)
{
    std::string out = found.kind + ": " + found.says + "\n"; // after the "#" of whoever prints it
    for (std::size_t i = 0; i < story.size(); ++i) out += to_text(story[i], i == found.line ? found.expect : json::value()) + "\n";
    return out;
}

// -- who sat where ---------------------------------------------------------------------------------------------------

inline constexpr std::size_t everything = SIZE_MAX;
/// Stories in which a seat is given to somebody, or vacated, while another's appointment to it waits to begin. The contract says
/// of an appointment that it ends the one that sits there from its own `from`, and of a vacation that it counts from its own
/// instant; read by the letter, neither touches what has not begun. False leaves such stories out.
inline constexpr bool planned_successors = true;

/// Each entry bears its place in the log; a question that is about an earlier state leaves out what came from `cut` on.
struct seat_lists {
    struct place {
        std::size_t order;
        std::string id, body, standing, agency;
    };
    struct closing {
        std::size_t order;
        std::string seat;
        instant at;
    };
    struct appointment {
        std::size_t order;
        std::string seat, person;
        instant from;
        std::optional<instant> until;
    };
    struct vacation {
        std::size_t order;
        std::string seat;
        instant at;
    };
    struct deputy {
        std::size_t order;
        std::string seat, person;
        instant from;
        std::optional<instant> until;
    };
    struct deputy_end {
        std::size_t order;
        std::string seat, person;
        instant at;
    };
    struct leaver {
        std::size_t order;
        std::string person;
        instant at;
    };
    std::vector<place> seats;
    std::vector<closing> closings;
    std::vector<appointment> appointments;
    std::vector<vacation> vacations;
    std::vector<deputy> deputies;
    std::vector<deputy_end> deputy_ends;
    std::vector<leaver> leavers;

    /// Keeps an accepted command if it is about seats.
    void take(const line& l, std::size_t order)
    {
        const auto f = [&](std::string_view name) { return field(l.fields, name); };
        const auto from = [&] { return moment(l.fields, "from").value_or(l.at); };
        if (l.verb == "seat.create") seats.push_back({order, f("seat"), f("body"), f("standing"), f("agency")});
        if (l.verb == "seat.close") closings.push_back({order, f("seat"), l.at});
        if (l.verb == "seat.appoint") appointments.push_back({order, f("seat"), f("person"), from(), moment(l.fields, "until")});
        if (l.verb == "seat.vacate") vacations.push_back({order, f("seat"), l.at});
        if (l.verb == "seat.name_deputy") deputies.push_back({order, f("seat"), f("person"), from(), moment(l.fields, "until")});
        if (l.verb == "seat.end_deputy") deputy_ends.push_back({order, f("seat"), f("person"), l.at});
        if (l.verb == "person.leave") leavers.push_back({order, f("person"), l.at});
    }

    /// From its instant on; also of a seat that was typed in later, for a moment long ago: a seat exists as long as its body.
    bool exists(const place& s, instant t, std::size_t cut = everything) const
    {
        if (s.order >= cut) return false;
        for (const auto& c : closings)
            if (c.order < cut && c.seat == s.id && c.at <= t) return false;
        return true;
    }
    bool has_left(const std::string& person, instant t, std::size_t cut = everything) const
    {
        for (const auto& l : leavers)
            if (l.order < cut && l.person == person && l.at <= t) return true;
        return false;
    }
    /// Who holds it, or "". The appointment that began last stands, of two in one instant the later; its end, a vacation that
    /// was told after it, and its holder's leaving make the seat vacant: nobody who sat there before comes back.
    std::string holder(const std::string& seat, instant t, std::size_t cut = everything) const
    {
        const appointment* sits = nullptr;
        for (const auto& a : appointments)
            if (a.order < cut && a.seat == seat && a.from <= t && (!sits || a.from >= sits->from)) sits = &a;
        if (!sits || (sits->until && *sits->until <= t) || has_left(sits->person, t, cut)) return "";
        for (const auto& v : vacations)
            if (v.order < cut && v.seat == seat && v.order > sits->order && v.at >= sits->from && v.at <= t) return "";
        return sits->person;
    }
    /// An appointment to the seat that has not begun.
    bool awaits_somebody(const std::string& seat, instant t) const
    {
        for (const auto& a : appointments)
            if (a.seat == seat && a.from > t) return true;
        return false;
    }
    /// Naming again replaces the term; an end told later ends it.
    bool deputises(const std::string& person, const std::string& seat, instant t, std::size_t cut = everything) const
    {
        const deputy* named = nullptr;
        for (const auto& d : deputies)
            if (d.order < cut && d.seat == seat && d.person == person) named = &d;
        if (!named || named->from > t || (named->until && *named->until <= t) || has_left(person, t, cut)) return false;
        for (const auto& e : deputy_ends)
            if (e.order < cut && e.order > named->order && e.seat == seat && e.person == person && e.at <= t) return false;
        return true;
    }
    /// Every instant between two at which a term begins or ends, in order.
    std::set<instant> turns(instant after, instant until) const
    {
        std::set<instant> out;
        const auto put = [&](instant t) {
            if (after < t && t <= until) out.insert(t);
        };
        for (const auto& a : appointments) {
            put(a.from);
            if (a.until) put(*a.until);
        }
        for (const auto& d : deputies) {
            put(d.from);
            if (d.until) put(*d.until);
        }
        return out;
    }
};

} // namespace property
