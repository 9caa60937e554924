// server/pages/page_context.hpp - one page being made: who looks, at what moment, and what they may see of the partnership.
// Whatever is found here by id or in a list is the reader's to read; what is not is as if it were not there.
#pragma once
#include "server/app/site.hpp"
#include "workflows/fields.hpp"
#include "workflows/reading.hpp"

namespace pages {

using app::handler_result;
using app::request_context;
using app::shared_request;
namespace json = boost::json;

struct page_context {
    const request_context& request;
    engine::reader& known;
    const workflows::partnership& p;
    const app::words& word;
    engine::instant now; ///< or the past moment that the page shows
    const std::string& me;

    bool is_past() const { return !request.d; } ///< of a past moment nothing can be done

    // -- what the reader may see: nullptr, or left out of the list, where it is not there or not theirs to read
    bool may_read() const { return workflows::may_read_partnership(known, me, now); }
    const workflows::bid* bid(std::string_view id) const { return workflows::readable_bid(known, me, id, now); }
    std::vector<const workflows::bid*> bids(const engine::index_query& of) const { return workflows::readable_bids(known, me, of, now); }
    const workflows::meeting* meeting(std::string_view id) const { return workflows::find_meeting(known, id); }
    std::vector<const workflows::meeting*> meetings(const engine::index_query& of) const;
    const workflows::stream* stream(std::string_view id) const;
    std::vector<const workflows::stream*> streams(const engine::index_query& of) const;
    const workflows::person* person(std::string_view id) const;
    std::vector<const workflows::person*> people(const engine::index_query& of) const;
    /// FP-f: the positions on a bid, as far as they are not sealed.
    json::array positions_of(const workflows::bid& b) const;
    json::object ask(std::string_view show, json::object fields = {}) const; ///< a view; empty when it may not be read
    /// Could the reader do this to the thing of that id now? Never at a past moment.
    bool can(std::string_view verb, const std::string& id) const;

    // -- who the reader is
    bool has_role(std::string_view role) const { return workflows::has_role(known, me, role); }
    bool may_bid() const { return workflows::may_bid(known, p, me, now); }
    bool sits_on(const workflows::body* b) const { return workflows::sits_on(p, b, me, now); }
    bool sits_for(const workflows::seat* s) const { return s && s->is_sat_for_by(me, now); }

    // -- in words
    std::string path(std::string_view rest = "") const { return "/p/" + p.id + std::string(rest); }
    std::string page_of(std::string_view kind, std::string_view id) const; ///< the path of its page, "" where its kind has none
    workflows::day today() const { return workflows::day_in(now, p.zone); }
    std::string date(engine::instant t, bool weekday = false, bool year = true) const { return word.date(t, p.zone, weekday, year); }
    std::string time(engine::instant t) const { return word.time(t, p.zone); }
    std::string date_time(engine::instant t) const { return word.date_time(t, p.zone); }
    std::string near(engine::instant t) const { return word.nearness(workflows::day_in(t, p.zone), today()); } ///< tomorrow, in 7 days
    std::string date_text(std::string_view iso, bool weekday = false, bool year = true) const; ///< of an instant or day as views print it
    std::string when(std::string_view instant) const;                                          ///< 4 March 2010 at 10:42
    std::string near(std::string_view instant) const;
    /// The person's office: the title of a seat of theirs, else what their role is called, else their name.
    std::string office(const std::string& person) const;
    std::string owner_name(std::string_view kind, const std::string& owner) const; ///< of a person, a seat or an agency
    std::string seat_title(std::string_view seat) const;
    std::string body_name(std::string_view body) const;
    std::string agency_name(std::string_view agency) const;
    std::string stream_name(std::string_view stream) const;
    std::string meeting_name(std::string_view meeting, bool year = true) const; ///< Executive, Thursday 4 March 2010
    std::string title_of(const workflows::bid& b) const;                        ///< or that it has none yet
};

} // namespace pages
