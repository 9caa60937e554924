// workflows/funding.hpp - the funding process as the engine sees it: the registry of its workflows.
#pragma once
#include "engine/ports.hpp"
#include "engine/process_doc.hpp"

#include <memory>

namespace workflows {

class funding final : public engine::domain {
public:
    /// @param from_scenario a partnership that is set up says in its first leaf that a scenario made it.
    explicit funding(bool from_scenario = false) : from_scenario_(from_scenario) {}

    std::unique_ptr<engine::entity> fresh(std::string_view kind) const override;
    /// 2: terms' timers, references, addresses, last decisions. 3: what the Board said, what a stream becomes.
    /// 4: what lists of bids are narrowed to (CHANGELOG).
    std::int64_t projections() const override { return 4; }
    engine::verdict judge(const engine::request& r, engine::reader& known, engine::instant now) const override;
    std::vector<engine::request> first(engine::reader& known) const override;
    std::vector<engine::request> reactions(const engine::event& e, engine::reader& known) const override;
    std::vector<engine::mail> notices(const engine::event& e, engine::reader& known) const override;
    std::vector<engine::mail> reminders(const engine::store::due_timer& t, engine::reader& known) const override;

    std::string says(const engine::saying& s, engine::reader& known, engine::instant now) const override;

private:
    engine::verdict judged(const engine::request& r, engine::reader& known, engine::instant now) const;

    bool from_scenario_;
};

/// Every process, in the order of the documentation.
const std::vector<engine::process_doc>& all_processes();
const engine::process_doc* find_process(std::string_view name);

/// Every event that is a decision, workflow by workflow.
const std::vector<std::string_view>& decision_events();
/// What people call a thing; "" when it is not there, or has no name but its id.
std::string title_of(engine::reader& known, std::string_view kind, std::string_view id);

/// Could this person do this verb now, to the thing of that id? Judged without the form's fields; nothing when they have no authority.
std::optional<engine::verdict> can_be_done(std::string_view verb, std::string_view id, const std::string& actor, engine::reader& known,
                                           engine::instant now);

/// For the verifier: the request that an event answered, put together again from its leaf and texts; judging it on the
/// state before gives the same event. Nothing when a text that was part of the request has been erased.
std::optional<engine::request> asked_again(const engine::event& e, std::string_view partnership);
/// Is this printed form of the process the one that this program runs?
bool is_current(std::string_view process, std::string_view digest);
/// True when the recorded facts satisfy the rule, by the function of that version of the process's sums; nothing for a rule that
/// this program does not know, and for facts of no shape that it had.
std::optional<bool> rule_holds(const engine::event& e, const engine::judgement& j, std::int64_t sums);

/// Recorded facts as people see them: money in "0.00" form. Facts of a shape that this program does not know stay as they are.
engine::json::value shown_facts(std::string_view process, std::string_view rule, const engine::json::value& facts);

} // namespace workflows
