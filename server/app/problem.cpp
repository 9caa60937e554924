#include "server/app/problem.hpp"

#include <boost/json/serialize.hpp>

#include <map>

namespace app {

namespace json = boost::json;

bool is_api(const http::request& r) { return !r.path.empty() && r.path[0] == "api"; }

http::response json_answer(unsigned status, const json::object& body, std::string type)
{
    return http::text(status, std::move(type), json::serialize(body) + "\n");
}

http::response api_problem(unsigned status, const std::string& detail, const std::string& request_id, json::object more)
{
    static const std::map<unsigned, std::string_view> titles{{400, "Bad request"},
                                                             {401, "Sign in, or give a bearer token"},
                                                             {403, "Forbidden"},
                                                             {404, "Not found"},
                                                             {405, "Method not allowed"},
                                                             {408, "Too slow"},
                                                             {409, "Refused by a rule"},
                                                             {413, "Too large"},
                                                             {415, "Unknown content type"},
                                                             {421, "Another server's name"},
                                                             {422, "Malformed"},
                                                             {429, "Too many requests"},
                                                             {431, "Head too large"},
                                                             {500, "Something broke here"},
                                                             {503, "Not now"}};
    const auto title = titles.find(status);
    json::object out{{"type", "about:blank"}, {"title", title == titles.end() ? "Error" : title->second}, {"status", status}};
    if (!detail.empty()) out["detail"] = detail;
    if (!request_id.empty()) out["instance"] = "urn:quorate:request:" + request_id;
    for (auto& m : more) out[m.key()] = std::move(m.value());
    return json_answer(status, out, "application/problem+json");
}

} // namespace app
