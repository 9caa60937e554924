// The policy in force, as a form; with the partnership's agencies, aims and priorities, and when it changed.
#include "server/pages/frame.hpp"
#include "server/pages/pages.hpp"

namespace pages {

using namespace workflows;

namespace {

void lay_deadline(const deadline_policy& deadline, json::object& model)
{
    for (const auto* day : {"monday", "tuesday", "wednesday", "thursday", "friday"})
        model["weekday_is_" + std::string(day)] = deadline.weekday == day;
    model["weeks_before"] = deadline.weeks_before;
    for (const auto* k : {"keep", "working_day_before", "working_day_after"})
        model["holiday_is_" + std::string(k)] = deadline.bank_holiday == k;
}

void lay_rules(const workflows::policy& rules, json::object& model)
{
    std::string months;
    for (const auto n : rules.board_months) months += (months.empty() ? "" : ", ") + std::to_string(n);
    model["exec_cycle_weeks"] = rules.exec_cycle_weeks;
    model["board_months"] = months;
    model["compliance_reviewers"] = rules.compliance_reviewers ? std::to_string(*rules.compliance_reviewers) : "all";
    model["absent_agencies_at_most"] = rules.absent_agencies_at_most;
    model["amendments_working_days"] = rules.amendments_working_days;
    model["delegated_limit"] = rules.delegated_limit ? engine::show(*rules.delegated_limit) : "";
    model["sealed_positions"] = rules.sealed_positions;
    model["plan_required"] = rules.plan_required;
    model["interest_reduces_membership"] = rules.interest_reduces_membership;
    model["vacant_seats_count"] = rules.vacant_seats_count;
    model["casting_vote"] = rules.casting_vote;
    model["agency_withdraw"] = rules.agency_interest == interest_rule::withdraw;
}

void lay_lists(const page_context& page, json::object& model)
{
    json::array agencies, aims, priorities, changes;
    for (const auto& a : page.p.agencies)
        agencies.push_back(json::object{{"listed", a.statutory ? page.word("policy.statutory", {{"agency", a.name}}) : a.name}});
    for (const auto& a : page.p.aims) aims.push_back(json::object{{"listed", a.title}});
    for (const auto& p : page.p.priorities) priorities.push_back(json::object{{"listed", p.title}});
    for (auto d = page.p.policies.rbegin(); d != page.p.policies.rend(); ++d)
        changes.push_back(json::object{{"change_from", page.date_time(d->from)}});
    model["agencies"] = std::move(agencies);
    model["aims"] = std::move(aims);
    model["priorities"] = std::move(priorities);
    model["changes"] = std::move(changes);
}

} // namespace

handler_result policy(const shared_request& request)
{
    return show(request, "policy", "", [](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto& rules = page.p.policy_at(page.now);
        model["nav_admin"] = true;
        model["title"] = page.word("policy.title");
        lay_deadline(rules.deadline, model);
        lay_rules(rules, model);
        lay_lists(page, model);
        return std::nullopt;
    });
}

} // namespace pages
