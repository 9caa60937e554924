// What the API is, in its own words (OpenAPI 3.1): made from the vocabulary and the views, so that it cannot differ from them.
#include "server/api/api.hpp"
#include "server/api/view_paths.hpp"
#include "workflows/shapes.hpp"
#include "workflows/views/views.hpp"
#include "workflows/vocabulary.hpp"

namespace api {

namespace json = boost::json;

namespace {

const std::string base = "/api/v1/partnerships/{partnership}";

json::object failure(std::string_view says)
{
    return json::object{{"description", says},
                        {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/problem"}}}}}}}};
}

json::object parameter(std::string_view name, std::string_view in, bool required)
{
    return json::object{{"name", name}, {"in", in}, {"required", required}, {"schema", {{"type", "string"}}}};
}

/// A schema for each command, and "command": any of them.
void describe_commands(json::object& schemas)
{
    json::array one_of;
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
}

json::object accepted_schema()
{
    return {{"type", "object"},
            {"required", {"accepted", "events", "log"}},
            {"properties",
             {{"accepted", {{"const", true}}},
              {"events", {{"type", "array"}, {"items", {{"type", "string"}}}}},
              {"made", {{"type", "object"}, {"description", "The id that was made, by kind"}}},
              {"log", {{"type", "object"}, {"properties", {{"index", {{"type", "integer"}}}}}}}}}};
}

json::object problem_schema()
{
    return {{"type", "object"},
            {"required", {"type", "title", "status"}},
            {"properties",
             {{"type", {{"type", "string"}}},
              {"title", {{"type", "string"}}},
              {"status", {{"type", "integer"}}},
              {"detail", {{"type", "string"}}},
              {"instance", {{"type", "string"}}},
              {"refusals", {{"type", "array"}, {"items", {{"type", "object"}, {"required", {"rule", "says"}}}}}},
              {"errors", {{"type", "array"}, {"items", {{"type", "object"}, {"required", {"field", "says"}}}}}}}}};
}

json::object command_path()
{
    return {{"post",
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
}

void describe_views(json::object& paths)
{
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
}

const json::object files{{"schema", {{"type", "string"}, {"format", "binary"}}}};

json::object upload_path()
{
    return {{"post",
             {{"operationId", "upload"},
              {"summary", "Upload a file; attach it with document.attach by the sha256 that comes back"},
              {"parameters", {parameter("partnership", "path", true), parameter("name", "query", true)}},
              {"requestBody", {{"required", true}, {"content", {{"application/octet-stream", files}}}}},
              {"responses",
               {{"201", {{"description", "Kept"}, {"content", {{"application/json", {{"schema", {{"type", "object"}}}}}}}}},
                {"401", failure("No token, or one that was revoked")},
                {"413", failure("Larger than is taken")},
                {"422", failure("Not a type that is taken, or its name and content differ")}}}}}};
}

json::object download_path()
{
    return {{"get",
             {{"operationId", "download"},
              {"summary", "A document's bytes, as an attachment"},
              {"parameters", {parameter("partnership", "path", true), parameter("document", "path", true)}},
              {"responses",
               {{"200", {{"description", "The bytes"}, {"content", {{"application/octet-stream", files}}}}},
                {"401", failure("No token, or one that was revoked")},
                {"404", failure("Not there, or not the reader's")}}}}}};
}

json::object own_path()
{
    return {{"get",
             {{"operationId", "openapi"},
              {"summary", "This description"},
              {"security", json::array{}},
              {"responses",
               {{"200", {{"description", "OpenAPI 3.1"}, {"content", {{"application/json", {{"schema", {{"type", "object"}}}}}}}}}}}}}};
}

} // namespace

json::object description()
{
    json::object schemas;
    describe_commands(schemas);
    schemas["accepted"] = accepted_schema();
    schemas["problem"] = problem_schema();
    json::object paths;
    paths[base + "/commands"] = command_path();
    describe_views(paths);
    paths[base + "/documents"] = upload_path();
    paths[base + "/documents/{document}"] = download_path();
    paths["/api/v1/openapi.json"] = own_path();
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

app::handler_result openapi(const app::shared_request&)
{
    static const auto text = json::serialize(description());
    return http::step(http::text(200, "application/json", text));
}

} // namespace api
