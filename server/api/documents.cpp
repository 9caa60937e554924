// Files by the API: uploaded as a body, downloaded as an attachment.
#include "server/app/documents.hpp"
#include "server/api/api.hpp"
#include "server/app/problem.hpp"
#include "server/http/framing.hpp"
#include "workflows/fields.hpp"
#include "workflows/views/views.hpp"

#include <filesystem>
#include <fstream>

namespace api {

using namespace app;
namespace fs = std::filesystem;

/// POST .../documents?name=FILE with the bytes as the body.
handler_result upload(const shared_request& v)
{
    if (!may_upload(*v)) return http::step(v->home.too_many(*v->q));
    const auto name = clean_name(v->query("name"));
    if (name.empty())
        return http::step(api_problem(
            422, "The upload is malformed.", v->q->id,
            {{"errors", boost::json::array{boost::json::object{{"field", "name"}, {"says", "Give the file's name as ?name=."}}}}}));
    const auto done = [v, name](const std::expected<kept_file, std::string>& kept) -> http::step {
        if (!kept)
            return api_problem(
                422, "The file is not taken.", v->q->id,
                {{"errors", boost::json::array{boost::json::object{{"field", "name"}, {"says", v->home.word(kept.error())}}}}});
        return v->home.work.ask([v, name, file = *kept](storage::database& d) -> handler_result {
            storage::accounts(d.sql()).save(v->partnership(),
                                            storage::document_file{file.sha256, file.media_type, v->who.person, file.size, v->now});
            auto out = http::text(201, "application/json",
                                  boost::json::serialize(boost::json::object{
                                      {"sha256", file.sha256}, {"media_type", file.media_type}, {"size", file.size}, {"name", name}}) +
                                      "\n");
            return http::step(std::move(out));
        });
    };
    return http::step(v->home.passwords, [v, name, done]() -> http::step {
        const mapped file(v->q->spool);
        const auto bytes = v->q->spool.empty() ? std::string_view(v->q->body) : file.bytes();
        return done(keep_file(v->home.settings.data, name, bytes));
    });
}

handler_result download(const shared_request& v)
{
    const auto id = v->param("document");
    std::string hash, type, name;
    v->read([&](engine::reader& known) {
        const workflows::question q{"document", v->who.person, {{"document", id}}, v->now};
        const auto seen = workflows::show_view(known, q);
        if (!seen) return;
        hash = workflows::text_of(*seen, "sha256");
        type = workflows::text_of(*seen, "media_type");
        name = workflows::text_of(*seen, "name");
    });
    const auto file = v->home.settings.data + "/documents/" + hash;
    if (hash.empty() || !fs::exists(file)) return http::step(v->home.problem(*v->q, 404));
    return http::step(v->home.passwords, [v, file, type, name]() -> http::step {
        std::ifstream in(file, std::ios::binary);
        http::response r = http::text(200, type, std::string(std::istreambuf_iterator<char>(in), {}));
        // An attachment, whatever it is: nothing that was uploaded is ever shown as a page of ours.
        std::string plain;
        for (const char c : name) plain += static_cast<unsigned char>(c) < 0x80 && c != '\\' ? c : '_';
        r.headers = {{"Content-Disposition", "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + http::url_encode(name)},
                     {"Content-Security-Policy", "default-src 'none'; sandbox"}};
        return r;
    });
}

} // namespace api
