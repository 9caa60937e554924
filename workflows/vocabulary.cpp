#include "workflows/vocabulary.hpp"

#include "workflows/bid/state.hpp"
#include "workflows/fields.hpp"
#include "workflows/partnership/policy.hpp"
#include "workflows/standing.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace workflows {
namespace {

using engine::field_error;

// One line a verb: its process, the kind of its subject, and its fields as "name:shape", "?" where they may be left out.
//   new.KIND   an id that the caller gives, or the product makes      ref.KIND   an id that must be there
//   words      a short text in clear          name, text, texts   sealed: a name, free text, a list of free texts
//   day moment instant time year   a date; a date or an instant; an instant; "10:00"; "2010-11"
//   others are explained where they are checked, below.
constexpr std::string_view application =
    "title?:name delivery_group?:ref.delivery_group project_manager?:ref.person organisation?:words amount?:money lines?:lines "
    "aims?:bid_aims "
    "priorities?:bid_priorities summary?:text value_for_money?:text outcomes?:outcomes starts?:day ends?:day profile?:profile "
    "equality_impact?:text "
    "contact?:text contributions?:contributions indicators?:words_list emerging_priority?:flag marking?:marking";

struct line {
    std::string_view verb, process, subject, fields;
};
// clang-format off
constexpr line lines[] = {
    {"partnership.set_up",    "partnership", "partnership", "partnership:id name:words zone?:zone aims:aims priorities?:priorities agencies:agencies policy?:policy"},
    {"policy.change",         "partnership", "partnership", "policy:policy reason:text"},
    {"agency.add",            "partnership", "partnership", "agency:id name:words statutory?:flag"},
    {"aim.add",               "partnership", "partnership", "aim:id title:words"},
    {"priority.add",          "partnership", "partnership", "priority:id title:words"},
    {"person.add",            "person",      "person",      "person?:new.person name:name email:email agency?:ref.agency"},
    {"person.change",         "person",      "person",      "person:ref.person name?:name email?:email agency?:ref.agency"},
    {"person.leave",          "person",      "person",      "person:ref.person reason:text"},
    {"role.grant",            "person",      "person",      "person:ref.person role:role"},
    {"role.revoke",           "person",      "person",      "person:ref.person role:role reason:text"},
    {"body.create",           "body",        "body",        "body?:new.body name:words from?:moment kind:one_of(strategic_board|executive|funding_subgroup|delivery_group|county|other) quorum?:quorum cycle_weeks?:weeks"},
    {"body.set_quorum",       "body",        "body",        "body:ref.body quorum:quorum from:moment reason:text"},
    {"seat.create",           "seat",        "seat",        "seat?:new.seat body:ref.body title:words standing:one_of(statutory|invited|ex_officio) agency?:ref.agency office?:one_of(chair|vice_chair)"},
    {"seat.appoint",          "seat",        "seat",        "seat:ref.seat person:ref.person from?:moment until?:moment"},
    {"seat.vacate",           "seat",        "seat",        "seat:ref.seat reason?:text"},
    {"seat.name_deputy",      "seat",        "seat",        "seat:ref.seat person:ref.person from?:moment until?:moment"},
    {"seat.end_deputy",       "seat",        "seat",        "seat:ref.seat person:ref.person"},
    {"seat.give_office",      "seat",        "seat",        "seat:ref.seat office:one_of(chair|vice_chair) from?:moment until?:moment"},
    {"seat.close",            "seat",        "seat",        "seat:ref.seat reason:text"},
    {"meeting.plan",          "meeting",     "meeting",     "meeting?:new.meeting body:ref.body starts:instant ends:instant venue?:words recorded?:flag"},
    {"meeting.move",          "meeting",     "meeting",     "meeting:ref.meeting starts:instant ends:instant reason:text"},
    {"meeting.cancel",        "meeting",     "meeting",     "meeting:ref.meeting reason:text"},
    {"meeting.plan_year",     "body",        "body",        "body:ref.body year:meeting_year first:day time:time ends:time venue?:words"},
    {"meeting.open",          "meeting",     "meeting",     "meeting:ref.meeting reason?:text"},
    {"meeting.close",         "meeting",     "meeting",     "meeting:ref.meeting"},
    {"meeting.turn_to",       "meeting",     "meeting",     "meeting:ref.meeting item?:ref.item bid?:ref.bid"},
    {"meeting.take_chair",    "meeting",     "meeting",     "meeting:ref.meeting seat:ref.seat item?:ref.item_or_bid"},
    {"agenda.add",            "meeting",     "meeting",     "item?:new.item meeting:ref.meeting title:name kind:one_of(information|discussion|decision|bid) bid?:ref.bid marking?:marking"},
    {"agenda.publish",        "meeting",     "meeting",     "meeting:ref.meeting"},
    {"attendance.arrive",     "meeting",     "meeting",     "meeting:ref.meeting person:ref.person seat?:ref.seat"},
    {"attendance.leave",      "meeting",     "meeting",     "meeting:ref.meeting person:ref.person seat?:ref.seat"},
    {"attendance.apologise",  "meeting",     "meeting",     "meeting:ref.meeting seat:ref.seat"},
    {"attendance.expect",     "meeting",     "meeting",     "meeting:ref.meeting seat:ref.seat person?:ref.person"},
    {"attendance.record",     "meeting",     "meeting",     "meeting:ref.meeting seat:ref.seat presence:one_of(full|part|apologies|absent|not_recorded) arrived?:instant left?:instant"},
    {"interest.declare",      "interest",    "matter",      "person?:ref.person item?:ref.item bid?:ref.bid nature:one_of(pecuniary|personal|agency) detail:text"},
    {"item.decide",           "item",        "item",        "item:ref.item outcome:item_outcome text?:text alternatives?:texts votes?:votes to_meeting?:ref.meeting"},
    {"item.record",           "item",        "item",        "item:ref.item outcome:item_outcome decided_at?:instant text?:text"},
    {"stream.open",           "stream",      "stream",      "stream?:new.stream name:words provider:words year:year amount:money status:one_of(expected|confirmed) purpose?:words held_back?:money"},
    {"stream.confirm",        "stream",      "stream",      "stream:ref.stream amount?:money reason:text"},
    {"stream.revise",         "stream",      "stream",      "stream:ref.stream amount?:money reason:text"},
    {"stream.withdraw",       "stream",      "stream",      "stream:ref.stream amount?:money reason:text"},
    {"stream.hold_back",      "stream",      "stream",      "stream:ref.stream amount:money reason:text"},
    {"stream.release",        "stream",      "stream",      "stream:ref.stream amount:money bid:ref.bid reason:text"},
    {"plan.propose",          "plan",        "plan",        "plan?:new.plan year:year lines:lines"},
    {"plan.agree",            "plan",        "plan",        "plan:ref.plan item:ref.item"},
    {"bid.draft",             "bid",         "bid",         "bid?:new.bid +application"},
    {"bid.revise",            "bid",         "bid",         "bid:ref.bid +application"},
    {"bid.submit",            "bid",         "bid",         "bid:ref.bid"},
    {"bid.discard",           "bid",         "bid",         "bid:ref.bid"},
    {"bid.agree",             "bid",         "bid",         "bid:ref.bid"},
    {"bid.return",            "bid",         "bid",         "bid:ref.bid reason:text"},
    {"bid.decline",           "bid",         "bid",         "bid:ref.bid reason:text"},
    {"bid.send",              "bid",         "bid",         "bid:ref.bid meeting?:ref.exec"},
    {"bid.accept_late",       "bid",         "bid",         "bid:ref.bid meeting:ref.exec reason:text"},
    {"bid.check",             "bid",         "bid",         "bid:ref.bid result:one_of(compliant|not_compliant) equality_impact_accepted:flag note?:text"},
    {"bid.query",             "bid",         "bid",         "bid:ref.bid query?:new.query text:text"},
    {"bid.answer",            "bid",         "bid",         "bid:ref.bid query:ref.query text:text"},
    {"bid.resolve",           "bid",         "bid",         "bid:ref.bid query:ref.query"},
    {"bid.recommend",         "bid",         "bid",         "bid:ref.bid position:one_of(support|support_with_amendments|oppose) amount?:money conditions?:texts note?:text"},
    {"bid.record_absent",     "bid",         "bid",         "bid:ref.bid agency:ref.agency reason:text"},
    {"bid.sign_off",          "bid",         "bid",         "bid:ref.bid outcome:one_of(approved|approved_with_amendments|deferred|rejected) no_conflict:flag handled?:text amount?:money lines?:lines conditions?:texts to_meeting?:ref.exec reason?:text alternatives?:texts"},
    {"bid.accept_amendments", "approval",    "bid",         "bid:ref.bid"},
    {"bid.refuse_amendments", "approval",    "bid",         "bid:ref.bid"},
    {"bid.ratify",            "approval",    "bid",         "bid:ref.bid item:ref.item"},
    {"bid.withdraw",          "bid",         "bid",         "bid:ref.bid reason:text"},
    {"bid.hand_over",         "bid",         "bid",         "bid:ref.bid project_manager:ref.person reason:text"},
    {"document.attach",       "document",    "document",    "document?:new.document bid?:ref.bid item?:ref.item name:name media_type:words sha256:sha256"},
    {"document.remove",       "document",    "document",    "document:ref.document reason:text"},
};
// clang-format on

std::vector<field_spec> parse_fields(std::string_view text)
{
    std::vector<field_spec> out;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const auto word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word == "+application") {
            const auto more = parse_fields(application);
            out.insert(out.end(), more.begin(), more.end());
            continue;
        }
        const auto colon = word.find(':');
        auto name = word.substr(0, colon);
        const bool optional = name.ends_with('?');
        if (optional) name.remove_suffix(1);
        out.push_back({std::string(name), !optional, std::string(word.substr(colon + 1))});
    }
    return out;
}

// -- shapes ----------------------------------------------------------------------------------------------------------

/// One form being checked: where the ids are looked up, and what was found wrong.
struct check {
    engine::reader& known;
    const json::object& form;
    const partnership* p;
    std::vector<field_error> errors{};

    void wrong(const std::string& field, std::string says)
    {
        for (auto& e : errors)
            if (e.field == field) {
                e.says += "; " + says;
                return;
            }
        errors.push_back({field, std::move(says)});
    }
    bool there(std::string_view kind, std::string_view id) const;
};

using text = std::string_view;

std::optional<text> as_text(const json::value& v)
{
    const auto* s = v.if_string();
    return s ? std::optional(text(s->data(), s->size())) : std::nullopt;
}
bool blank(text t) { return t.find_first_not_of(" \t\r\n") == text::npos; }

bool check::there(std::string_view kind, std::string_view id) const
{
    if (kind == "agency") return p && p->find_agency(id);
    if (kind == "delivery_group") return p && p->find_body(id) && p->find_body(id)->kind == body_kind::delivery_group;
    if (kind == "item_or_bid") return there("item", id) || there("bid", id);
    if (kind == "exec") {
        const auto* m = engine::get<meeting>(known, "meeting/" + std::string(id));
        const auto* b = m && p ? p->find_body(m->body) : nullptr;
        return b && b->kind == body_kind::executive;
    }
    const auto* of = kind == "query" ? engine::get<bid>(known, "bid/" + text_of(form, "bid")) : nullptr;
    return is_there(known, p, kind, id, of);
}

std::string kind_in_words(text kind)
{
    if (kind == "exec") return "meeting of the Exec";
    if (kind == "item_or_bid") return "item or bid";
    std::string out(kind);
    std::replace(out.begin(), out.end(), '_', ' ');
    return out;
}

/// A list of objects: each member checked by its own little rule. Members after "?" may be missing.
struct member {
    std::string_view name;
    bool required;
    std::function<std::string(check&, const json::value&)> fault; ///< "" when good, else what was expected
};

void check_objects(check& c, const std::string& field, const json::value& v, const std::vector<member>& members, bool may_be_empty = true)
{
    if (!v.is_array()) return c.wrong(field, "expected a list");
    if (!may_be_empty && v.get_array().empty()) return c.wrong(field, "expected at least one entry");
    std::size_t n = 0;
    for (const auto& e : v.get_array()) {
        const auto where = "entry " + std::to_string(++n) + ": ";
        if (!e.is_object()) {
            c.wrong(field, where + "expected an object");
            continue;
        }
        for (const auto& p : e.get_object())
            if (std::none_of(members.begin(), members.end(),
                             [&](const member& m) { return m.name == text(p.key().data(), p.key().size()); }))
                c.wrong(field, where + "\"" + std::string(p.key().data(), p.key().size()) + "\" is not known here");
        for (const auto& m : members) {
            const auto* value = e.get_object().if_contains(m.name);
            if (!value && m.required) c.wrong(field, where + std::string(m.name) + " is missing");
            if (!value) continue;
            if (auto fault = m.fault(c, *value); !fault.empty()) c.wrong(field, where + std::string(m.name) + ": " + fault);
        }
    }
}

std::string words_fault(check&, const json::value& v)
{
    const auto t = as_text(v);
    return t && !blank(*t) && t->size() <= 500 ? "" : "expected a text of 1 to 500 characters";
}
std::string text_fault(check&, const json::value& v)
{
    const auto t = as_text(v);
    return t && t->size() <= 20'000 ? "" : "expected a text of at most 20,000 characters";
}
std::string money_fault(check&, const json::value& v)
{
    const auto t = as_text(v);
    return t && engine::parse_pence(*t) ? "" : "expected an amount such as \"1234.50\"";
}
std::string flag_fault(check&, const json::value& v) { return v.is_bool() ? "" : "expected true or false"; }
std::string id_fault(check&, const json::value& v)
{
    const auto t = as_text(v);
    return t && is_id(*t) ? "" : "expected an id of lower-case letters, digits and hyphens";
}
std::function<std::string(check&, const json::value&)> ref_fault(std::string kind)
{
    return [kind](check& c, const json::value& v) -> std::string {
        const auto t = as_text(v);
        if (!t) return "expected the id of a " + kind_in_words(kind);
        return c.there(kind, *t) ? "" : "there is no " + kind_in_words(kind) + " \"" + std::string(*t) + "\"";
    };
}
std::function<std::string(check&, const json::value&)> one_of_fault(std::string words)
{
    return [words](check&, const json::value& v) -> std::string {
        const auto t = as_text(v);
        std::string_view rest = words;
        std::string list;
        while (!rest.empty()) {
            const auto end = std::min(rest.find('|'), rest.size());
            if (t && *t == rest.substr(0, end)) return "";
            list += (list.empty() ? "" : ", ") + std::string(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return "expected one of " + list;
    };
}

/// Ids and titles, each id once.
void check_titled(check& c, const std::string& field, const json::value& v, std::string_view id, const std::vector<member>& more)
{
    std::vector<member> members{{id, true, id_fault}};
    members.insert(members.end(), more.begin(), more.end());
    check_objects(c, field, v, members);
    if (!v.is_array()) return;
    std::set<std::string> seen;
    for (const auto& e : v.get_array())
        if (e.is_object() && !seen.insert(text_of(e.get_object(), id)).second)
            c.wrong(field, "\"" + text_of(e.get_object(), id) + "\" stands twice");
}

void check_aims(check& c, const std::string& field, const json::value& v, bool (*known_in)(const partnership&, text))
{
    if (!v.is_array()) return c.wrong(field, "expected a list");
    for (const auto& e : v.get_array()) {
        const auto id = e.is_object() ? std::optional(text(engine::text_at(e.get_object(), "aim"))) : as_text(e);
        if (!id) c.wrong(field, "expected ids");
        else if (!c.p || !known_in(*c.p, *id)) c.wrong(field, "there is no \"" + std::string(*id) + "\"");
        if (!e.is_object()) continue;
        for (const auto& p : e.get_object()) {
            const text key(p.key().data(), p.key().size());
            if (key != "aim" && key != "benefit") c.wrong(field, "\"" + std::string(key) + "\" is not known here");
            else if (!p.value().is_string()) c.wrong(field, std::string(key) + ": expected a text");
        }
    }
}

bool titled_in(const std::vector<titled>& list, text id)
{
    return std::any_of(list.begin(), list.end(), [&](const titled& t) { return t.id == id; });
}

using checker = std::function<void(check&, const std::string&, const json::value&)>;

checker simple(std::function<std::string(check&, const json::value&)> fault)
{
    return [fault](check& c, const std::string& field, const json::value& v) {
        if (auto says = fault(c, v); !says.empty()) c.wrong(field, std::move(says));
    };
}
checker text_that(bool (*good)(text), std::string expected)
{
    return [good, expected](check& c, const std::string& field, const json::value& v) {
        const auto t = as_text(v);
        if (!t || !good(*t)) c.wrong(field, expected);
    };
}

bool good_email(text t)
{
    const auto at = t.find('@');
    return at != text::npos && at > 0 && at + 1 < t.size() && t.find('@', at + 1) == text::npos && t.size() <= 254 &&
           std::all_of(t.begin(), t.end(), [](char c) {
               return static_cast<unsigned char>(c) > 0x20 && c != '"' && c != '<' && c != '>' && c != ',' && c != ';' && c != 0x7F;
           });
}

const std::map<std::string, checker, std::less<>>& shapes()
{
    static const std::map<std::string, checker, std::less<>> table{
        {"id", simple(id_fault)},
        {"words", simple(words_fault)},
        {"name", simple(words_fault)},
        {"email", text_that(good_email, "expected an e-mail address such as name@example.org")},
        {"text",
         [](check& c, const std::string& field, const json::value& v) {
             if (auto says = text_fault(c, v); !says.empty()) return c.wrong(field, says);
             if (blank(*as_text(v)) && !is_application_field(field)) c.wrong(field, "expected a text"); // a draft may be incomplete
         }},
        {"texts",
         [](check& c, const std::string& field, const json::value& v) {
             if (!v.is_array()) return c.wrong(field, "expected a list of texts");
             for (const auto& e : v.get_array())
                 if (auto says = text_fault(c, e); !says.empty() || blank(*as_text(e))) c.wrong(field, "expected texts");
         }},
        {"words_list",
         [](check& c, const std::string& field, const json::value& v) {
             if (!v.is_array()) return c.wrong(field, "expected a list of texts");
             for (const auto& e : v.get_array())
                 if (auto says = words_fault(c, e); !says.empty()) c.wrong(field, says);
         }},
        {"money", simple(money_fault)},
        {"sha256", text_that([](text t) { return t.size() == 64 && engine::unhex(t).has_value(); },
                             "expected a SHA-256: 64 lower-case hexadecimal digits")},
        {"flag", simple(flag_fault)},
        {"weeks",
         [](check& c, const std::string& field, const json::value& v) {
             if (!v.is_int64() || v.get_int64() < 1 || v.get_int64() > 52) c.wrong(field, "expected a number of weeks, 1 to 52");
         }},
        {"day", text_that([](text t) { return parse_day(t).has_value(); }, "expected a date such as \"2010-03-04\"")},
        {"instant",
         text_that([](text t) { return engine::parse_instant(t).has_value(); }, "expected an instant such as \"2010-03-04T10:00:00Z\"")},
        {"moment", text_that([](text t) { return parse_day(t) || engine::parse_instant(t); },
                             "expected a date such as \"2010-03-04\", or an instant")},
        {"time", text_that([](text t) { return parse_time(t).has_value(); }, "expected a time of day such as \"10:00\"")},
        {"year", text_that(is_financial_year, "expected a financial year such as \"2010-11\"")},
        {"meeting_year", text_that([](text t) { return range_of_year(t).has_value(); }, "expected a year such as \"2010-11\" or \"2010\"")},
        {"zone", text_that([](text t) { return zone_exists(std::string(t)); }, "expected a time zone such as \"Europe/London\"")},
        {"marking",
         text_that([](text t) { return !blank(t) && t.size() <= 100; }, "expected a protective marking, such as \"restricted\"")},
        {"role", simple(one_of_fault("project_manager|partnership_manager|budget_manager|auditor|administrator"))},
        {"item_outcome", simple(one_of_fault("agreed|agreed_subject_to_amendments|not_agreed|deferred|noted|endorsed"))},
        {"policy",
         [](check& c, const std::string& field, const json::value& v) {
             for (auto& e : check_policy(v, field)) c.wrong(e.field, e.says);
         }},
        {"quorum",
         [](check& c, const std::string& field, const json::value& v) {
             for (auto& e : check_quorum(v, field)) c.wrong(e.field, e.says);
             if (v.is_object())
                 for (const auto& m : list_of(v.get_object(), "at_least"))
                     if (m.is_object() && m.get_object().contains("agency") && !c.there("agency", text_of(m.get_object(), "agency")))
                         c.wrong(field, "there is no agency \"" + text_of(m.get_object(), "agency") + "\"");
         }},
        {"aims", [](check& c, const std::string& field,
                    const json::value& v) { check_titled(c, field, v, "aim", {{"title", true, words_fault}}); }},
        {"priorities", [](check& c, const std::string& field,
                          const json::value& v) { check_titled(c, field, v, "priority", {{"title", true, words_fault}}); }},
        {"agencies",
         [](check& c, const std::string& field, const json::value& v) {
             check_titled(c, field, v, "agency", {{"name", true, words_fault}, {"statutory", false, flag_fault}});
         }},
        {"bid_aims",
         [](check& c, const std::string& field, const json::value& v) {
             check_aims(c, field, v, [](const partnership& p, text id) { return titled_in(p.aims, id); });
         }},
        {"bid_priorities",
         [](check& c, const std::string& field, const json::value& v) {
             if (v.is_array() && std::any_of(v.get_array().begin(), v.get_array().end(), [](const auto& e) { return !e.is_string(); }))
                 return c.wrong(field, "expected ids");
             check_aims(c, field, v, [](const partnership& p, text id) { return titled_in(p.priorities, id); });
         }},
        {"lines",
         [](check& c, const std::string& field, const json::value& v) {
             check_objects(c, field, v, {{"stream", true, ref_fault("stream")}, {"amount", true, money_fault}});
             if (!v.is_array()) return;
             std::set<std::string> seen;
             for (const auto& e : v.get_array())
                 if (e.is_object() && !seen.insert(text_of(e.get_object(), "stream")).second) c.wrong(field, "a stream stands twice");
         }},
        {"outcomes",
         [](check& c, const std::string& field, const json::value& v) {
             check_objects(c, field, v, {{"text", false, text_fault}, {"measure", false, text_fault}});
         }},
        {"profile",
         [](check& c, const std::string& field, const json::value& v) {
             const auto quarter = [](check&, const json::value& q) -> std::string {
                 const auto t = as_text(q);
                 return t && is_quarter(*t) ? "" : "expected a quarter such as \"2010-11 Q1\"";
             };
             check_objects(c, field, v, {{"quarter", true, quarter}, {"amount", true, money_fault}});
         }},
        {"contributions",
         [](check& c, const std::string& field, const json::value& v) {
             check_objects(c, field, v,
                           {{"agency", true, ref_fault("agency")},
                            {"amount", true, money_fault},
                            {"status", true, one_of_fault("pledged|confirmed|declined|already_covered|already covered")}});
         }},
        {"votes",
         [](check& c, const std::string& field, const json::value& v) {
             check_objects(c, field, v, {{"seat", true, ref_fault("seat")}, {"vote", true, one_of_fault("for|against|abstain")}});
         }},
    };
    return table;
}

void check_field(check& c, const field_spec& f, const json::value& v)
{
    const std::string_view shape = f.shape;
    if (shape.starts_with("one_of(")) return simple(one_of_fault(std::string(shape.substr(7, shape.size() - 8))))(c, f.name, v);
    if (shape.starts_with("ref.")) return simple(ref_fault(std::string(shape.substr(4))))(c, f.name, v);
    if (shape.starts_with("new.")) return simple(id_fault)(c, f.name, v);
    shapes().find(shape)->second(c, f.name, v);
}

/// An item or a bid that is named for a meeting is before that meeting.
void check_matter_of(check& c, const meeting& m)
{
    const auto before_it = [&](const std::string& bid_id) {
        const auto* b = engine::get<bid>(c.known, "bid/" + bid_id);
        return b && (b->exec_meeting == m.id || (b->signed_off && b->signed_off->meeting == m.id));
    };
    const auto item = text_of(c.form, "item"), of_bid = text_of(c.form, "bid");
    const bool either = !c.form.contains("bid"); // meeting.take_chair names a bid as an item too
    if (!item.empty() && !m.find_item(item) && !(either && before_it(item))) c.wrong("item", "is not before this meeting");
    if (!of_bid.empty() && !before_it(of_bid)) c.wrong("bid", "is not before this meeting");
}

/// What only two fields together tell.
void check_pairs(check& c, const verb_spec& verb)
{
    const auto& o = c.form;
    const auto bad = [&](std::string_view field) {
        return std::any_of(c.errors.begin(), c.errors.end(), [&](const field_error& e) { return e.field == field; });
    };
    if ((verb.name == "meeting.plan" || verb.name == "meeting.move") && !bad("starts") && !bad("ends")) {
        const auto starts = instant_of(o, "starts"), ends = instant_of(o, "ends");
        if (starts && ends && *ends <= *starts) c.wrong("ends", "a meeting ends after it starts");
    }
    if (verb.name == "meeting.plan_year" && !bad("time") && !bad("ends") && c.form.contains("time") && c.form.contains("ends") &&
        text_of(o, "ends") <= text_of(o, "time"))
        c.wrong("ends", "a meeting ends after it starts");
    if ((verb.name == "interest.declare" || verb.name == "document.attach") && o.contains("item") == o.contains("bid"))
        c.wrong("item", "name either an item or a bid");
    if (verb.name == "agenda.add" && text_of(o, "kind") == "bid" && !o.contains("bid"))
        c.wrong("bid", "an item of the kind bid names its bid");
    const auto* m = engine::get<meeting>(c.known, "meeting/" + text_of(o, "meeting"));
    if (verb.subject == "meeting" && m && o.contains("seat") && !bad("seat")) { // a meeting's seats are those of its body
        const auto* s = c.p ? c.p->find_seat(text_of(o, "seat")) : nullptr;
        if (s && s->body != m->body) c.wrong("seat", "the seat is not of the meeting's body");
    }
    if (verb.name == "attendance.record" && !bad("arrived") && !bad("left") && o.contains("arrived") && o.contains("left") &&
        *instant_of(o, "left") < *instant_of(o, "arrived"))
        c.wrong("left", "nobody leaves before they arrive");
    if (verb.name == "meeting.turn_to" && o.contains("item") == o.contains("bid")) c.wrong("item", "name either an item or a bid");
    if ((verb.name == "meeting.turn_to" || verb.name == "meeting.take_chair") && m) check_matter_of(c, *m);
    if (verb.name == "item.decide" && o.contains("to_meeting") && !bad("item") && !bad("to_meeting")) {
        const auto* of = meeting_of_item(c.known, text_of(o, "item"));
        const auto* to = find_meeting(c.known, text_of(o, "to_meeting"));
        if (of && to && of->body != to->body) c.wrong("to_meeting", "the meeting is another body's");
    }
    if (verb.subject == "seat" && c.p && !bad("from") && !bad("until") && o.contains("from") && o.contains("until")) {
        const auto begins = [&](std::string_view field, std::int64_t days) {
            const auto t = text_of(o, field);
            const auto d = parse_day(t);
            return d ? std::optional(midnight({d->count + days}, c.p->zone)) : engine::parse_instant(t);
        };
        if (begins("until", 1) <= begins("from", 0)) c.wrong("until", "a term ends after it begins");
    }
    if ((verb.name == "stream.hold_back" || verb.name == "stream.release" || verb.name == "stream.withdraw") && !bad("amount") &&
        money_of(o, "amount") == std::optional(engine::pence{}))
        c.wrong("amount", "expected more than 0.00");
    if ((verb.name == "person.add" || verb.name == "person.change") && o.contains("email") && !bad("email"))
        for (const auto& row : c.known.rows({.index = "person.email", .key = folded_address(text_of(o, "email"))}))
            if (row.id != text_of(o, "person") || verb.name == "person.add") c.wrong("email", "is the address of somebody else here");
}

} // namespace

bool field_spec::sealed() const { return shape == "text" || shape == "texts" || shape == "name" || shape == "email"; }

const field_spec* verb_spec::field(std::string_view wanted) const
{
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.name == wanted; });
    return found == fields.end() ? nullptr : &*found;
}

const field_spec* verb_spec::makes() const
{
    const auto found = std::find_if(fields.begin(), fields.end(), [](const auto& f) { return f.shape.starts_with("new."); });
    return found == fields.end() ? nullptr : &*found;
}

const std::vector<verb_spec>& vocabulary()
{
    static const std::vector<verb_spec> all = [] {
        std::vector<verb_spec> out;
        for (const auto& l : lines)
            out.push_back({std::string(l.verb), std::string(l.process), std::string(l.subject), parse_fields(l.fields)});
        return out;
    }();
    return all;
}

const verb_spec* find_verb(std::string_view name)
{
    static const auto by_name = [] {
        std::map<std::string_view, const verb_spec*> out;
        for (const auto& v : vocabulary()) out[v.name] = &v;
        return out;
    }();
    const auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : found->second;
}

std::vector<field_error> check_form(const verb_spec& verb, const json::object& form, engine::reader& known)
{
    check c{known, form, engine::get<partnership>(known, partnership_key)};
    for (const auto& p : form)
        if (const std::string name(p.key().data(), p.key().size()); !verb.field(name))
            c.wrong(name, "\"" + name + "\" is no field of " + verb.name);
    for (const auto& f : verb.fields) {
        const auto* v = form.if_contains(f.name);
        if (v) check_field(c, f, *v);
        else if (f.required) c.wrong(f.name, "is missing");
    }
    check_pairs(c, verb);
    return c.errors;
}

bool is_application_field(std::string_view name)
{
    static const auto fields = parse_fields(application);
    return std::any_of(fields.begin(), fields.end(), [&](const auto& f) { return f.name == name; });
}

bool is_there(engine::reader& known, const partnership* p, std::string_view kind, std::string_view id, const bid* of)
{
    if (kind == "body") return p && p->find_body(id);
    if (kind == "seat") return p && p->find_seat(id);
    if (kind == "item") return !known.rows({.index = "meeting.item", .key = std::string(id), .limit = 1}).empty();
    if (kind == "query") return of && of->find_query(id);
    return known.find(std::string(kind) + "/" + std::string(id)) != nullptr;
}

bool is_id(std::string_view t)
{
    return !t.empty() && t.size() <= 64 &&
           std::all_of(t.begin(), t.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

} // namespace workflows
