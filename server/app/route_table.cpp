#include "server/app/route_table.hpp"

#include <algorithm>

namespace app {
namespace {

std::vector<std::string_view> segments(std::string_view pattern)
{
    std::vector<std::string_view> out;
    for (auto rest = pattern.substr(1); !rest.empty();) {
        const auto end = std::min(rest.find('/'), rest.size());
        out.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return out;
}

} // namespace

route_table::route_table(const std::vector<route>& all)
{
    for (const auto& r : all) all_.push_back({&r, segments(r.pattern)});
}

bool route_table::fits(const parsed& r, const std::vector<std::string>& path, http::pairs& params)
{
    if (r.parts.size() != path.size()) return false;
    for (std::size_t i = 0; i < path.size(); ++i)
        if (!r.parts[i].starts_with('{') && r.parts[i] != path[i]) return false;
    params.clear();
    for (std::size_t i = 0; i < path.size(); ++i)
        if (r.parts[i].starts_with('{')) params.emplace_back(r.parts[i].substr(1, r.parts[i].size() - 2), path[i]);
    return true;
}

route_table::match route_table::find(std::string_view method, const std::vector<std::string>& path) const
{
    match m;
    const auto wanted = method == "HEAD" ? std::string_view("GET") : method;
    for (const auto& r : all_) {
        http::pairs params;
        if (!fits(r, path, params)) continue;
        if (r.r->method == wanted) return {r.r, std::move(params), ""};
        if (m.allowed.find(r.r->method) == std::string::npos) m.allowed += (m.allowed.empty() ? "" : ", ") + std::string(r.r->method);
    }
    return m;
}

std::string route_table::page_of(std::string_view kind, std::string_view id) const
{
    const auto ending = "/{" + std::string(kind) + "}";
    for (const auto& [r, parts] : all_)
        if (r->method == "GET" && r->who == access::person && parts.size() == 4 && r->pattern.ends_with(ending))
            return "/" + std::string(parts[2]) + "/" + std::string(id);
    return "";
}

std::vector<const route*> route_table::navigation() const
{
    std::vector<const route*> out;
    for (const auto& r : all_)
        if (!r.r->nav.empty()) out.push_back(r.r);
    return out;
}

} // namespace app
