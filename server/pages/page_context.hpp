// server/pages/page_context.hpp - what all pages share: the frame round them, people by office, and commands sent from forms.
#pragma once
#include "server/app/site.hpp"
#include "workflows/authority.hpp"
#include "workflows/bid/state.hpp"
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/views/parts.hpp"

namespace pages {

using app::handler_result;
using app::request_context;
using app::shared_request;
namespace json = boost::json;

/// One page being made: the reader of its partnership, and the words.
struct page_context {
    const request_context& request;
    engine::reader& known;
    const workflows::partnership& p;
    const app::words& word;
    engine::instant now; ///< or the past moment that the page shows
    const std::string& me;

    std::string path(std::string_view rest = "") const { return "/p/" + p.id + std::string(rest); }
    workflows::day today() const { return workflows::day_in(now, p.zone); }
    std::string date(engine::instant t, bool weekday = false, bool year = true) const { return word.date(t, p.zone, weekday, year); }
    std::string date_text(std::string_view iso, bool weekday = false, bool year = true) const; ///< of an instant or day as views print it
    std::string when(std::string_view instant) const;                                          ///< 4 March 2010 at 10:42
    std::string near(std::string_view instant) const;                                          ///< tomorrow, in 7 days
    /// The person's office: the title of a seat of theirs, else what their role is called, else their name.
    std::string office(const std::string& person) const;
    std::string seat_title(std::string_view seat) const;
    std::string body_name(std::string_view body) const;
    std::string agency_name(std::string_view agency) const;
    std::string stream_name(std::string_view stream) const;
    std::string meeting_name(std::string_view meeting, bool year = true) const; ///< Executive, Thursday 4 March 2010
    bool has_role(std::string_view role) const { return workflows::has_role(known, me, role); }
    bool holds_seat_on(const workflows::body* b) const;
    json::object ask(std::string_view show, json::object fields = {}) const; ///< a view; empty when it may not be read
};

/// The voting seat that stands for an agency on the Executive, held or deputised by the reader; nullptr.
const workflows::seat* agency_seat_of(const page_context& page);
bool is_reviewer(const page_context& page);
/// The delivery groups that the reader chairs, or deputises for.
std::vector<const workflows::body*> chaired_groups(const page_context& page);

/// Makes a page: reads the partnership, calls `fill` for its model, and lays the frame round it.
/// @param nav which of the five words is the current one, "" none
using filler = std::function<std::optional<http::response>(page_context& page, json::object& model)>; ///< a response: that one instead
handler_result show(const shared_request& request, std::string_view name, std::string_view nav, const filler& fill);
/// The same of a past moment (?as_of=): folded from the log on the auditors' thread.
handler_result show_maybe_past(const shared_request& request, std::string_view name, std::string_view nav, const filler& fill);
/// The same, on the auditors' thread: what looks at very much keeps nobody waiting.
handler_result show_aside(const shared_request& request, std::string_view name, std::string_view nav, const filler& fill);
/// A page without a reader (sign-in, help).
http::response plain(const app::request_context& request, std::string_view name, json::object model, unsigned status = 200);

/// The page bears the protective marking of each thing that stands on it, at its head and, printed, at its end (MN-marking).
void bear(json::object& model, const std::string& marking);

/// POST /p/{partnership}/do/{verb}: a form becomes a command. Accepted: on to `then`. Not: the page it came from (`back`) again,
/// with all that stands in the way, and everything typed.
handler_result do_command(const shared_request& request);

/// A sentence for a gap in an application: of the label file where it has one, else the rule's own.
std::string gap_sentence(const app::words& word, const engine::field_error& gap);

/// The rules that stand in the way, as pages show them.
json::array shown_refusals(const app::words& word, const std::string& base, const std::vector<engine::refusal>& list);
json::array shown_refusals(const app::words& word, const std::string& base, const json::array& list);

/// Where a task is done: the page of the bid, or the one made for it.
std::string task_link(const page_context& page, std::string_view what, std::string_view bid);

/// Money bar segments in per cent, as the templates draw them.
json::object money_bar(engine::pence committed, engine::pence asks, engine::pence available, engine::pence held, engine::pence expected,
                       engine::pence awaited, engine::pence scale);

} // namespace pages
