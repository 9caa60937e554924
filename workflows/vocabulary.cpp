#include "workflows/vocabulary.hpp"

#include "names/document.hpp"
#include "names/interest.hpp"
#include "names/item.hpp"
#include "names/meeting.hpp"
#include "names/partnership.hpp"
#include "names/stream.hpp"
#include "workflows/bid/state.hpp"
#include "workflows/fields.hpp"
#include "workflows/registry.hpp"
#include "workflows/shapes.hpp"
#include "workflows/standing.hpp"

#include <algorithm>
#include <map>

namespace workflows {

using engine::field_error;

std::vector<field_spec> parse_fields(std::string_view text)
{
    std::vector<field_spec> out;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const auto word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word == "+application") {
            for (const auto& f : application_fields()) // a draft may lack any
                out.push_back({std::string(f.name), false, std::string(f.shape)});
            continue;
        }
        const auto colon = word.find(':');
        auto name = word.substr(0, colon);
        const bool optional = name.ends_with('?');
        if (optional) name.remove_suffix(1);
        out.push_back({std::string(name), !optional, std::string(word.substr(colon + 1))});
    }
    for (const auto& f : out) schema_of(f); // an unknown shape or parameter is an error, never a field that nobody checks
    return out;
}

namespace {

/// An item or a bid that is named for a meeting is before that meeting.
void check_matter_of(form_check& c, const meeting& m)
{
    const auto before_it = [&](const std::string& bid_id) {
        const auto* b = engine::get<bid>(c.known, "bid/" + bid_id);
        return b && (b->exec_meeting == m.id || (b->signed_off && b->signed_off->meeting == m.id));
    };
    const auto item = text_of(c.form, "item"), of_bid = text_of(c.form, "bid");
    const bool either = !c.form.contains("bid"); // meeting.take_chair names a bid as an item too
    if (!item.empty() && !m.find_item(item) && !(either && before_it(item))) c.wrong("item", "not_before_this_meeting");
    if (!of_bid.empty() && !before_it(of_bid)) c.wrong("bid", "not_before_this_meeting");
}

/// What only two fields together tell.
void check_pairs(form_check& c, const verb_spec& verb)
{
    const auto& o = c.form;
    const auto bad = [&](std::string_view field) {
        return std::any_of(c.errors.begin(), c.errors.end(), [&](const field_error& e) { return e.field == field; });
    };
    if ((verb.name == verbs::meeting_plan || verb.name == verbs::meeting_move) && !bad("starts") && !bad("ends")) {
        const auto starts = instant_of(o, "starts"), ends = instant_of(o, "ends");
        if (starts && ends && *ends <= *starts) c.wrong("ends", "ends_after_it_starts");
    }
    if (verb.name == verbs::meeting_plan_year && !bad("time") && !bad("ends") && c.form.contains("time") && c.form.contains("ends") &&
        text_of(o, "ends") <= text_of(o, "time"))
        c.wrong("ends", "ends_after_it_starts");
    if ((verb.name == verbs::interest_declare || verb.name == verbs::document_attach) && o.contains("item") == o.contains("bid"))
        c.wrong("item", "either_item_or_bid");
    if (verb.name == verbs::agenda_add && text_of(o, "kind") == "bid" && !o.contains("bid")) c.wrong("bid", "item_names_its_bid");
    const auto* m = engine::get<meeting>(c.known, "meeting/" + text_of(o, "meeting"));
    if (verb.subject == "meeting" && m && o.contains("seat") && !bad("seat")) { // a meeting's seats are those of its body
        const auto* s = c.p ? c.p->find_seat(text_of(o, "seat")) : nullptr;
        if (s && s->body != m->body) c.wrong("seat", "seat_of_another_body");
    }
    if (verb.name == verbs::attendance_record && !bad("arrived") && !bad("left") && o.contains("arrived") && o.contains("left") &&
        *instant_of(o, "left") < *instant_of(o, "arrived"))
        c.wrong("left", "leaves_after_they_arrive");
    if (verb.name == verbs::meeting_turn_to && o.contains("item") == o.contains("bid")) c.wrong("item", "either_item_or_bid");
    if ((verb.name == verbs::meeting_turn_to || verb.name == verbs::meeting_take_chair) && m) check_matter_of(c, *m);
    if (verb.name == verbs::item_decide && o.contains("to_meeting") && !bad("item") && !bad("to_meeting")) {
        const auto* of = meeting_of_item(c.known, text_of(o, "item"));
        const auto* to = find_meeting(c.known, text_of(o, "to_meeting"));
        if (of && to && of->body != to->body) c.wrong("to_meeting", "meeting_of_another_body");
    }
    if (verb.subject == "seat" && c.p && !bad("from") && !bad("until") && o.contains("from") && o.contains("until")) {
        const auto begins = [&](std::string_view field, std::int64_t days) {
            const auto t = text_of(o, field);
            const auto d = parse_day(t);
            return d ? std::optional(midnight({d->count + days}, c.p->zone)) : engine::parse_instant(t);
        };
        if (begins("until", 1) <= begins("from", 0)) c.wrong("until", "term_ends_after_it_begins");
    }
    if ((verb.name == verbs::stream_hold_back || verb.name == verbs::stream_release || verb.name == verbs::stream_withdraw) &&
        !bad("amount") && money_of(o, "amount") == std::optional(engine::pence{}))
        c.wrong("amount", "expected_some_money");
    if ((verb.name == verbs::person_add || verb.name == verbs::person_change) && o.contains("email") && !bad("email"))
        for (const auto& row : c.known.rows({.index = "person.email", .key = folded_address(text_of(o, "email"))}))
            if (row.id != text_of(o, "person") || verb.name == verbs::person_add) c.wrong("email", "address_of_another");
}

} // namespace

bool field_spec::sealed() const { return shape_of(shape).row->sealed; }

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
        for (const auto& w : all_workflows())
            for (const auto& c : *w.commands)
                out.push_back({std::string(c.verb), table_of_command(c.verb).doc.name, std::string(c.kind), parse_fields(c.fields)});
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
    form_check c{known, form, engine::get<partnership>(known, partnership_key)};
    for (const auto& p : form)
        if (const std::string name(p.key().data(), p.key().size()); !verb.field(name)) c.wrong(name, "no_such_field", {{"name", name}});
    for (const auto& f : verb.fields) {
        const auto* v = form.if_contains(f.name);
        if (v) check_field(c, f, *v);
        else if (f.required) c.wrong(f.name, "missing");
    }
    check_pairs(c, verb);
    return c.errors;
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
