// The demonstration's bids: each goes as far as its idea says, and ends as that says.
#include "names/approval.hpp"
#include "names/bid.hpp"
#include "names/interest.hpp"
#include "server/demo/cast.hpp"
#include "server/demo/ideas.hpp"
#include "server/demo/writer.hpp"

#include <algorithm>

namespace demo {
namespace {

class bid_story {
public:
    bid_story(writer& w, const idea& i)
        : w_(w), i_(i), g_(*std::find_if(std::begin(groups), std::end(groups), [&](const group& x) { return x.id == i.group; })),
          n_(static_cast<int>(&i - ideas)), id_("bid-" + std::string(n_ < 9 ? "0" : "") + std::to_string(n_ + 1)), now_(i.exec >= 0),
          meeting_(w.exec_day(i.exec))
    {}

    void tell()
    {
        auto a = application();
        if (i_.how == end::draft) return leave_unfinished(std::move(a));
        w_.add(on(38, 24), 9 + n_ % 6, minute(), g_.pm, workflows::verbs::bid_draft, a);
        if (i_.how == end::withdrawn)
            return project_manager(on(36, 20), 10, workflows::verbs::bid_withdraw, {{"reason", "The landowner has not agreed in time."}});
        if (n_ % 7 == 2) come_back_once(std::move(a)); // some are returned once
        if (!passes_the_group()) return;
        project_manager(on(20, 14), 16, workflows::verbs::bid_send, {{"meeting", w_.exec_id(i_.exec)}});
        if (!passes_the_check()) return;
        positions();
        if (!now_) return sign_off();
        if (id_ == "bid-33")
            w_.add({w_.today().count - 1}, 17, 0, "lakeside", workflows::verbs::interest_declare,
                   {{"bid", id_}, {"nature", "personal"}, {"detail", "Trustee of the charity that runs the events."}});
    }

private:
    int minute() const { return n_ % 50; }
    /// Of a bid that is under way each step lies a few days back, whatever day today is.
    day on(int days_before_exec, int days_ago) const
    {
        return now_ ? day{w_.today().count - days_ago} : day{meeting_.count - days_before_exec};
    }
    void project_manager(day d, int hour, std::string_view verb, json::object more = {})
    {
        more["bid"] = id_;
        w_.add(d, hour, minute(), g_.pm, verb, std::move(more));
    }

    json::object application() const
    {
        const day begins{meeting_.count + 30}, ends{meeting_.count + 210};
        const auto stream = stream_of(i_.stream, now_ ? w_.today() : meeting_);
        const auto year = workflows::financial_year_of(begins);
        return {{"bid", id_},
                {"title", i_.title},
                {"delivery_group", i_.group},
                {"organisation", std::string(g_.name) + " group"},
                {"amount", pounds(i_.pounds)},
                {"lines", {{{"stream", stream}, {"amount", pounds(i_.pounds)}}}},
                {"aims", {i_.aim}},
                {"summary", i_.summary},
                {"value_for_money", "Two other providers quoted a fifth more for the same."},
                {"outcomes", {{{"text", i_.outcome}, {"measure", i_.measure}}}},
                {"starts", workflows::show(begins)},
                {"ends", workflows::show(ends)},
                {"profile", {{{"quarter", year + " Q4"}, {"amount", pounds(i_.pounds)}}}},
                {"equality_impact", "Open to everyone; the places and times were chosen with the groups concerned."},
                {"contact", std::string(g_.pm) + "@thurrock.example"}};
    }

    void leave_unfinished(json::object a)
    {
        a.erase("equality_impact");
        a.erase("profile");
        w_.add({w_.today().count - 2 - n_ % 3}, 14, minute(), g_.pm, workflows::verbs::bid_draft, std::move(a));
    }

    void come_back_once(json::object a)
    {
        project_manager(on(37, 23), 11, workflows::verbs::bid_submit);
        w_.add(on(36, 22), 15, minute(), g_.chair, workflows::verbs::bid_return,
               {{"bid", id_}, {"reason", "Say how the outcome is measured, and by whom."}});
        a["outcomes"] =
            json::array{{{"text", i_.outcome}, {"measure", std::string(i_.measure) + ", reported by the project manager each quarter"}}};
        w_.add(on(35, 21), 12, minute(), g_.pm, workflows::verbs::bid_revise, std::move(a));
    }

    /// Submitted to the delivery group; true when the group agreed and it goes on.
    bool passes_the_group()
    {
        project_manager(on(34, i_.how == end::with_group ? 3 : 20), 10, workflows::verbs::bid_submit);
        if (i_.how == end::with_group) return false;
        if (i_.how == end::declined) {
            w_.add(on(30, 16), 15, minute(), g_.chair, workflows::verbs::bid_decline,
                   {{"bid", id_}, {"reason", "The council's own enforcement does this already."}});
            return false;
        }
        w_.add(on(29, i_.how == end::agreed ? 2 : 17), 14, minute(), g_.chair, workflows::verbs::bid_agree, {{"bid", id_}});
        return i_.how != end::agreed;
    }

    /// Queries and checks of the reviewers; true when it goes on to the table.
    bool passes_the_check()
    {
        const bool open_query = i_.how == end::query || i_.how == end::answered;
        const bool queried = open_query || n_ % 6 == 1;
        if (queried)
            w_.add(on(18, 9), 9, minute(), "council-budget", workflows::verbs::bid_query,
                   {{"bid", id_},
                    {"query", "q1"},
                    {"text", "Part of this seems to stand in the service's own budget too. Is it paid twice?"}});
        int checked = 0;
        for (const auto r : reviewers) {
            if (i_.how == end::check && checked == 2) break;
            if (open_query && r == "council-budget") continue;
            w_.add(on(17 - checked, 8 - checked), 10 + checked, minute(), r, workflows::verbs::bid_check,
                   {{"bid", id_}, {"result", "compliant"}, {"equality_impact_accepted", true}});
            ++checked;
        }
        if (i_.how == end::check || i_.how == end::query) return false;
        if (!queried) return true;
        project_manager(
            on(16, 3), 11, workflows::verbs::bid_answer,
            {{"query", "q1"},
             {"text",
              "No. The service pays to the end of term; the bid pays from the month after. The table in the application shows both."}});
        if (i_.how == end::answered) return false;
        w_.add(on(13, 2), 15, minute(), "council-budget", workflows::verbs::bid_resolve, {{"bid", id_}, {"query", "q1"}});
        return true;
    }

    /// What the agency that speaks in this turn thinks of it.
    std::string_view position(int turn) const
    {
        const bool against = i_.how == end::not_recommended || i_.how == end::rejected;
        if (against && turn != 1) return "oppose";
        if (n_ % 5 == 2 && turn == 3) return "support_with_amendments";
        return n_ % 4 == 0 && turn == 4 ? "oppose" : "support";
    }

    void positions()
    {
        int spoken = 0;
        for (const auto& [agency, who] : representatives) {
            if (i_.how == end::table && spoken == 2 + n_ % 2) break;
            const auto says = position(spoken);
            json::object o{{"bid", id_}, {"position", says}};
            if (says == "oppose") o["note"] = "The measure shows activity, not a change for people.";
            if (says == "support_with_amendments") o["note"] = "Add the two alternative-provision sites, for the same money.";
            w_.add(on(9 - spoken, std::max(1, 2 - spoken / 2)), 11 + spoken, minute(), who, workflows::verbs::bid_recommend, o);
            ++spoken;
        }
    }

    void sign(std::string_view outcome, std::string_view reason, json::object more = {})
    {
        more["bid"] = id_;
        more["no_conflict"] = true;
        more["reason"] = reason;
        more["outcome"] = outcome;
        w_.add(meeting_, 10, 12 + 7 * (n_ % 11), "exec-chair", workflows::verbs::bid_sign_off, std::move(more));
    }

    void sign_off()
    {
        switch (i_.how) {
        case end::rejected:
            return sign("rejected", "The agencies do not see what would change for people.",
                        {{"alternatives", json::array{"A smaller trial in one place."}}});
        case end::amended:
        case end::lapsed:
        case end::acceptance: {
            sign("approved_with_amendments", "The publicity is already paid for by the council.",
                 {{"amount", pounds(i_.pounds * 4 / 5)}, {"conditions", json::array{"A return to the Executive after three months."}}});
            // Ten working days to accept; what lapses is left to the clock.
            if (i_.how == end::amended) project_manager({meeting_.count + 5}, 10, workflows::verbs::bid_accept_amendments);
            return;
        }
        case end::deferred: return sign("deferred", "The insurance of the van is not settled.", {{"to_meeting", w_.exec_id(0)}});
        default: return sign("approved", "It serves the plan's aims, and the sums are right.");
        }
    }

    writer& w_;
    const idea& i_;
    const group& g_;
    int n_;
    std::string id_;
    bool now_; ///< under way: it has not come to its Exec yet
    day meeting_;
};

} // namespace

void tell_bid(writer& w, const idea& i) { bid_story(w, i).tell(); }

} // namespace demo
