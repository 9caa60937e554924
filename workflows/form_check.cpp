#include "workflows/form_check.hpp"

#include "workflows/bid/state.hpp"
#include "workflows/calendar/calendar.hpp"
#include "workflows/fields.hpp"
#include "workflows/partnership/policy.hpp"
#include "workflows/vocabulary.hpp"

#include <algorithm>
#include <set>

namespace workflows {

using text = std::string_view;
using engine::saying;
using engine::word;

namespace {

const fault good = std::nullopt;
fault expected(const char* message) { return saying{message}; }

} // namespace

void form_check::wrong(engine::field_error e)
{
    for (auto& there : errors)
        if (there.field == e.field) {
            std::move(e.why.begin(), e.why.end(), std::back_inserter(there.why));
            return;
        }
    errors.push_back(std::move(e));
}

bool form_check::there(std::string_view kind, std::string_view id) const
{
    if (kind == "agency") return p && p->find_agency(id);
    if (kind == "delivery_group") return p && p->find_body(id) && p->find_body(id)->kind == body_kind::delivery_group;
    if (kind == "item_or_bid") return there("item", id) || there("bid", id);
    if (kind == "owner") return there("person", id) || there("seat", id) || there("agency", id);
    if (kind == "exec") {
        const auto* m = engine::get<meeting>(known, "meeting/" + std::string(id));
        const auto* b = m && p ? p->find_body(m->body) : nullptr;
        return b && b->kind == body_kind::executive;
    }
    const auto* of = kind == "query" ? engine::get<bid>(known, "bid/" + text_of(form, "bid")) : nullptr;
    return is_there(known, p, kind, id, of);
}

std::optional<text> as_text(const json::value& v)
{
    const auto* s = v.if_string();
    return s ? std::optional(text(s->data(), s->size())) : std::nullopt;
}

bool blank(text t) { return t.find_first_not_of(" \t\r\n") == text::npos; }

std::vector<text> words_between_bars(text words)
{
    std::vector<text> out;
    while (!words.empty()) {
        const auto end = std::min(words.find('|'), words.size());
        out.push_back(words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return out;
}

// -- single values -------------------------------------------------------------------------------------------------------

fault words_fault(form_check&, const json::value& v)
{
    const auto t = as_text(v);
    return t && !blank(*t) && t->size() <= 500 ? good : expected("expected_words");
}

fault text_fault(form_check&, const json::value& v)
{
    const auto t = as_text(v);
    return t && t->size() <= 20'000 ? good : expected("expected_text_of_at_most");
}

fault money_fault(form_check&, const json::value& v)
{
    const auto t = as_text(v);
    return t && engine::parse_pence(*t) ? good : expected("expected_amount");
}

fault flag_fault(form_check&, const json::value& v) { return v.is_bool() ? good : expected("expected_flag"); }

fault id_fault(form_check&, const json::value& v)
{
    const auto t = as_text(v);
    return t && is_id(*t) ? good : expected("expected_id");
}

fault quarter_fault(form_check&, const json::value& v)
{
    const auto t = as_text(v);
    return t && is_quarter(*t) ? good : expected("expected_quarter");
}

checked_by ref_fault(text kind)
{
    return [kind](form_check& c, const json::value& v) -> fault {
        const auto t = as_text(v);
        const word of{"kind." + std::string(kind)};
        if (!t) return saying{"expected_id_of", {{"kind", of}}};
        return c.there(kind, *t) ? good : saying{"not_there", {{"kind", of}, {"id", std::string(*t)}}};
    };
}

checked_by one_of_fault(text words)
{
    return [words](form_check&, const json::value& v) -> fault {
        const auto t = as_text(v);
        std::string list;
        for (const auto one : words_between_bars(words)) {
            if (t && *t == one) return good;
            list += (list.empty() ? "\"" : ", \"") + std::string(one) + "\"";
        }
        return saying{"expected_one_of", {{"list", list}}};
    };
}

// -- lists and rules -----------------------------------------------------------------------------------------------------

void check_objects(form_check& c, const std::string& field, const json::value& v, const std::vector<member>& members)
{
    if (!v.is_array()) return c.wrong(field, "expected_list");
    std::int64_t n = 0;
    for (const auto& e : v.get_array()) {
        ++n;
        const auto wrong = [&](std::string message, std::vector<engine::blank> blanks = {}) {
            blanks.push_back({"entry", n});
            c.wrong(field, std::move(message), std::move(blanks));
        };
        if (!e.is_object()) {
            wrong("expected_object");
            continue;
        }
        for (const auto& p : e.get_object()) {
            const std::string name(p.key().data(), p.key().size());
            if (std::none_of(members.begin(), members.end(), [&](const member& m) { return m.name == name; }))
                wrong("unknown_member", {{"name", name}});
        }
        for (const auto& m : members) {
            const auto* value = e.get_object().if_contains(m.name);
            if (!value && m.required) wrong("missing_member", {{"name", std::string(m.name)}});
            if (!value) continue;
            if (auto why = m.check(c, *value)) {
                why->blanks.push_back({"part", std::string(m.name)});
                wrong(std::move(why->message), std::move(why->blanks));
            }
        }
    }
}

void check_titled(form_check& c, const std::string& field, const json::value& v, text id, const std::vector<member>& more)
{
    std::vector<member> members{{id, true, id_fault}};
    members.insert(members.end(), more.begin(), more.end());
    check_objects(c, field, v, members);
    if (!v.is_array()) return;
    std::set<std::string> seen;
    for (const auto& e : v.get_array())
        if (e.is_object() && !seen.insert(text_of(e.get_object(), id)).second)
            c.wrong(field, "stands_twice", {{"id", text_of(e.get_object(), id)}});
}

void check_chosen(form_check& c, const std::string& field, const json::value& v, const std::vector<titled> partnership::* from)
{
    const auto known = [&](text id) {
        return c.p && std::any_of((c.p->*from).begin(), (c.p->*from).end(), [&](const titled& t) { return t.id == id; });
    };
    if (!v.is_array()) return c.wrong(field, "expected_list");
    for (const auto& e : v.get_array()) {
        const auto id = e.is_object() ? std::optional(text(engine::text_at(e.get_object(), "aim"))) : as_text(e);
        if (!id) c.wrong(field, "expected_ids");
        else if (!known(*id)) c.wrong(field, "not_known", {{"id", std::string(*id)}});
        if (!e.is_object()) continue;
        for (const auto& p : e.get_object()) {
            const text key(p.key().data(), p.key().size());
            if (key != "aim" && key != "benefit") c.wrong(field, "unknown_member", {{"name", std::string(key)}});
            else if (!p.value().is_string()) c.wrong(field, "expected_a_text", {{"part", std::string(key)}});
        }
    }
}

void check_texts(form_check& c, const std::string& field, const json::value& v)
{
    if (!v.is_array()) return c.wrong(field, "expected_texts");
    for (const auto& e : v.get_array())
        if (text_fault(c, e) || blank(*as_text(e))) c.wrong(field, "expected_texts");
}

void check_list_of_words(form_check& c, const std::string& field, const json::value& v)
{
    if (!v.is_array()) return c.wrong(field, "expected_texts");
    for (const auto& e : v.get_array())
        if (auto why = words_fault(c, e)) c.wrong(field, std::move(why->message));
}

void check_quorum_rule(form_check& c, const std::string& field, const json::value& v)
{
    for (auto& e : check_quorum(v, field)) c.wrong(std::move(e));
    if (!v.is_object()) return;
    for (const auto& m : list_of(v.get_object(), "at_least"))
        if (m.is_object() && m.get_object().contains("agency") && !c.there("agency", text_of(m.get_object(), "agency")))
            c.wrong(field, "not_there", {{"kind", word{"kind.agency"}}, {"id", text_of(m.get_object(), "agency")}});
}

} // namespace workflows
