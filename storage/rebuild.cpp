#include "storage/rebuild.hpp"

#include <algorithm>
#include <map>

namespace storage {
namespace {

struct projected {
    std::map<std::string, std::string> entities;
    std::vector<log_store::stored_row> rows;
    std::vector<engine::store::due_timer> timers;
    engine::compact_tree tree;
};

projected from_log(database& d, log_store& rows, const engine::log_head& head, const progress& tell)
{
    projected out;
    engine::folded state(rows.partnership(), d.workflows());
    for (std::int64_t from = 0;; from += 1000) {
        const auto leaves = rows.leaves(from, 1000);
        for (const auto& l : leaves) out.tree.append(engine::leaf_hash(l.bytes));
        for (const auto& e : rows.events_from(from, 1000)) state.apply(e);
        if (tell) tell(out.tree.size(), head.tree.size());
        if (leaves.size() < 1000) break;
    }
    for (const auto& [key, e] : state.entities()) {
        out.entities[key] = e->stored();
        for (const auto& r : e->rows()) out.rows.push_back({r.index, r.key, r.sort, std::string(engine::split_key(key).id)});
        for (const auto& t : e->timers())
            if (!engine::is_reminder(t.command) || t.due > std::max(head.reminded_until, head.last_at))
                out.timers.push_back({t.due, key, t.command});
    }
    std::sort(out.rows.begin(), out.rows.end());
    std::sort(out.timers.begin(), out.timers.end(),
              [](const auto& a, const auto& b) { return std::tie(a.due, a.subject, a.command) < std::tie(b.due, b.subject, b.command); });
    return out;
}

/// Read, and written as this program writes it: a form that has grown since it was stored is no difference. "" when it cannot be read.
std::string written_again(database& d, const std::string& key, const std::string& stored)
try {
    const auto e = d.workflows().fresh(engine::split_key(key).kind);
    e->restore(engine::json::parse(stored));
    return e->stored();
} catch (const std::exception&) {
    return "";
}

} // namespace

std::vector<std::string> compare_projections(database& d, const std::string& partnership, const progress& tell)
{
    log_store rows(d.sql(), partnership);
    const auto head = rows.head();
    const auto log = from_log(d, rows, head, tell);
    std::vector<std::string> out;
    if (log.tree.size() != head.tree.size() || log.tree.root() != head.tree.root())
        out.push_back("the head says " + std::to_string(head.tree.size()) + " leaves; the log has " + std::to_string(log.tree.size()) +
                      (log.tree.size() == head.tree.size() ? ", with another root" : ""));
    auto wanted = log.entities;
    for (const auto& [key, stored] : rows.all_entities()) {
        const auto found = wanted.find(key);
        if (found == wanted.end()) out.push_back(key + " is stored, but the log does not know it");
        else {
            if (found->second != stored && found->second != written_again(d, key, stored))
                out.push_back(key + " is stored otherwise than the log has it");
            wanted.erase(found);
        }
    }
    for (const auto& [key, _] : wanted) out.push_back(key + " is in the log, but not stored");
    const auto stored_rows = rows.all_rows();
    for (const auto& r : log.rows)
        if (!std::binary_search(stored_rows.begin(), stored_rows.end(), r))
            out.push_back(r.id + " is not found under " + r.name + " \"" + r.key + "\"");
    for (const auto& r : stored_rows)
        if (!std::binary_search(log.rows.begin(), log.rows.end(), r))
            out.push_back(r.id + " is found under " + r.name + " \"" + r.key + "\", where the log has it not");
    const auto same = [](const auto& a, const auto& b) { return a.due == b.due && a.subject == b.subject && a.command == b.command; };
    const auto timers = rows.all_timers();
    if (!std::equal(timers.begin(), timers.end(), log.timers.begin(), log.timers.end(), same))
        out.push_back("the timers are not those that the log asks for");
    return out;
}

void rebuild_projections(database& d, const std::string& partnership, const progress& tell)
{
    auto& c = d.sql();
    log_store rows(c, partnership);
    c.begin();
    try {
        auto head = rows.lock_head(database::origin_of(partnership));
        const auto log = from_log(d, rows, head, tell);
        rows.forget_projections();
        for (const auto& [key, stored] : log.entities) rows.save(key, stored, true);
        for (const auto& r : log.rows) rows.change_rows("/" + r.id, {}, {{r.name, r.key, r.sort}});
        for (const auto& t : log.timers) rows.change_timers(t.subject, {}, {{t.due, t.command}});
        head.tree = log.tree;
        rows.save_head(head);
        c.commit();
    } catch (...) {
        c.rollback();
        throw;
    }
}

} // namespace storage
