// A form with a file: the file is kept, and attached by a command.
#include "server/app/documents.hpp"

#include "names/document.hpp"
#include "server/app/secrets.hpp"
#include "server/http/framing.hpp"
#include "server/pages/page_context.hpp"
#include "server/pages/pages.hpp"

namespace pages {

handler_result upload(const shared_request& request)
{
    if (!app::may_upload(*request)) return http::step(request->home.too_many(*request->q));
    return http::step(request->home.passwords, [request]() -> http::step {
        const app::mapped spooled(request->q->spool);
        const auto bytes = request->q->spool.empty() ? std::string_view(request->q->body) : spooled.bytes();
        const auto parts = http::parse_multipart(request->q->header("content-type"), bytes);
        if (!parts) return request->home.problem(*request->q, 400, request->home.word("problem.form"));
        http::pairs form;
        std::string name;
        std::optional<std::expected<app::kept_file, std::string>> kept;
        for (const auto& p : *parts) {
            const auto value = bytes.substr(p.begin, p.size);
            if (p.filename.empty() && p.name != "file") form.emplace_back(p.name, std::string(value.substr(0, 4096)));
            else if (p.name == "file") {
                name = app::clean_name(p.filename);
                if (app::csrf_fits(http::value_of(form, "csrf"), request->who.csrf))
                    kept = app::keep_file(request->home.settings.data, name, value);
            }
        }
        if (!app::csrf_fits(http::value_of(form, "csrf"), request->who.csrf))
            return request->home.problem(*request->q, 403, request->home.word("problem.csrf"));
        if (!kept || !*kept) return request->home.problem(*request->q, 422, request->home.word(!kept ? "upload.empty" : kept->error()));
        return request->home.work.ask([request, form, name, file = **kept](storage::database& d) -> handler_result {
            request->d = &d;
            request->form = form;
            request->accounts().save(request->partnership(),
                                     storage::document_file{file.sha256, file.media_type, request->who.person, file.size, request->now});
            json::object fields{{"name", name}, {"media_type", file.media_type}, {"sha256", file.sha256}};
            for (const auto* of : {"bid", "item"})
                if (const auto id = request->field(of); !id.empty()) fields[of] = id;
            return app::command_to_run{engine::request{request->partnership(), request->who.person, workflows::verbs::document_attach,
                                                       request->field("key"), std::move(fields)},
                                       [request](storage::database&, storage::database::outcome& o) -> http::step {
                                           const auto* a = std::get_if<engine::answer>(&o);
                                           if (!a) return request->home.problem(*request->q, 503);
                                           auto back = request->field("back");
                                           if (!request->home.is_own_path(back)) back = "/p/" + request->partnership();
                                           if (a->outcome == engine::result::accepted)
                                               return http::redirect(back.substr(0, back.find('?')) + "?done=document.attach#documents");
                                           request->tried = app::attempt{workflows::verbs::document_attach, request->q->target, {}, *a};
                                           if (auto page = request->home.again(request, back))
                                               if (auto* s = std::get_if<http::step>(&*page)) return std::move(*s);
                                           return request->home.problem(*request->q, 409);
                                       }};
        });
    });
}

} // namespace pages
