#include "engine/memory_store.hpp"

#include <algorithm>

namespace engine {
namespace {

using sorted_rows = std::map<std::pair<std::string, std::string>, std::set<std::pair<std::string, std::string>>>;

std::vector<found_row> query(const sorted_rows& rows, const index_query& q)
{
    std::vector<found_row> out;
    const auto found = rows.find({q.index, q.key});
    if (found == rows.end()) return out;
    const auto take = [&](const auto& p) {
        if (out.size() < q.limit) out.push_back({p.first, p.second});
    };
    if (q.descending) {
        for (auto i = found->second.rbegin(); i != found->second.rend() && out.size() < q.limit; ++i)
            if (q.from.empty() || i->first <= q.from) take(*i);
    } else {
        for (auto i = found->second.lower_bound({q.from, ""}); i != found->second.end() && out.size() < q.limit; ++i) take(*i);
    }
    return out;
}

void change(sorted_rows& rows, std::string_view id, const std::vector<index_row>& gone, const std::vector<index_row>& come)
{
    for (const auto& r : gone) rows[{r.index, r.key}].erase({r.sort, std::string(id)});
    for (const auto& r : come) rows[{r.index, r.key}].emplace(r.sort, std::string(id));
}

} // namespace

std::optional<std::string> memory_store::load(std::string_view key)
{
    const auto found = entities_.find(key);
    return found == entities_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<found_row> memory_store::find(const index_query& q) { return query(rows_, q); }

std::vector<event> memory_store::events_of(std::string_view subject)
{
    std::vector<event> out;
    if (const auto found = by_subject_.find(subject); found != by_subject_.end())
        for (const auto i : found->second) out.push_back(events_[i]);
    return out;
}

std::vector<event> memory_store::events_from(std::int64_t index, std::size_t limit)
{
    std::vector<event> out;
    for (auto i = static_cast<std::size_t>(index); i < events_.size() && out.size() < limit; ++i) out.push_back(events_[i]);
    return out;
}

std::optional<remembered_answer> memory_store::remembered(std::string_view key)
{
    const auto found = keys_.find(key);
    return found == keys_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<store::due_timer> memory_store::next_timer()
{
    if (timers_.empty()) return std::nullopt;
    const auto& [due, subject, command] = *timers_.begin();
    return due_timer{due, subject, command};
}

std::vector<mail> memory_store::mails(std::size_t limit)
{
    return {mails_.begin(), mails_.begin() + static_cast<std::ptrdiff_t>(std::min(limit, mails_.size()))};
}

void memory_store::append(const event& e, const std::string& leaf, const digest& leaf_hash)
{
    by_subject_[e.subject].push_back(events_.size());
    for (const auto& a : e.also) by_subject_[a].push_back(events_.size());
    events_.push_back(e);
    leaves_.push_back(leaf);
    head_.tree.append(leaf_hash);
    head_.last_at = e.at;
}

void memory_store::save(std::string_view key, const std::string& stored, bool) { entities_[std::string(key)] = stored; }

void memory_store::change_rows(std::string_view key, const std::vector<index_row>& gone, const std::vector<index_row>& come)
{
    change(rows_, split_key(key).id, gone, come);
}

void memory_store::change_timers(std::string_view subject, const std::vector<timer>& gone, const std::vector<timer>& come)
{
    for (const auto& t : gone) timers_.erase({t.due, std::string(subject), t.command});
    for (const auto& t : come) timers_.emplace(t.due, std::string(subject), t.command);
}

// -- folded ----------------------------------------------------------------------------------------------------------

void folded::apply(const event& e)
{
    const auto touch = [&](const std::string& key) {
        auto& slot = entities_[key];
        if (!slot) slot = workflows_.fresh(split_key(key).kind);
        slot->apply(e);
        stale_.insert(key);
        by_subject_[key].push_back(events_.size());
    };
    touch(e.subject);
    for (const auto& other : e.also) touch(other);
    events_.push_back(e);
}

const entity* folded::find(std::string_view key)
{
    const auto found = entities_.find(key);
    return found == entities_.end() ? nullptr : found->second.get();
}

std::vector<found_row> folded::rows(const index_query& q)
{
    for (const auto& key : std::exchange(stale_, {})) { // rows are only worked out when someone looks
        auto now = entities_.at(key)->rows();
        auto& before = rows_of_entity_[key];
        change(rows_, split_key(key).id, before, now);
        before = std::move(now);
    }
    return query(rows_, q);
}

std::vector<event> folded::events_from(std::int64_t index, std::size_t limit)
{
    const auto from = std::min(static_cast<std::size_t>(std::max<std::int64_t>(index, 0)), events_.size());
    const auto to = from + std::min(limit, events_.size() - from);
    return {events_.begin() + static_cast<std::ptrdiff_t>(from), events_.begin() + static_cast<std::ptrdiff_t>(to)};
}

std::vector<event> folded::events_of(std::string_view subject)
{
    std::vector<event> out;
    if (const auto found = by_subject_.find(subject); found != by_subject_.end())
        for (const auto i : found->second) out.push_back(events_[i]);
    return out;
}

} // namespace engine
