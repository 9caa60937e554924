// engine/stored.hpp - plain structs to JSON and back, by Boost.Describe: a struct says DESCRIBED(itself, its members).
// A member that the JSON lacks keeps its default, so that a struct may grow without touching what is stored.
// Instants are RFC 3339 texts with six decimals, money is whole pence, enumerators are their names.
#pragma once
#include "engine/json.hpp"
#include "engine/values.hpp"

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include <map>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

/// Inside a struct: its members, in the order in which they are written down.
#define DESCRIBED(type, ...) BOOST_DESCRIBE_CLASS(type, (), (__VA_ARGS__), (), ())

namespace engine {

template <class T>
concept described_struct = boost::describe::has_describe_members<T>::value && !std::is_enum_v<T>;
template <class T>
concept described_enum = boost::describe::has_describe_enumerators<T>::value;
template <class T>
concept whole_number = std::is_integral_v<T> && !std::is_same_v<T, bool>;

// Declared first: they call one another for types of namespace std, which argument-dependent lookup does not find.
template <described_struct T> json::value to_json(const T& s);
template <class T> json::value to_json(const std::optional<T>& o);
template <class T> json::value to_json(const std::vector<T>& list);
template <class T> json::value to_json(const std::map<std::string, T>& map);
template <described_struct T> void from_json(const json::value& v, T& out);
template <class T> void from_json(const json::value& v, std::optional<T>& out);
template <class T> void from_json(const json::value& v, std::vector<T>& out);
template <class T> void from_json(const json::value& v, std::map<std::string, T>& out);

inline json::value to_json(bool b) { return b; }
template <whole_number T> json::value to_json(T n) { return static_cast<std::int64_t>(n); }
inline json::value to_json(const std::string& s) { return json::string(s); }
inline json::value to_json(instant t) { return json::string(exact(t)); }
inline json::value to_json(pence p) { return p.value; }
template <described_enum T> json::value to_json(T e) { return json::string(boost::describe::enum_to_string(e, "?")); }
template <class T> json::value to_json(const std::optional<T>& o) { return o ? to_json(*o) : json::value(nullptr); }
template <class T> json::value to_json(const std::vector<T>& list)
{
    json::array out;
    out.reserve(list.size());
    for (const auto& e : list) out.push_back(to_json(e));
    return out;
}
template <class T> json::value to_json(const std::map<std::string, T>& map)
{
    json::object out;
    for (const auto& [k, v] : map) out.emplace(k, to_json(v));
    return out;
}
template <described_struct T> json::value to_json(const T& s)
{
    json::object out;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
        [&](auto d) { out.emplace(d.name, to_json(s.*d.pointer)); });
    return out;
}

/// The same JSON as to_json would give, written straight into a text: every change of an entity is written this way.
template <class T> void write_json(std::string& out, const T& v)
{
    if constexpr (std::is_same_v<T, bool>) out += v ? "true" : "false";
    else if constexpr (whole_number<T>) out += std::to_string(v);
    else if constexpr (std::is_same_v<T, std::string>) canonical_string(out, v);
    else if constexpr (std::is_same_v<T, pence>) out += std::to_string(v.value);
    else if constexpr (described_struct<T>) {
        out += '{';
        bool first = true;
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>([&](auto d) {
            out += std::exchange(first, false) ? "\"" : ",\"";
            out += d.name;
            out += "\":";
            write_json(out, v.*d.pointer);
        });
        out += '}';
    } else if constexpr (requires { v.has_value(); }) {
        if (v) write_json(out, *v);
        else out += "null";
    } else if constexpr (requires { typename T::mapped_type; }) {
        out += '{';
        bool first = true;
        for (const auto& [key, value] : v) {
            if (!std::exchange(first, false)) out += ',';
            canonical_string(out, key);
            out += ':';
            write_json(out, value);
        }
        out += '}';
    } else if constexpr (requires { v.begin(); }) {
        out += '[';
        bool first = true;
        for (const auto& e : v) {
            if (!std::exchange(first, false)) out += ',';
            write_json(out, e);
        }
        out += ']';
    } else canonical_string(out, std::string_view(to_json(v).as_string())); // instants, enumerators
}

/// As people see it, in views: money in "0.00" form, instants in whole seconds; the rest as to_json gives it.
template <class T> json::value to_shown(const T& v)
{
    if constexpr (std::is_same_v<T, pence>) return json::string(show(v));
    else if constexpr (std::is_same_v<T, instant>) return json::string(show(v));
    else if constexpr (std::is_same_v<T, std::string> || described_enum<T> || std::is_arithmetic_v<T>) return to_json(v);
    else if constexpr (described_struct<T>) {
        json::object out;
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
            [&](auto d) { out.emplace(d.name, to_shown(v.*d.pointer)); });
        return out;
    } else if constexpr (requires { v.has_value(); }) return v ? to_shown(*v) : json::value(nullptr);
    else {
        json::array out;
        for (const auto& e : v) out.push_back(to_shown(e));
        return out;
    }
}

inline void from_json(const json::value& v, bool& out) { out = v.as_bool(); }
template <whole_number T> void from_json(const json::value& v, T& out) { out = v.to_number<T>(); }
inline void from_json(const json::value& v, std::string& out) { out.assign(v.as_string().data(), v.as_string().size()); }
inline void from_json(const json::value& v, instant& out)
{
    const auto t = parse_instant({v.as_string().data(), v.as_string().size()});
    if (!t) throw std::invalid_argument("a stored instant cannot be read");
    out = *t;
}
inline void from_json(const json::value& v, pence& out) { out.value = v.to_number<std::int64_t>(); }
template <described_enum T> void from_json(const json::value& v, T& out)
{
    const std::string name(v.as_string().data(), v.as_string().size());
    if (!boost::describe::enum_from_string(name.c_str(), out)) throw std::invalid_argument("unknown stored word " + name);
}
template <class T> void from_json(const json::value& v, std::optional<T>& out)
{
    if (v.is_null()) {
        out.reset();
        return;
    }
    T inner{};
    from_json(v, inner);
    out = std::move(inner);
}
template <class T> void from_json(const json::value& v, std::vector<T>& out)
{
    out.clear();
    for (const auto& e : v.as_array()) {
        T inner{};
        from_json(e, inner);
        out.push_back(std::move(inner));
    }
}
template <class T> void from_json(const json::value& v, std::map<std::string, T>& out)
{
    out.clear();
    for (const auto& p : v.as_object()) from_json(p.value(), out[std::string(p.key().data(), p.key().size())]);
}
template <described_struct T> void from_json(const json::value& v, T& out)
{
    const auto& o = v.as_object();
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>([&](auto d) {
        if (const auto* member = o.if_contains(d.name)) from_json(*member, out.*d.pointer);
    });
}

} // namespace engine
