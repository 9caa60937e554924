#include "server/app/words.hpp"

#include "server/app/components.hpp"

#include <kainjow/mustache.hpp>

#include <stdexcept>
#include <unordered_map>

namespace app {
namespace {

namespace json = boost::json;
namespace mustache = kainjow::mustache;

/// The model as the template engine wants it.
mustache::data convert(const json::value& v)
{
    switch (v.kind()) {
    case json::kind::object: {
        mustache::data out(mustache::data::type::object);
        for (const auto& p : v.get_object()) out[std::string(p.key())] = convert(p.value()); // `set` would copy
        return out;
    }
    case json::kind::array: {
        mustache::data out(mustache::data::type::list);
        auto& list = const_cast<mustache::list&>(out.list_value()); // `push_back` would copy, a whole row each time
        list.reserve(v.get_array().size());
        for (const auto& e : v.get_array()) list.push_back(convert(e));
        return out;
    }
    case json::kind::string:
        // An empty text is no section: templates ask {{#x}} whether there is something to show.
        if (v.get_string().empty()) return mustache::data(mustache::data::type::bool_false);
        return mustache::data(std::string(v.get_string()));
    case json::kind::bool_: return mustache::data(v.get_bool() ? mustache::data::type::bool_true : mustache::data::type::bool_false);
    case json::kind::int64: return mustache::data(std::to_string(v.get_int64()));
    case json::kind::uint64: return mustache::data(std::to_string(v.get_uint64()));
    default: return mustache::data(mustache::data::type::bool_false);
    }
}

} // namespace

std::string_view embedded(std::string_view name)
{
    for (const auto& f : embedded_files())
        if (f.name == name) return f.bytes;
    return {};
}

struct templates::parts {
    std::unordered_map<std::string, std::unique_ptr<mustache::mustache>> all;
};

templates::templates(std::string_view language) : parts_(std::make_unique<parts>())
{
    const auto folder = std::string(language) + "/", ending = std::string(".mustache");
    const auto source = [&](std::string_view name) { return embedded(folder + std::string(name) + ending); };
    for (const auto& f : embedded_files()) {
        if (!f.name.starts_with(folder) || !f.name.ends_with(ending)) continue;
        const auto name = std::string(f.name.substr(folder.size(), f.name.size() - folder.size() - ending.size()));
        if (name.starts_with('_') || name.find('/') != std::string::npos) continue; // a part of pages
        auto t = std::make_unique<mustache::mustache>(put_together(name, source));
        if (!t->is_valid()) throw std::logic_error("the template " + name + ": " + t->error_message());
        parts_->all[name] = std::move(t);
    }
}
templates::~templates() = default;

bool templates::has(std::string_view name) const { return parts_->all.contains(std::string(name)); }

std::string templates::render(std::string_view name, const json::object& model)
{
    const auto found = parts_->all.find(std::string(name));
    if (found == parts_->all.end()) throw std::logic_error("there is no template " + std::string(name));
    return found->second->render(convert(model));
}

} // namespace app
