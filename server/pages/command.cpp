// A form becomes a command. Accepted: on to `then`. Refused: the page that it came from (`back`) again, with all the reasons.
#include "server/app/forms.hpp"
#include "server/pages/frame.hpp"
#include "server/pages/pages.hpp"

namespace pages {

using namespace workflows;

namespace {

/// Where an accepted form leads: to `then`, with {made} as the id that was made, and a banner that says what was done.
std::string next_page(const request_context& request, const verb_spec& verb, const std::string& made_id)
{
    auto then = request.field("then");
    const auto* makes = verb.makes();
    const auto made = made_id.empty() && makes ? request.field(makes->name) : made_id; // or named by who sent it
    for (auto at = then.find("{made}"); at != std::string::npos; at = then.find("{made}", at + made.size())) then.replace(at, 6, made);
    const auto back = request.field("back");
    if (!request.home.is_own_path(then)) then = request.home.is_own_path(back) ? back : "/p/" + request.partnership();
    std::string anchor;
    if (const auto hash = then.find('#'); hash != std::string::npos) {
        anchor = then.substr(hash);
        then.resize(hash);
    }
    if (const auto old = then.find("done="); old != std::string::npos) then.resize(old - 1); // what an earlier one said
    if (request.field("quiet").empty()) then += (then.find('?') == std::string::npos ? "?done=" : "&done=") + verb.name;
    return then + anchor;
}

bool is_database_error(const std::exception_ptr& broken)
{
    try {
        std::rethrow_exception(broken);
    } catch (const storage::database_error&) {
        return true;
    }
}

/// The page with the form, or, when it cannot be made again, a page with the reasons alone.
http::step form_again(const shared_request& request)
{
    if (auto page = request->home.again(request, request->field("back")))
        if (auto* step = std::get_if<http::step>(&*page)) return std::move(*step);
    auto alone = show(request, "refused", "", [](page_context&, json::object&) { return std::nullopt; });
    return std::get<http::step>(std::move(alone));
}

} // namespace

handler_result do_command(const shared_request& request)
{
    const auto* verb = find_verb(request->param("verb"));
    if (!verb) return http::step(request->home.problem(*request->q, 404));
    engine::request r{request->partnership(), request->who.person, verb->name, request->field("key"),
                      app::command_fields(*verb, request->form, zone_of(*request))};
    return app::command_to_run{std::move(r), [request, verb](storage::database&, storage::database::outcome& o) -> http::step {
                                   if (const auto* broken = std::get_if<std::exception_ptr>(&o); broken && is_database_error(*broken))
                                       return request->home.problem(*request->q, 503);
                                   const auto& a = std::get<engine::answer>(o);
                                   if (a.outcome == engine::result::accepted) return http::redirect(next_page(*request, *verb, a.made_id));
                                   request->tried = app::attempt{verb->name, request->q->target, app::typed_again(request->form), a};
                                   return form_again(request);
                               }};
}

} // namespace pages
