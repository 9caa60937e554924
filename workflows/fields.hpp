// workflows/fields.hpp - reading what a command's form or an event's data holds. The vocabulary has checked the shapes
// before; whatever is missing reads as empty.
#pragma once
#include "engine/event.hpp"
#include "engine/values.hpp"

#include <optional>
#include <string>
#include <vector>

namespace workflows {

namespace json = engine::json;

inline std::string text_of(const json::object& o, std::string_view name) { return std::string(engine::text_at(o, name)); }
inline bool flag_of(const json::object& o, std::string_view name, bool otherwise = false)
{
    const auto* v = o.if_contains(name);
    return v && v->is_bool() ? v->get_bool() : otherwise;
}
inline std::int64_t number_of(const json::object& o, std::string_view name, std::int64_t otherwise = 0)
{
    const auto* v = o.if_contains(name);
    return v && v->is_int64() ? v->get_int64() : otherwise;
}
inline std::optional<engine::pence> money_of(const json::object& o, std::string_view name)
{
    return engine::parse_pence(engine::text_at(o, name));
}
inline std::optional<engine::instant> instant_of(const json::object& o, std::string_view name)
{
    return engine::parse_instant(engine::text_at(o, name));
}
inline const json::array& list_of(const json::object& o, std::string_view name)
{
    static const json::array none;
    const auto* v = o.if_contains(name);
    return v && v->is_array() ? v->get_array() : none;
}
inline const json::object& object_of(const json::object& o, std::string_view name)
{
    static const json::object none;
    const auto* v = o.if_contains(name);
    return v && v->is_object() ? v->get_object() : none;
}
inline std::vector<std::string> texts_of(const json::object& o, std::string_view name)
{
    std::vector<std::string> out;
    for (const auto& e : list_of(o, name))
        if (e.is_string()) out.emplace_back(e.get_string().data(), e.get_string().size());
    return out;
}
inline std::string joined(const std::vector<std::string>& list, std::string_view separator)
{
    std::string out;
    for (const auto& e : list) out += (out.empty() ? "" : std::string(separator)) + e;
    return out;
}
/// A list of texts that was sealed as one.
inline std::vector<std::string> sealed_list(const engine::event& e, std::string_view name)
{
    const auto parsed = engine::parse_strict(e.text(name));
    std::vector<std::string> out;
    if (parsed && parsed->is_array()) engine::from_json(*parsed, out);
    return out;
}
template <class T> T read_as(const json::value& v)
{
    T out{};
    engine::from_json(v, out);
    return out;
}

} // namespace workflows
