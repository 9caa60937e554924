#include "server/app/forms.hpp"

#include "workflows/shapes.hpp"

#include <algorithm>

namespace app {

namespace json = boost::json;

json::object command_fields(const workflows::verb_spec& verb, const http::pairs& form, const std::string& zone)
{
    const workflows::posted_form posted{form, zone};
    json::object out;
    for (const auto& f : verb.fields)
        if (auto v = workflows::read_field(posted, f)) out[f.name] = std::move(*v);
    return out;
}

json::object typed_again(const http::pairs& form)
{
    json::object out;
    for (const auto& [n, v] : form) {
        if (n == "csrf" || n.starts_with("password")) continue;
        auto name = n;
        std::replace(name.begin(), name.end(), '.', '_');
        out[name] = v;
    }
    return out;
}

} // namespace app
