#include "server/api/api.hpp"

#include "server/api/view_paths.hpp"
#include "server/app/answers.hpp"
#include "server/app/documents.hpp"
#include "server/app/problem.hpp"
#include "server/http/framing.hpp"
#include "workflows/fields.hpp"
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

} // namespace

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

namespace {

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

} // namespace api
