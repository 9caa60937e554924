// A form with a file: the file is kept, and attached by a command.
#include "server/app/documents.hpp"

#include "server/app/secrets.hpp"
#include "server/http/framing.hpp"
#include "server/pages/page_context.hpp"
#include "server/pages/pages.hpp"

namespace pages {

handler_result upload(const shared_request& v)
{
    if (!app::may_upload(*v)) return http::step(v->home.too_many(*v->q));
    const auto documents = v->home.settings.data + "/documents";
    return http::step(v->home.passwords, [v, documents]() -> http::step {
        const app::mapped spooled(v->q->spool);
        const auto bytes = v->q->spool.empty() ? std::string_view(v->q->body) : spooled.bytes();
        const auto parts = http::parse_multipart(v->q->header("content-type"), bytes);
        if (!parts) return v->home.problem(*v->q, 400, v->home.word("problem.form"));
        http::pairs form;
        std::string name;
        std::optional<std::expected<app::kept_file, std::string>> kept;
        for (const auto& p : *parts) {
            const auto value = bytes.substr(p.begin, p.size);
            if (p.filename.empty() && p.name != "file") form.emplace_back(p.name, std::string(value.substr(0, 4096)));
            else if (p.name == "file") {
                name = app::clean_name(p.filename);
                if (app::csrf_fits(http::value_of(form, "csrf"), v->who.csrf)) kept = app::keep_file(documents, name, value);
            }
        }
        if (!app::csrf_fits(http::value_of(form, "csrf"), v->who.csrf)) return v->home.problem(*v->q, 403, v->home.word("problem.csrf"));
        if (!kept || !*kept) return v->home.problem(*v->q, 422, v->home.word(!kept ? "upload.empty" : kept->error()));
        return v->home.work.ask([v, form, name, file = **kept](storage::database& d) -> handler_result {
            v->d = &d;
            v->form = form;
            v->accounts().save(v->partnership(), storage::document_file{file.sha256, file.media_type, v->who.person, file.size, v->now});
            json::object fields{{"name", name}, {"media_type", file.media_type}, {"sha256", file.sha256}};
            for (const auto* of : {"bid", "item"})
                if (const auto id = v->field(of); !id.empty()) fields[of] = id;
            return app::command_to_run{
                engine::request{v->partnership(), v->who.person, "document.attach", v->field("key"), std::move(fields)},
                [v](storage::database&, storage::database::outcome& o) -> http::step {
                    const auto* a = std::get_if<engine::answer>(&o);
                    if (!a) return v->home.problem(*v->q, 503);
                    auto back = v->field("back");
                    if (!v->home.is_own_path(back)) back = "/p/" + v->partnership();
                    if (a->outcome == engine::result::accepted)
                        return http::redirect(back.substr(0, back.find('?')) + "?done=document.attach#documents");
                    v->tried = app::attempt{"document.attach", v->q->target, {}, *a};
                    if (auto page = v->home.again(v, back))
                        if (auto* s = std::get_if<http::step>(&*page)) return std::move(*s);
                    return v->home.problem(*v->q, 409);
                }};
        });
    });
}

} // namespace pages
