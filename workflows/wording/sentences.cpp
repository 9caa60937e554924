#include "workflows/wording/sentences.hpp"

#include "workflows/bid/state.hpp"
#include "workflows/document/state.hpp"
#include "workflows/funding.hpp"
#include "workflows/meeting/state.hpp"
#include "workflows/partnership/state.hpp"
#include "workflows/reading.hpp"
#include "workflows/standing.hpp"
#include "workflows/stream/state.hpp"

#include <algorithm>

namespace workflows {
namespace {

using engine::blank;
using engine::filling;
using engine::saying;
using engine::thing;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

std::string with_capital(std::string text)
{
    if (!text.empty() && is_lower(text[0])) text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

/// A label within a sentence: "Send it" is "send it" there, "Partnership Manager" stays.
std::string within(std::string text)
{
    const auto second = text.find(' ');
    const bool name = second != std::string::npos && second + 1 < text.size() && is_upper(text[second + 1]);
    if (!name && !text.empty() && is_upper(text[0])) text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

std::string with_article(const std::string& name)
{
    return name.starts_with("The ") ? "the " + name.substr(4) : name.starts_with("the ") ? name : "the " + name;
}

std::string quoted(const std::string& id) { return "\"" + id + "\""; }
std::string in_quotes(const std::string& title) { return "‘" + title + "’"; }

const filling* find(const std::vector<blank>& blanks, std::string_view name)
{
    const auto found = std::find_if(blanks.begin(), blanks.end(), [&](const blank& b) { return b.name == name; });
    return found == blanks.end() ? nullptr : &found->with;
}

template <class... F> struct overloaded : F... {
    using F::operator()...;
};

} // namespace

known_as office_of(const labels& word, engine::reader& known, const partnership& p, const std::string& id, instant now)
{
    if (id == "system") return {word("system"), true};
    const auto* who = engine::get<workflows::person>(known, "person/" + id);
    if (who && who->has_role("partnership_manager")) return {word("role.partnership_manager")};
    for (const auto kind : {body_kind::executive, body_kind::strategic_board, body_kind::funding_subgroup}) {
        const auto* b = p.only_body(kind);
        if (!b) continue;
        for (const auto* s : p.seats_of(b->id, now))
            if (s->holder(now) == id) return {s->title};
    }
    for (const auto& [_, s] : p.seats)
        if (s.open_at(now) && s.holder(now) == id) return {s.title};
    if (who && !who->name.empty()) return {who->name, true};
    if (who && !who->roles.empty()) return {word("role." + who->roles.front())};
    return {id, true};
}

sentences::sentences(engine::reader* known, std::string reader, instant now, const labels& word)
    : known_(known), p_(known ? engine::get<partnership>(*known, partnership_key) : nullptr), reader_(std::move(reader)), now_(now),
      word_(word)
{}

// -- names -----------------------------------------------------------------------------------------------------------------

std::string sentences::day_in_words(day d) const
{
    const auto today = show(day_in(now_, p_ ? p_->zone : "Europe/London"));
    auto out = word_.date(d, false, show(d).substr(0, 4) != today.substr(0, 4));
    for (auto at = out.find("\u00A0"); at != std::string::npos; at = out.find("\u00A0")) out.replace(at, 2, " ");
    return out;
}

std::string sentences::person(const std::string& id) const
{
    if (id != "system" && !engine::get<workflows::person>(*known_, "person/" + id)) return quoted(id);
    const auto as = office_of(word_, *known_, *p_, id, now_);
    return as.is_name ? as.words : with_article(as.words);
}

std::string sentences::seat(const std::string& id) const
{
    const auto* s = p_->find_seat(id);
    return s ? in_quotes(s->title) : quoted(id);
}

std::string sentences::body(const std::string& id) const
{
    const auto* b = p_->find_body(id);
    return b ? with_article(b->name) : quoted(id);
}

std::string sentences::meeting(const std::string& id) const
{
    const auto* m = find_meeting(*known_, id);
    if (!m) return quoted(id);
    return word_("meeting_of", {{"body", body(m->body)}, {"date", day_in_words(day_in(m->starts, p_->zone))}});
}

std::string sentences::bid(const std::string& id) const
{
    const auto* b = engine::get<workflows::bid>(*known_, "bid/" + id);
    if (!b) return quoted(id);
    const auto reference = b->year.empty() ? quoted(id) : b->reference();
    if (b->title.empty() || !b->marking.empty() || !may_read_bid(*known_, reader_, *b, now_))
        return word_("bid_by_reference", {{"reference", reference}});
    return in_quotes(b->title) + " (" + reference + ")";
}

std::string sentences::item(const std::string& id) const
{
    const auto* m = meeting_of_item(*known_, id);
    const auto* i = m ? m->find_item(id) : nullptr;
    if (!i) return quoted(id);
    const bool shown = i->marking.empty() && !i->title.empty() && may_read_item(*known_, reader_, *m, *i, now_);
    return shown ? in_quotes(i->title) : word_("restricted_item");
}

std::string sentences::name_of(const thing& t) const
{
    if (t.kind == "partnership") return p_ ? with_article(p_->name) : quoted(t.id);
    if (t.id.empty()) return with_article(word_("kind." + t.kind)); // one that is only being made
    if (!known_ || !p_) return quoted(t.id);
    if (t.kind == "person") return person(t.id);
    if (t.kind == "seat") return seat(t.id);
    if (t.kind == "the_seat") return word_("the_seat", {{"seat", seat(t.id)}});
    if (t.kind == "body") return body(t.id);
    if (t.kind == "meeting") return meeting(t.id);
    if (t.kind == "bid") return bid(t.id);
    if (t.kind == "item") return item(t.id);
    if (t.kind == "matter") return meeting_of_item(*known_, t.id) ? item(t.id) : bid(t.id);
    if (t.kind == "agency") {
        const auto* a = p_->find_agency(t.id);
        return a ? a->name : quoted(t.id);
    }
    if (t.kind == "stream") {
        const auto* s = engine::get<stream>(*known_, "stream/" + t.id);
        return s ? s->name : quoted(t.id);
    }
    if (t.kind == "plan") {
        const auto* plan_there = engine::get<plan>(*known_, "plan/" + t.id);
        return plan_there ? word_("plan_of_year", {{"year", plan_there->year}}) : quoted(t.id);
    }
    if (t.kind == "document") {
        const auto* d = engine::get<document>(*known_, "document/" + t.id);
        return d && !d->name.empty() ? in_quotes(d->name) : with_article(word_("kind.document"));
    }
    const auto title = title_of(*known_, t.kind, t.id);
    return title.empty() ? quoted(t.id) : in_quotes(title);
}

// -- sentences -------------------------------------------------------------------------------------------------------------

std::string sentences::filled(const filling& f) const
{
    const auto each = [&](const auto& list, auto words) {
        std::vector<std::string> out;
        for (const auto& e : list) out.push_back(words(e));
        return word_.list(out);
    };
    const auto zone = p_ ? p_->zone : "Europe/London";
    return std::visit(
        overloaded{
            [](const std::string& typed) { return typed; }, [](std::int64_t n) { return grouped(n); }, [](pence p) { return pounds(p); },
            [&](instant t) { return word_("date_time", {{"date", day_in_words(day_in(t, zone))}, {"time", word_.time(t, zone)}}); },
            [&](const engine::date& d) {
                const auto parsed = parse_day(d.iso);
                return parsed ? day_in_words(*parsed) : quoted(d.iso);
            },
            [&](const engine::day_of& d) { return day_in_words(day_in(d.at, zone)); },
            [&](const engine::word& w) { return within(word_(w.key)); }, [&](const thing& t) { return name_of(t); },
            [&](const std::vector<std::string>& all) { return word_.list(all); },
            [&](const std::vector<engine::word>& all) { return each(all, [&](const engine::word& w) { return within(word_(w.key)); }); },
            [&](const std::vector<thing>& all) { return each(all, [&](const thing& t) { return name_of(t); }); },
            [&](const std::vector<saying>& all) { return all_of(all); }},
        f);
}

std::string sentences::all_of(const std::vector<saying>& list) const
{
    std::string out;
    for (const auto& s : list) out += (out.empty() ? "" : out.ends_with('.') ? " " : ". ") + (*this)(s);
    return out;
}

std::string sentences::operator()(const saying& s) const
{
    auto key = "says." + s.message;
    if (word_.has(key + ".many")) {
        const auto* n = find(s.blanks, "n");
        key += n && std::get<std::int64_t>(*n) == 1 ? ".one" : ".many";
    }
    if (!word_.has(key)) return s.message;
    label_blanks with;
    for (const auto& b : s.blanks) with.emplace_back(b.name, filled(b.with));
    auto out = with_capital(word_(key, with));
    // Of a list the entry, of a rule or an object the part that is wrong.
    if (const auto* part = find(s.blanks, "part")) out = word_("says_of_part", {{"part", filled(*part)}, {"fault", within(out)}});
    if (const auto* entry = find(s.blanks, "entry")) out = word_("says_of_entry", {{"n", filled(*entry)}, {"fault", within(out)}});
    return out;
}

void sentences::tell(std::vector<engine::field_error>& list) const
{
    for (auto& e : list)
        if (!e.why.empty()) e.says = all_of(e.why);
}

void sentences::tell(std::vector<engine::refusal>& list) const
{
    for (auto& r : list) {
        r.says = (*this)({r.message, r.blanks});
        if (!r.more.empty()) r.says += " " + all_of(r.more);
        tell(r.fields);
    }
}

} // namespace workflows
