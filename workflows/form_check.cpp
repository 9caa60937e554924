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

void form_check::wrong(const std::string& field, std::string says)
{
    for (auto& e : errors)
        if (e.field == field) {
            e.says += "; " + says;
            return;
        }
    errors.push_back({field, std::move(says)});
}

bool form_check::there(std::string_view kind, std::string_view id) const
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

namespace {

std::string kind_in_words(text kind)
{
    if (kind == "exec") return "meeting of the Exec";
    if (kind == "item_or_bid") return "item or bid";
    std::string out(kind);
    std::replace(out.begin(), out.end(), '_', ' ');
    return out;
}

} // namespace

std::string words_fault(form_check&, const json::value& v)
{
    const auto t = as_text(v);
    return t && !blank(*t) && t->size() <= 500 ? "" : "expected a text of 1 to 500 characters";
}

std::string text_fault(form_check&, const json::value& v)
{
    const auto t = as_text(v);
    return t && t->size() <= 20'000 ? "" : "expected a text of at most 20,000 characters";
}

std::string money_fault(form_check&, const json::value& v)
{
    const auto t = as_text(v);
    return t && engine::parse_pence(*t) ? "" : "expected an amount such as \"1234.50\"";
}

std::string flag_fault(form_check&, const json::value& v) { return v.is_bool() ? "" : "expected true or false"; }

std::string id_fault(form_check&, const json::value& v)
{
    const auto t = as_text(v);
    return t && is_id(*t) ? "" : "expected an id of lower-case letters, digits and hyphens";
}

std::string quarter_fault(form_check&, const json::value& v)
{
    const auto t = as_text(v);
    return t && is_quarter(*t) ? "" : "expected a quarter such as \"2010-11 Q1\"";
}

fault ref_fault(text kind)
{
    return [kind](form_check& c, const json::value& v) -> std::string {
        const auto t = as_text(v);
        if (!t) return "expected the id of a " + kind_in_words(kind);
        return c.there(kind, *t) ? "" : "there is no " + kind_in_words(kind) + " \"" + std::string(*t) + "\"";
    };
}

fault one_of_fault(text words)
{
    return [words](form_check&, const json::value& v) -> std::string {
        const auto t = as_text(v);
        std::string list;
        for (const auto word : words_between_bars(words)) {
            if (t && *t == word) return "";
            list += (list.empty() ? "" : ", ") + std::string(word);
        }
        return "expected one of " + list;
    };
}

// -- lists and rules -----------------------------------------------------------------------------------------------------

void check_objects(form_check& c, const std::string& field, const json::value& v, const std::vector<member>& members)
{
    if (!v.is_array()) return c.wrong(field, "expected a list");
    std::size_t n = 0;
    for (const auto& e : v.get_array()) {
        const auto where = "entry " + std::to_string(++n) + ": ";
        if (!e.is_object()) {
            c.wrong(field, where + "expected an object");
            continue;
        }
        for (const auto& p : e.get_object()) {
            const std::string name(p.key().data(), p.key().size());
            if (std::none_of(members.begin(), members.end(), [&](const member& m) { return m.name == name; }))
                c.wrong(field, where + "\"" + name + "\" is not known here");
        }
        for (const auto& m : members) {
            const auto* value = e.get_object().if_contains(m.name);
            if (!value && m.required) c.wrong(field, where + std::string(m.name) + " is missing");
            if (!value) continue;
            if (auto says = m.fault(c, *value); !says.empty()) c.wrong(field, where + std::string(m.name) + ": " + says);
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
            c.wrong(field, "\"" + text_of(e.get_object(), id) + "\" stands twice");
}

void check_chosen(form_check& c, const std::string& field, const json::value& v, const std::vector<titled> partnership::* from)
{
    const auto known = [&](text id) {
        return c.p && std::any_of((c.p->*from).begin(), (c.p->*from).end(), [&](const titled& t) { return t.id == id; });
    };
    if (!v.is_array()) return c.wrong(field, "expected a list");
    for (const auto& e : v.get_array()) {
        const auto id = e.is_object() ? std::optional(text(engine::text_at(e.get_object(), "aim"))) : as_text(e);
        if (!id) c.wrong(field, "expected ids");
        else if (!known(*id)) c.wrong(field, "there is no \"" + std::string(*id) + "\"");
        if (!e.is_object()) continue;
        for (const auto& p : e.get_object()) {
            const text key(p.key().data(), p.key().size());
            if (key != "aim" && key != "benefit") c.wrong(field, "\"" + std::string(key) + "\" is not known here");
            else if (!p.value().is_string()) c.wrong(field, std::string(key) + ": expected a text");
        }
    }
}

void check_texts(form_check& c, const std::string& field, const json::value& v)
{
    if (!v.is_array()) return c.wrong(field, "expected a list of texts");
    for (const auto& e : v.get_array())
        if (auto says = text_fault(c, e); !says.empty() || blank(*as_text(e))) c.wrong(field, "expected texts");
}

void check_list_of_words(form_check& c, const std::string& field, const json::value& v)
{
    if (!v.is_array()) return c.wrong(field, "expected a list of texts");
    for (const auto& e : v.get_array())
        if (auto says = words_fault(c, e); !says.empty()) c.wrong(field, says);
}

void check_quorum_rule(form_check& c, const std::string& field, const json::value& v)
{
    for (auto& e : check_quorum(v, field)) c.wrong(e.field, e.says);
    if (!v.is_object()) return;
    for (const auto& m : list_of(v.get_object(), "at_least"))
        if (m.is_object() && m.get_object().contains("agency") && !c.there("agency", text_of(m.get_object(), "agency")))
            c.wrong(field, "there is no agency \"" + text_of(m.get_object(), "agency") + "\"");
}

} // namespace workflows
