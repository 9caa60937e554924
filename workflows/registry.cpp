#include "workflows/registry.hpp"

#include <algorithm>

namespace workflows {

// One line a workflow. The order is that of the documentation.
#define EACH_WORKFLOW(with)                                                                                                                \
    with(bid) with(approval) with(meeting) with(item) with(interest) with(stream) with(plan) with(partnership) with(document) with(risk)

#define DECLARE(name) workflow name##_workflow();
EACH_WORKFLOW(DECLARE)

const std::vector<workflow>& all_workflows()
{
#define BRING(name) name##_workflow(),
    static const std::vector<workflow> all{EACH_WORKFLOW(BRING)};
    return all;
}

const std::vector<const process*>& all_tables()
{
    static const auto tables = [] {
        std::vector<const process*> out;
        for (const auto& w : all_workflows()) out.insert(out.end(), w.processes.begin(), w.processes.end());
        return out;
    }();
    return tables;
}

const process* find_table(std::string_view name)
{
    const auto& all = all_tables();
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto* t) { return t->doc.name == name; });
    return found == all.end() ? nullptr : *found;
}

const process* table_for(std::string_view kind, std::string_view stage, std::string_view command)
{
    for (const auto* t : all_tables())
        if (t->kind == kind && t->doc.find(stage, command)) return t;
    return nullptr;
}

const process& table_of_command(std::string_view command)
{
    for (const auto* t : all_tables())
        for (const auto& r : t->doc.rows)
            if (r.command == command) return *t;
    throw std::logic_error("no process knows the command " + std::string(command));
}

const kind& find_kind(std::string_view name)
{
    static const auto by_name = [] {
        std::map<std::string_view, const kind*> out;
        for (const auto& w : all_workflows())
            for (const auto& k : w.kinds) out.emplace(k.name, &k);
        return out;
    }();
    const auto found = by_name.find(name);
    if (found == by_name.end()) throw std::invalid_argument("no such kind of thing: " + std::string(name));
    return *found->second;
}

holds_more more_of(std::string_view event)
{
    static const auto by_event = [] {
        std::map<std::string_view, holds_more> out;
        for (const auto& w : all_workflows())
            for (const auto& [e, more] : w.more)
                if (!out.emplace(e, more).second) throw std::logic_error("two workflows say what the event " + std::string(e) + " holds");
        return out;
    }();
    const auto found = by_event.find(event);
    return found == by_event.end() ? nullptr : found->second;
}

const std::map<std::string, std::string>& printed_digests()
{
    static const auto digests = [] {
        std::map<std::string, std::string> out;
        for (const auto* t : all_tables()) out[t->doc.name] = engine::hex(engine::sha256(engine::adopted_form(t->doc)));
        return out;
    }();
    return digests;
}

engine::request ask(std::string_view verb, std::string subject, json::object fields)
{
    engine::request r;
    r.verb = verb;
    r.subject = std::move(subject);
    r.fields = std::move(fields);
    return r;
}

} // namespace workflows
