#include "engine/event.hpp"

#include <stdexcept>

namespace engine {
namespace {

constexpr std::int64_t leaf_version = 1;

const json::value& member(const json::object& o, const char* name)
{
    if (const auto* v = o.if_contains(name)) return *v;
    throw std::invalid_argument(std::string("the leaf has no \"") + name + "\"");
}

std::string text_of(const json::object& o, const char* name)
{
    const auto& v = member(o, name);
    if (!v.is_string()) throw std::invalid_argument(std::string("the leaf's \"") + name + "\" is no text");
    return {v.get_string().data(), v.get_string().size()};
}

instant instant_of(const json::object& o, const char* name)
{
    const auto text = text_of(o, name);
    const auto t = parse_instant(text);
    if (!t || exact(*t) != text) throw std::invalid_argument(std::string("the leaf's \"") + name + "\" is no instant");
    return *t;
}

std::int64_t number_of(const json::object& o, const char* name)
{
    const auto& v = member(o, name);
    if (!v.is_int64()) throw std::invalid_argument(std::string("the leaf's \"") + name + "\" is no whole number");
    return v.get_int64();
}

const json::object& object_of(const json::object& o, const char* name)
{
    const auto& v = member(o, name);
    if (!v.is_object()) throw std::invalid_argument(std::string("the leaf's \"") + name + "\" is no object");
    return v.get_object();
}

} // namespace

sealed_text seal(std::string text, std::string salt)
{
    const auto commitment = sha256(salt, text);
    return {std::move(salt), std::move(text), commitment};
}

std::string_view event::text(std::string_view name) const
{
    const auto found = texts.find(std::string(name));
    return found != texts.end() && found->second.text ? std::string_view(*found->second.text) : std::string_view();
}

std::string leaf_bytes(const event& e, std::string_view log)
{
    // The keys in their canonical order, written straight: a leaf is made for every event there is.
    std::string out;
    out.reserve(1024);
    const auto key = [&](const char* name) {
        out += out.empty() ? "{\"" : ",\"";
        out += name;
        out += "\":";
    };
    const auto text = [&](const char* name, std::string_view value) {
        key(name);
        canonical_string(out, value);
    };
    text("actor", e.actor);
    if (!e.also.empty()) {
        key("also");
        canonical(out, json::array(e.also.begin(), e.also.end()));
    }
    text("at", exact(e.at));
    if (e.cause) key("cause"), out += std::to_string(*e.cause);
    text("command", e.command);
    key("data"), canonical(out, e.data);
    if (e.due) text("due", exact(*e.due));
    text("event", e.type);
    key("form"), canonical(out, e.form);
    text("from", e.from);
    key("index"), out += std::to_string(e.index);
    key("judged"), out += '[';
    for (const auto& j : e.judged) {
        out += &j == &e.judged.front() ? "{\"facts\":" : ",{\"facts\":";
        canonical(out, j.facts);
        out += ",\"rule\":";
        canonical_string(out, j.rule);
        out += '}';
    }
    out += ']';
    if (!e.key_digest.empty()) text("key", e.key_digest);
    text("log", log);
    key("process"), out += "{\"name\":";
    canonical_string(out, e.process);
    out += ",\"version\":" + std::to_string(e.process_version) + '}';
    text("subject", e.subject);
    key("texts"), out += '{';
    bool first = true;
    for (const auto& [name, t] : e.texts) { // a map of plain names: its order is the canonical one
        if (!std::exchange(first, false)) out += ',';
        canonical_string(out, name);
        out += ":\"" + hex(t.commitment) + '"';
    }
    out += '}';
    text("to", e.to);
    key("v"), out += std::to_string(leaf_version);
    out += '}';
    return out;
}

event read_leaf(std::string_view bytes)
{
    const auto parsed = parse_strict(bytes);
    if (!parsed || !parsed->is_object()) throw std::invalid_argument("the leaf is no JSON object");
    const auto& o = parsed->get_object();
    if (number_of(o, "v") != leaf_version) throw std::invalid_argument("the leaf is of a version that this program does not know");
    event e;
    e.index = number_of(o, "index");
    e.at = instant_of(o, "at");
    e.actor = text_of(o, "actor");
    e.command = text_of(o, "command");
    e.type = text_of(o, "event");
    e.subject = text_of(o, "subject");
    e.from = text_of(o, "from");
    e.to = text_of(o, "to");
    e.process = text_of(object_of(o, "process"), "name");
    e.process_version = number_of(object_of(o, "process"), "version");
    e.form = object_of(o, "form");
    e.data = object_of(o, "data");
    if (o.contains("also")) from_json(member(o, "also"), e.also);
    const auto& judged = member(o, "judged");
    if (!judged.is_array()) throw std::invalid_argument("the leaf's \"judged\" is no list");
    for (const auto& j : judged.get_array()) {
        if (!j.is_object()) throw std::invalid_argument("the leaf's \"judged\" holds what is no object");
        e.judged.push_back({text_of(j.get_object(), "rule"), member(j.get_object(), "facts")});
    }
    for (const auto& t : object_of(o, "texts")) {
        const auto bytes_of = t.value().is_string() ? unhex({t.value().get_string().data(), t.value().get_string().size()}) : std::nullopt;
        const auto commitment = bytes_of ? to_digest(*bytes_of) : std::nullopt;
        if (!commitment) throw std::invalid_argument("the leaf's \"texts\" holds what is no commitment");
        e.texts[std::string(t.key().data(), t.key().size())] = {{}, std::nullopt, *commitment};
    }
    if (o.contains("cause")) e.cause = number_of(o, "cause");
    if (o.contains("due")) e.due = instant_of(o, "due");
    if (o.contains("key")) e.key_digest = text_of(o, "key");
    return e;
}

} // namespace engine
