#include "engine/handle.hpp"

#include <algorithm>
#include <stdexcept>

namespace engine {
namespace {

/// A follow-up is decided by facts that its trigger just made, so thousands of them mean a loop.
constexpr std::size_t follow_ups_max = 10'000;

std::string digest_of_command(const request& r) { return hex(sha256(canonical(json::object{{"do", r.verb}, {"fields", r.fields}}))); }

answer refused_with(refusal why) { return {result::refused, {}, -1, {std::move(why)}, {}, {}, {}}; }

json::object remembered_form(const answer& a)
{
    return {
        {"events", json::array(a.events.begin(), a.events.end())}, {"index", a.index}, {"made_kind", a.made_kind}, {"made_id", a.made_id}};
}

answer from_remembered(const json::object& o)
{
    answer a;
    from_json(o.at("events"), a.events);
    from_json(o.at("index"), a.index);
    from_json(o.at("made_kind"), a.made_kind);
    from_json(o.at("made_id"), a.made_id);
    return a;
}

template <class T> std::vector<T> without(std::vector<T> a, std::vector<T> b)
{
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    std::vector<T> out;
    std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    return out;
}

} // namespace

std::string_view to_word(result r)
{
    switch (r) {
    case result::accepted: return "accepted";
    case result::refused: return "refused";
    case result::invalid: return "invalid";
    case result::forbidden: return "forbidden";
    }
    return "?";
}

// -- cache -----------------------------------------------------------------------------------------------------------

std::shared_ptr<const entity> entity_cache::find(std::string_view key)
{
    const auto found = all_.find(key);
    if (found == all_.end()) return nullptr;
    found->second.used = ++clock_;
    return found->second.what;
}

void entity_cache::put(const std::string& key, std::shared_ptr<const entity> e, std::size_t bytes)
{
    bytes += key.size() + 256;
    auto& slot = all_[key];
    bytes_ += bytes - slot.bytes;
    slot = {std::move(e), bytes, ++clock_};
    if (bytes_ <= bytes_max_) return;
    // Dropping the older half at once keeps this rare and the books simple.
    std::vector<std::uint64_t> ages;
    for (const auto& [_, h] : all_) ages.push_back(h.used);
    std::nth_element(ages.begin(), ages.begin() + static_cast<std::ptrdiff_t>(ages.size() / 2), ages.end());
    const auto oldest_kept = ages[ages.size() / 2];
    std::erase_if(all_, [&](const auto& p) {
        if (p.second.used >= oldest_kept) return false;
        bytes_ -= p.second.bytes;
        return true;
    });
}

void entity_cache::clear()
{
    all_.clear();
    bytes_ = 0;
}

// -- session: reading ------------------------------------------------------------------------------------------------

session::session(store& rows, const domain& workflows, random_source& chance, entity_cache& cache, std::string origin)
    : session(rows, workflows, chance, cache, std::move(origin), rows.head())
{}

session::session(store& rows, const domain& workflows, random_source& chance, entity_cache& cache, std::string origin, log_head head)
    : rows_(rows), workflows_(workflows), chance_(chance), cache_(cache), origin_(std::move(origin)), head_(std::move(head)),
      head_before_(head_)
{}

std::shared_ptr<const entity> session::committed_or_group(std::string_view key)
{
    if (const auto g = group_.find(key); g != group_.end()) return g->second.what;
    if (const auto k = kept_.find(key); k != kept_.end()) return k->second;
    if (auto c = cache_.find(key)) {
        kept_.emplace(key, c); // holds it while pointers into it are about, whatever the cache drops
        return c;
    }
    const auto stored = rows_.load(key);
    if (!stored) return nullptr;
    std::shared_ptr<entity> e = workflows_.fresh(split_key(key).kind);
    e->restore(json::parse(*stored));
    cache_.put(std::string(key), e, stored->size() * 2);
    kept_.emplace(key, e);
    return e;
}

const entity* session::find(std::string_view key)
{
    if (const auto w = at_work_.find(key); w != at_work_.end()) return w->second.now.get();
    return committed_or_group(key).get();
}

std::vector<found_row> session::rows(const index_query& q)
{
    flush(std::string_view(q.index).substr(0, q.index.find('.')));
    return rows_.find(q);
}

// -- session: writing ------------------------------------------------------------------------------------------------
//
// Every write below goes into the transaction that the caller opened (storage/database.cpp, run_together), and nobody is answered
// before it is committed. So a crash at any of them means the same to the outside: nothing happened. What would be half done is said
// at each, and why the transaction, or the next run of the same line, makes it good. Tests: tests/crash, docs/failures.md.

entity& session::change(const std::string& key)
{
    dirty_.insert(key);
    auto& w = at_work_[key];
    if (!w.now) {
        const auto before = committed_or_group(key);
        w.now = before ? before->clone() : workflows_.fresh(split_key(key).kind);
        w.is_new = !before;
        if (before) {
            w.rows = before->rows();
            w.timers = before->timers();
        }
    }
    return *w.now;
}

void session::append(event& e, const request& r, instant now, answer& a)
{
    if (!std::exchange(writing_, true)) before_write();
    e.index = size();
    e.at = now;
    e.actor = r.actor;
    e.cause = r.cause;
    e.due = r.due;
    if (!r.key.empty()) e.key_digest = hex(sha256(r.key));
    for (auto& [_, text] : e.texts) text = seal(std::move(*text.text), chance_.bytes(16));

    // The leaf alone would be a decision without its effects: no entity, no row, no mail. A crash here takes it back with the
    // transaction; the head on disk still has the size of before, so the next leaf gets the same index.
    const auto leaf = leaf_bytes(e, origin_);
    const auto hash = leaf_hash(leaf);
    rows_.append(e, leaf, hash);
    head_.tree.append(hash);
    head_.last_at = now;
    head_changed_ = true;
    change(e.subject).apply(e);
    for (const auto& other : e.also) change(other).apply(e);

    a.events.push_back(e.type);
    if (a.index < 0) a.index = e.index;
}

/// Writes the entities that changed since the last flush: those of a kind before an index of theirs is read, all at the
/// command's end. A crash between an entity, its rows and its timers leaves none of them: they are projections of the leaves of the
/// same transaction. Should a disk lose one all the same, `rebuild --check` finds it and `rebuild` makes it anew from the log.
void session::flush(std::string_view kind)
{
    for (auto next = dirty_.begin(); next != dirty_.end();) {
        if (!kind.empty() && split_key(*next).kind != kind) {
            ++next;
            continue;
        }
        const auto key = *next;
        next = dirty_.erase(next);
        auto& w = at_work_.at(key);
        const auto stored = w.now->stored();
        w.bytes = stored.size() * 2; // in memory it takes about twice what it takes as text
        rows_.save(key, stored, std::exchange(w.is_new, false));
        if (auto rows_now = w.now->rows(); rows_now != w.rows) {
            rows_.change_rows(key, without(w.rows, rows_now), without(rows_now, w.rows));
            w.rows = std::move(rows_now);
        }
        if (auto timers_now = w.now->timers(); timers_now != w.timers) {
            auto come = without(timers_now, w.timers);
            std::erase_if(come,
                          [&](const timer& t) { return is_reminder(t.command) && t.due <= std::max(head_.reminded_until, head_.last_at); });
            rows_.change_timers(key, without(w.timers, timers_now), come);
            w.timers = std::move(timers_now);
        }
    }
}

void session::begin()
{
    at_work_.clear();
    dirty_.clear();
    writing_ = false;
    head_before_ = head_;
    head_changed_before_ = head_changed_;
}

void session::end()
{
    flush();
    for (auto& [key, w] : at_work_) group_[key] = {std::move(w.now), w.bytes};
    at_work_.clear();
}

void session::undo()
{
    at_work_.clear();
    dirty_.clear();
    head_ = head_before_;
    head_changed_ = head_changed_before_;
}

void session::committed()
{
    for (auto& [key, e] : group_) cache_.put(key, e.what, e.bytes);
    group_.clear();
    kept_.clear();
    head_changed_ = false;
}

void session::run(const request& r, instant clock, answer& a, std::deque<event>& happened)
{
    const auto now = std::max(clock, head_.last_at);
    auto v = workflows_.judge(r, *this, now);
    if (v.outcome != result::accepted) {
        for (auto& f : v.refusals)
            if (f.says.empty()) f.says = f.message; // a domain that has no words but these
        for (auto& f : v.errors)
            if (f.says.empty() && !f.why.empty()) f.says = f.why.front().message;
        if (r.internal) {
            std::string why = "the follow-up " + r.verb + " on " + r.subject + " was not accepted:";
            for (const auto& f : v.refusals) why += " " + f.rule + ": " + f.says;
            for (const auto& f : v.errors) why += " " + f.field + ": " + f.says;
            throw std::logic_error(why);
        }
        a.outcome = v.outcome;
        a.refusals = std::move(v.refusals);
        a.errors = std::move(v.errors);
        return;
    }
    if (!r.internal) {
        a.made_kind = v.made_kind;
        a.made_id = v.made_id;
    }
    for (auto& e : v.events) {
        append(e, r, now, a);
        happened.push_back(std::move(e));
    }
}

/// Breadth first, in order of log index. What follows is decided in the same transaction: a crash between a decision and what
/// follows from it leaves neither.
void session::follow(std::deque<event>& happened, instant clock, answer& a)
{
    for (std::size_t i = 0; i < happened.size(); ++i) {
        if (i > follow_ups_max) throw std::logic_error("a command is followed by more than 10,000 others");
        const event& e = happened[i]; // a deque: it stays where it is while more are added
        for (auto& m : workflows_.notices(e, *this)) {
            m.event_index = e.index;
            m.at = e.at;
            // Owed in the decision's own transaction: a crash here leaves neither, one after the commit leaves both, and the
            // mailer finds what is owed when it starts again. No decision is without its mail, no mail without its decision.
            rows_.owe(m);
        }
        for (auto& next : workflows_.reactions(e, *this)) {
            next.partnership = partnership();
            next.actor = "system";
            next.internal = true;
            next.cause = e.index;
            run(next, clock, a, happened);
        }
    }
}

answer session::handle(const request& r, instant clock)
{
    begin();
    if (!r.key.empty())
        if (const auto earlier = rows_.remembered(r.key)) {
            if (earlier->actor == r.actor && earlier->command_digest == digest_of_command(r)) return from_remembered(earlier->answer);
            return refused_with({"key-used", "key_used", {}, "general rule", {}, {}, workflows_.says({"key_used"}, *this, clock)});
        }
    answer a;
    std::deque<event> happened;
    // A table that changed is adopted before the first decision under it, and only if there is such a decision.
    auto before = workflows_.first(*this);
    const auto probe = before.empty() ? verdict{} : workflows_.judge(r, *this, std::max(clock, head_.last_at));
    if (probe.outcome == result::accepted)
        for (auto& first : before) {
            first.actor = "system";
            first.internal = true;
            answer apart;
            run(first, clock, apart, happened);
        }
    run(r, clock, a, happened);
    if (a.outcome != result::accepted) {
        at_work_.clear();
        return a;
    }
    follow(happened, clock, a);
    // A crash before the commit forgets the key with the decision: whoever sends the command again has it decided for the first
    // time. After it, also when the answer never arrived, the key gives the first answer again.
    if (!r.key.empty()) rows_.remember(r.key, {r.actor, digest_of_command(r), remembered_form(a)});
    end();
    return a;
}

std::optional<instant> session::next_due()
{
    const auto t = rows_.next_timer();
    return t ? std::optional(t->due) : std::nullopt;
}

void session::fire_due(instant until, const std::function<instant(instant)>& clock)
{
    while (const auto t = rows_.next_timer()) {
        if (t->due > until) return;
        begin();
        if (!std::exchange(writing_, true)) before_write();
        // A reminder's mails, its timer's end and how far reminders have gone are one transaction: a crash leaves the timer due, and
        // the next run sends the mails for the first time. The same holds for a timer's command and the clearing of its timer.
        if (is_reminder(t->command)) {
            for (auto& m : workflows_.reminders(*t, *this)) {
                m.event_index = -size();
                m.at = t->due;
                rows_.owe(m);
            }
            rows_.change_timers(t->subject, {{t->due, t->command}}, {});
            head_.reminded_until = std::max(head_.reminded_until, t->due);
            head_changed_ = true;
        } else {
            request r{partnership(), "system", t->command, "", {}, true, t->subject, std::nullopt, t->due};
            answer a;
            std::deque<event> happened;
            const auto outside = clock(t->due);
            run(r, outside, a, happened);
            follow(happened, outside, a);
        }
        end();
        // A timer that its own command does not clear would fire for ever.
        if (const auto again = rows_.next_timer();
            again && again->due == t->due && again->subject == t->subject && again->command == t->command)
            throw std::logic_error("the timer " + t->command + " of " + t->subject + " is still there after it fired");
    }
}

} // namespace engine
