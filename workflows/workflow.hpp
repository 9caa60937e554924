// workflows/workflow.hpp - what one workflow brings to the whole: its tables, the things that it is about, what its events
// hold, what follows from them, and who is told. registry.cpp has one line for each.
#pragma once
#include "engine/process_doc.hpp"
#include "workflows/authority.hpp"
#include "workflows/context.hpp"
#include "workflows/views/views.hpp"

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace workflows {

struct letters;
struct task_row;
using task_rows = std::vector<task_row>;

/// A rule as a leaf has it: of which step, and the facts that it rested on.
struct recorded_rule {
    std::string_view from, command, rule;
    const json::value& facts;
};

/// One process, freed from its compile-time types (process_run.hpp makes it).
struct process {
    engine::process_doc doc;
    std::string_view kind; ///< of the thing whose stage it judges
    struct answer {
        engine::decision decision;
        std::vector<engine::judgement> judged;
    };
    /// Gathers the facts and decides on Boost.MSM.
    answer (*decide)(std::string_view stage, std::string_view command, const context& c);
    /// What happens by itself in the stage, "" nothing. @param only of this command alone, unless it is ""
    std::string_view (*follows)(std::string_view stage, std::string_view only, const context& c);
    /// Does the rule hold on recorded facts, by that version of the sums? Nothing: facts of no shape that it had.
    std::optional<bool> (*holds)(const recorded_rule& r, std::int64_t sums);
    /// Recorded facts as people see them, or nothing.
    std::optional<json::value> (*shown)(std::string_view rule, const json::value& facts);
};

/// A kind of thing that commands are about.
struct kind {
    std::string_view name;
    std::unique_ptr<engine::entity> (*fresh)() = nullptr; ///< none: it stands within another entity
    std::string (*stage_of)(const context& c);            ///< "none": it is not there yet
    /// The key of the entity that its events change.
    std::string (*key_of)(const context& c);
    /// What people call the one of this id, "" when it is not there. None: by its id alone.
    std::string (*title_of)(engine::reader& known, std::string_view id) = nullptr;
};
template <class State> std::unique_ptr<engine::entity> fresh() { return std::make_unique<engine::entity_of<State>>(); }
/// A kind whose state is an entity of its own, under "NAME/id", and has a `stage`.
template <class State, engine::fixed_text Name> kind kind_of()
{
    return {Name, fresh<State>,
            [](const context& c) {
                const auto* there = c.named<State>(std::string_view(Name));
                return there ? std::string(there->stage) : std::string("none");
            },
            [](const context& c) {
                const std::string name{std::string_view(Name)};
                return name + "/" + c.text(name);
            }};
}
/// The same of one that has a title.
template <class State, engine::fixed_text Name> kind titled_kind_of()
{
    auto out = kind_of<State, Name>();
    out.title_of = [](engine::reader& known, std::string_view id) {
        const auto* there = engine::get<State>(known, std::string(std::string_view(Name)) + "/" + std::string(id));
        return there ? there->title : std::string();
    };
    return out;
}

/// What an event holds beside its form, worked out from the context.
using holds_more = void (*)(context& c, engine::event& e);

/// Event by event: what it holds beside its form, and what it changes. An event that an entity gets and its table does not
/// name is an error: forgotten, it would be lost from the state without a word.
template <class State> class event_table {
public:
    struct row {
        std::string_view event;
        void (*changes)(State& s, const engine::event& e) = nullptr; ///< none: it stands in the history only
        holds_more more = nullptr;
    };
    event_table(std::initializer_list<row> rows)
    {
        for (const auto& r : rows)
            if (!rows_.emplace(r.event, r).second) throw std::logic_error("two rows for the event " + std::string(r.event));
    }
    /// @return false when the event is not in this table
    bool apply(State& s, const engine::event& e) const
    {
        const auto found = rows_.find(e.type);
        if (found == rows_.end()) return false;
        if (found->second.changes) found->second.changes(s, e);
        return true;
    }
    bool has(std::string_view event) const { return rows_.contains(event); }
    std::map<std::string_view, holds_more> more() const
    {
        std::map<std::string_view, holds_more> out;
        for (const auto& [event, r] : rows_)
            if (r.more) out.emplace(event, r.more);
        return out;
    }

private:
    std::map<std::string_view, row> rows_;
};
/// The tables of one kind of entity, of all workflows that change it. A workflow adds its own when it is brought in.
template <class State> class event_tables {
public:
    static std::map<std::string_view, holds_more> add(const event_table<State>& table)
    {
        all().push_back(&table);
        return table.more();
    }
    /// @throws std::invalid_argument for an event that no table names
    static void apply(State& s, const engine::event& e)
    {
        for (const auto* table : all())
            if (table->apply(s, e)) return;
        throw std::invalid_argument("nothing is known of how the event " + e.type + " changes " + e.subject);
    }

private:
    static std::vector<const event_table<State>*>& all()
    {
        static std::vector<const event_table<State>*> tables;
        return tables;
    }
};

/// What is asked next. Without a verb: whatever follows from the subject's stage, the first line of its table that holds.
engine::request ask(std::string_view verb, std::string subject, json::object fields = {});
inline engine::request whatever_follows(std::string subject) { return ask("", std::move(subject)); }
/// One after the other; of a list of alternatives the first one that holds.
class follow_ups {
public:
    void add(engine::request r) { groups_.push_back({std::move(r)}); }
    void add_first_of(std::vector<engine::request> alternatives) { groups_.push_back(std::move(alternatives)); }
    std::vector<std::vector<engine::request>>& groups() { return groups_; }

private:
    std::vector<std::vector<engine::request>> groups_;
};

/// One event, with the partnership as it is after it.
struct happened {
    engine::reader& known;
    const partnership& p;
    const engine::event& e;
    /// Of a timer the moment at which it was due: a late wake-up changes no outcome.
    instant moment() const { return e.due.value_or(e.at); }
};

struct workflow {
    const std::vector<command>* commands = nullptr;
    std::vector<const process*> processes{};
    std::vector<kind> kinds{};
    /// Those of its events that are decisions: who looks for decisions is shown them, and can ask for each by name.
    std::vector<std::string_view> decisions{};
    std::map<std::string_view, holds_more> more{};
    /// What an event concerns: each is then asked what follows. A request whose line in the table has `follows` happens only
    /// when its rules hold; any other one that is refused is a bug.
    void (*follow)(const happened& h, follow_ups& out) = nullptr;
    void (*tell)(const happened& h, letters& l) = nullptr;
    std::vector<view_spec> views{};
    /// What of it awaits the reader: each row says the verb in `what`, and the thing under the name of its kind.
    void (*tasks)(view_request& a, task_rows& found) = nullptr;
    /// Mails of a reminder that is due now, of one of its kinds.
    void (*remind)(const engine::store::due_timer& t, letters& l) = nullptr;
};

} // namespace workflows
