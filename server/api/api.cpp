#include "server/api/api.hpp"

#include "server/app/answers.hpp"
#include "server/app/documents.hpp"
#include "server/app/problem.hpp"
#include "server/http/framing.hpp"
#include "workflows/fields.hpp"
#include "workflows/shapes.hpp"
#include "workflows/views/parts.hpp"
#include "workflows/vocabulary.hpp"

namespace api {

namespace json = boost::json;
using app::api_problem;
using app::handler_result;
using app::json_answer;
using app::shared_request;

namespace {

http::response malformed(const std::string& field, const std::string& says, const std::string& id)
{
    return api_problem(422, "The request is malformed.", id, {{"errors", json::array{json::object{{"field", field}, {"says", says}}}}});
}

/// The answer of the engine in the words of HTTP.
http::response told(const engine::answer& a, const std::string& id)
{
    switch (a.outcome) {
    case engine::result::accepted: {
        json::object out{{"accepted", true}, {"events", engine::to_json(a.events)}, {"log", {{"index", a.index}}}};
        if (!a.made_id.empty()) out["made"] = {{a.made_kind, a.made_id}};
        return json_answer(200, out);
    }
    case engine::result::refused:
        return api_problem(409, "Refused by " + std::to_string(a.refusals.size()) + (a.refusals.size() == 1 ? " rule." : " rules."), id,
                           {{"refusals", workflows::show_refusals(a.refusals)}});
    case engine::result::invalid: return api_problem(422, "The command is malformed.", id, {{"errors", workflows::show_errors(a.errors)}});
    case engine::result::forbidden:
        return api_problem(403, "This is not yours to do.", id, {{"refusals", workflows::show_refusals(a.refusals)}});
    }
    return api_problem(500, "", id);
}

} // namespace

handler_result command(const shared_request& v)
{
    const auto& q = *v->q;
    const auto type = q.header("content-type");
    if (!type.starts_with("application/json")) return http::step(api_problem(415, "Send the command as application/json.", q.id));
    auto parsed = engine::parse_strict(q.body);
    if (!parsed)
        return http::step(malformed(
            "body", "This is no JSON: " + parsed.error().says + " (byte " + std::to_string(parsed.error().offset + 1) + ")", q.id));
    if (!parsed->is_object()) return http::step(malformed("body", "expected one JSON object, the command", q.id));
    auto fields = std::move(parsed->get_object());
    engine::request r{v->partnership(), v->who.person, "", "", {}};
    const auto take = [&](std::string_view name, std::string& slot) -> std::optional<http::response> {
        const auto* given = fields.if_contains(name);
        if (!given) return std::nullopt;
        if (!given->is_string() || given->get_string().empty()) return malformed(std::string(name), "expected a text", q.id);
        slot = std::string(given->get_string());
        fields.erase(name);
        return std::nullopt;
    };
    if (auto wrong = take("do", r.verb)) return http::step(std::move(*wrong));
    if (auto wrong = take("key", r.key)) return http::step(std::move(*wrong));
    if (r.verb.empty()) return http::step(malformed("do", "is missing: name the verb of the command", q.id));
    if (const auto header = q.header("idempotency-key"); !header.empty()) {
        if (!r.key.empty() && r.key != header) return http::step(malformed("key", "is another than the header Idempotency-Key", q.id));
        r.key = header;
    }
    if (r.key.size() > 200) return http::step(malformed("key", "expected at most 200 characters", q.id));
    r.fields = std::move(fields);
    if (auto gap = app::missing_document(*v, r)) return http::step(malformed("sha256", *gap, q.id));
    return app::command_to_run{std::move(r), [v](storage::database&, storage::database::outcome& o) -> http::step {
                                   if (const auto* broken = std::get_if<std::exception_ptr>(&o)) {
                                       try {
                                           std::rethrow_exception(*broken);
                                       } catch (const storage::database_error&) {
                                           auto out = api_problem(503, "The database cannot take it now. Send it again with the same key.",
                                                                  v->q->id);
                                           out.headers.emplace_back("Retry-After", "5");
                                           return out;
                                       }
                                   }
                                   return told(std::get<engine::answer>(o), v->q->id);
                               }};
}

namespace {

/// Path below the partnership to a view, cut at its slashes: "{}" takes the next field.
struct view_path {
    std::vector<std::string_view> segments;
    std::string_view show;
    std::vector<std::string_view> fields;
};
view_path cut(const workflows::view_spec& v)
{
    view_path out{{}, v.name, {}};
    for (auto rest = v.path; !rest.empty();) {
        const auto end = std::min(rest.find('/'), rest.size());
        const auto part = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const bool field = part.starts_with('{');
        if (field) out.fields.push_back(part.substr(1, part.size() - 2));
        out.segments.push_back(field ? "{}" : part);
    }
    return out;
}
const std::vector<view_path>& view_paths()
{
    static const auto all = [] {
        std::vector<view_path> out;
        for (const auto& v : workflows::all_views())
            if (!v.path.empty()) out.push_back(cut(v));
        return out;
    }();
    return all;
}

http::response shown(storage::database& d, const app::request_context& v, const std::string& show, const json::object& fields)
{
    json::object out;
    const auto outcome = app::put_view(d, v.partnership(), show, v.who.person, fields, v.now, out);
    const auto& id = v.q->id;
    if (outcome == engine::result::accepted) {
        auto& seen = out["view"].as_object();
        auto a = json_answer(200, seen);
        if (const auto* next = seen.if_contains("next"); next && next->is_string()) {
            std::string link = "<" + v.q->target.substr(0, v.q->target.find('?')) + "?";
            for (const auto& [n, value] : v.q->query)
                if (n != "after") link += n + "=" + http::url_encode(value) + "&";
            link += "after=" + http::url_encode(std::string(next->get_string())) + ">; rel=\"next\"";
            a.headers.emplace_back("Link", link);
        }
        return a;
    }
    if (outcome == engine::result::forbidden) return api_problem(404, "There is no such thing, or it is not yours to read.", id); // AC-read
    const auto* errors = out.if_contains("errors");
    // What the path names and is not there is not found; what the query says wrongly is malformed.
    for (const auto& e : errors ? errors->as_array() : json::array()) {
        const auto field = std::string(e.at("field").as_string());
        if (!http::value_of(v.q->query, field).empty() || !fields.contains(field)) continue;
        if (e.at("message") == "not_there") return api_problem(404, "There is no such thing, or it is not yours to read.", id);
    }
    return api_problem(422, "The question is malformed.", id, {{"errors", errors ? *errors : json::value(json::array())}});
}

} // namespace

handler_result view(const shared_request& v)
{
    const auto& path = v->q->path; // api v1 partnerships P ...
    for (const auto& w : view_paths()) {
        if (path.size() != 4 + w.segments.size()) continue;
        json::object fields;
        std::size_t named = 0;
        bool fit = true;
        for (std::size_t i = 0; fit && i < w.segments.size(); ++i) {
            if (w.segments[i] == "{}") fields[w.fields[named++]] = path[4 + i];
            else fit = w.segments[i] == path[4 + i];
        }
        if (!fit) continue;
        for (const auto& [name, value] : v->q->query) {
            if (fields.contains(name)) return http::step(malformed(name, "stands in the path already", v->q->id));
            const bool number = name == "limit" && !value.empty() && value.size() < 9 &&
                                std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
            if (number) fields[name] = std::stoll(value);
            else fields[name] = value;
        }
        const std::string show(w.show);
        const bool past = fields.contains("as_of");
        const bool long_search = fields.contains("text"); // words are sought in every bid
        if (!past && !long_search) return http::step(shown(*v->d, *v, show, fields));
        // The past is folded from the log: on a thread of its own, so that nobody waits for it.
        return v->home.audit.ask(
            [v, show, fields](storage::database& d) -> handler_result { return http::step(shown(d, *v, show, fields)); });
    }
    return http::step(api_problem(404, "There is no such view.", v->q->id));
}

// -- what the API is, in its own words --------------------------------------------------------------------------------

json::object description()
{
    json::array one_of;
    json::object schemas;
    json::object mapping;
    for (const auto& verb : workflows::vocabulary()) {
        json::object properties{{"do", {{"type", "string"}, {"const", verb.name}}},
                                {"key", {{"type", "string"}, {"description", "Idempotency key; also as a header"}}}};
        json::array required{"do"};
        for (const auto& f : verb.fields) {
            properties[f.name] = workflows::schema_of(f);
            if (f.required) required.emplace_back(f.name);
        }
        schemas[verb.name] = {
            {"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}, {"additionalProperties", false}};
        one_of.push_back(json::object{{"$ref", "#/components/schemas/" + verb.name}});
        mapping[verb.name] = "#/components/schemas/" + verb.name;
    }
    schemas["command"] = {{"oneOf", std::move(one_of)}, {"discriminator", {{"propertyName", "do"}, {"mapping", std::move(mapping)}}}};
    schemas["accepted"] = {{"type", "object"},
                           {"required", {"accepted", "events", "log"}},
                           {"properties",
                            {{"accepted", {{"const", true}}},
                             {"events", {{"type", "array"}, {"items", {{"type", "string"}}}}},
                             {"made", {{"type", "object"}, {"description", "The id that was made, by kind"}}},
                             {"log", {{"type", "object"}, {"properties", {{"index", {{"type", "integer"}}}}}}}}}};
    schemas["problem"] = {{"type", "object"},
                          {"required", {"type", "title", "status"}},
                          {"properties",
                           {{"type", {{"type", "string"}}},
                            {"title", {{"type", "string"}}},
                            {"status", {{"type", "integer"}}},
                            {"detail", {{"type", "string"}}},
                            {"instance", {{"type", "string"}}},
                            {"refusals", {{"type", "array"}, {"items", {{"type", "object"}, {"required", {"rule", "says"}}}}}},
                            {"errors", {{"type", "array"}, {"items", {{"type", "object"}, {"required", {"field", "says"}}}}}}}}};
    const auto failure = [](std::string_view says) {
        return json::object{{"description", says},
                            {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/problem"}}}}}}}};
    };
    const auto parameter = [](std::string_view name, std::string_view in, bool required) {
        return json::object{{"name", name}, {"in", in}, {"required", required}, {"schema", {{"type", "string"}}}};
    };
    json::object paths;
    const std::string base = "/api/v1/partnerships/{partnership}";
    paths[base + "/commands"] = {
        {"post",
         {{"operationId", "command"},
          {"summary", "Do something: one command"},
          {"parameters", {parameter("partnership", "path", true), parameter("Idempotency-Key", "header", false)}},
          {"requestBody",
           {{"required", true}, {"content", {{"application/json", {{"schema", {{"$ref", "#/components/schemas/command"}}}}}}}}},
          {"responses",
           {{"200",
             {{"description", "Accepted, and durable"},
              {"content", {{"application/json", {{"schema", {{"$ref", "#/components/schemas/accepted"}}}}}}}}},
            {"401", failure("No token, or one that was revoked")},
            {"403", failure("Not theirs to do")},
            {"404", failure("Not a partnership of the reader")},
            {"409", failure("Refused by rules: all that stand in the way")},
            {"422", failure("Malformed: every wrong field at once")}}}}}};
    for (const auto& w : view_paths()) {
        std::string path = base;
        json::array parameters{parameter("partnership", "path", true)};
        std::size_t named = 0;
        for (const auto s : w.segments) {
            if (s == "{}") {
                path += "/{" + std::string(w.fields[named]) + "}";
                parameters.push_back(parameter(w.fields[named++], "path", true));
            } else path += "/" + std::string(s);
        }
        for (const auto name : workflows::optional_fields(w.show)) parameters.push_back(parameter(name, "query", false));
        parameters.push_back(parameter("as_of", "query", false));
        paths[path] = {{"get",
                        {{"operationId", w.show},
                         {"summary", "The view \"" + std::string(w.show) + "\""},
                         {"parameters", std::move(parameters)},
                         {"responses",
                          {{"200", {{"description", "The view"}, {"content", {{"application/json", {{"schema", {{"type", "object"}}}}}}}}},
                           {"401", failure("No token, or one that was revoked")},
                           {"404", failure("Not there, or not the reader's")},
                           {"422", failure("A field of the question is wrong")}}}}}};
    }
    const json::object files{{"schema", {{"type", "string"}, {"format", "binary"}}}};
    paths[base + "/documents"] = {
        {"post",
         {{"operationId", "upload"},
          {"summary", "Upload a file; attach it with document.attach by the sha256 that comes back"},
          {"parameters", {parameter("partnership", "path", true), parameter("name", "query", true)}},
          {"requestBody", {{"required", true}, {"content", {{"application/octet-stream", files}}}}},
          {"responses",
           {{"201", {{"description", "Kept"}, {"content", {{"application/json", {{"schema", {{"type", "object"}}}}}}}}},
            {"401", failure("No token, or one that was revoked")},
            {"413", failure("Larger than is taken")},
            {"422", failure("Not a type that is taken, or its name and content differ")}}}}}};
    paths[base + "/documents/{document}"] = {
        {"get",
         {{"operationId", "download"},
          {"summary", "A document's bytes, as an attachment"},
          {"parameters", {parameter("partnership", "path", true), parameter("document", "path", true)}},
          {"responses",
           {{"200", {{"description", "The bytes"}, {"content", {{"application/octet-stream", files}}}}},
            {"401", failure("No token, or one that was revoked")},
            {"404", failure("Not there, or not the reader's")}}}}}};
    paths["/api/v1/openapi.json"] = {
        {"get",
         {{"operationId", "openapi"},
          {"summary", "This description"},
          {"security", json::array{}},
          {"responses",
           {{"200", {{"description", "OpenAPI 3.1"}, {"content", {{"application/json", {{"schema", {{"type", "object"}}}}}}}}}}}}}};
    return {{"openapi", "3.1.0"},
            {"info",
             {{"title", "Quorate"},
              {"version", "1"},
              {"description", "A partnership's funding bids and approvals. Whatever a person does on a page is one of these commands."}}},
            {"servers", json::array{json::object{{"url", "/"}}}},
            {"security", json::array{json::object{{"bearer", json::array{}}}}},
            {"paths", std::move(paths)},
            {"components", {{"securitySchemes", {{"bearer", {{"type", "http"}, {"scheme", "bearer"}}}}}, {"schemas", std::move(schemas)}}}};
}

handler_result openapi(const shared_request&)
{
    static const auto text = json::serialize(description());
    return http::step(http::text(200, "application/json", text));
}

} // namespace api
