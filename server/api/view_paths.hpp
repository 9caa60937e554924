// server/api/view_paths.hpp - the addresses of views: what answers there, and what the description says of them.
#pragma once
#include <string_view>
#include <vector>

namespace api {

/// Path below the partnership to a view, cut at its slashes: "{}" takes the next field.
struct view_path {
    std::vector<std::string_view> segments;
    std::string_view show;
    std::vector<std::string_view> fields;
};
const std::vector<view_path>& view_paths();

} // namespace api
