#include "storage/database.hpp"

#include "storage/rebuild.hpp"
#include "storage/schema.hpp"

#include <algorithm>

namespace storage {
namespace {

/// Rolls back unless committed.
class transaction {
public:
    enum class use { write, read };
    explicit transaction(connection& c, use u = use::write) : c_(c)
    {
        if (u == use::write) c_.begin();
        else c_.begin_read();
    }
    ~transaction()
    {
        if (!done_) c_.rollback();
    }
    void commit()
    {
        c_.commit();
        done_ = true;
    }

private:
    connection& c_;
    bool done_ = false;
};

} // namespace

database::database(const std::string& url, const engine::domain& workflows, std::unique_ptr<engine::random_source> chance, access how)
    : c_(url, how), workflows_(workflows), chance_(std::move(chance))
{
    if (how != access::write) return;
    migrate(c_);
    renew_projections();
}

/// Projections of an earlier form are made anew from the log, each partnership in a transaction of its own. A crash on the way
/// leaves the number as it was, and the next start begins again; a rebuild that was done already changes nothing.
void database::renew_projections()
{
    const auto wanted = workflows_.projections();
    std::int64_t stored = 0;
    {
        auto rows = c_.prepared("SELECT number FROM projection_form", "", "n").rows();
        if (rows.next()) stored = rows.number(0);
    }
    if (stored == wanted) return;
    if (stored > wanted) throw database_error("this database was made by a newer Quorate: use that one");
    for (const auto& p : partnerships()) rebuild_projections(*this, p);
    in_transaction([&] { c_.prepared("UPDATE projection_form SET number = :n", "n").run(wanted); });
}

/// What this process remembers of a partnership, if nobody else has appended meanwhile.
database::place& database::place_of(const std::string& partnership, const engine::log_head& head)
{
    auto& p = places_[partnership];
    if (p.size != head.tree.size()) p.cache.clear();
    p.size = head.tree.size();
    return p;
}

std::vector<database::outcome> database::run_together(const std::string& partnership, const std::vector<engine::request>& group,
                                                      engine::instant clock)
{
    std::vector<outcome> out;
    log_store rows(c_, partnership);
    transaction t(c_);
    const auto head = rows.lock_head(origin_of(partnership));
    auto& known = place_of(partnership, head);
    engine::session s(rows, workflows_, *chance_, known.cache, origin_of(partnership), head);
    bool saved = false;
    // A crash under a savepoint is a crash of the whole group: nobody in it was answered.
    s.before_write = [&] {
        c_.savepoint(); // only a command that is about to write needs one: a refused one wrote nothing
        saved = true;
    };
    const auto keep = [&] {
        if (std::exchange(saved, false)) c_.release();
    };
    try {
        s.fire_due(clock, [&](engine::instant) { return clock; });
        keep();
        for (const auto& r : group) {
            try {
                out.emplace_back(s.handle(r, clock));
                keep();
            } catch (const transaction_lost&) {
                throw;
            } catch (const std::exception&) {
                // A bug or a broken row, in this command alone: its neighbours go on, if the store still has the rest.
                const auto what = std::current_exception();
                if (std::exchange(saved, false)) c_.rollback_to_savepoint();
                else if (!c_.in_transaction()) throw transaction_lost("the transaction ended with the error");
                s.undo();
                out.emplace_back(what);
            }
        }
        if (s.head_changed()) {
            // The head counts the leaves that were appended. A crash here takes back both it and them.
            rows.save_head(s.head());
            // A crash before this commit: nothing happened, nobody was told. After it: all of it happened, and the
            // mails are still owed. During it: SQLite's WAL decides at the next opening, PostgreSQL's at its recovery; either
            // way all or nothing, and the sender, who was not answered, learns which by sending the same key again.
            t.commit();
            known.size = s.head().tree.size();
            s.committed();
        }
    } catch (...) {
        places_.erase(partnership); // nothing of a failed group may be believed
        throw;
    }
    return out;
}

std::vector<database::outcome> database::run(const std::string& partnership, const std::vector<engine::request>& group,
                                             engine::instant clock)
{
    std::vector<outcome> out;
    for (std::size_t i = 0; i == 0 || i < group.size(); i += group_max) { // an empty group still fires its timers
        const std::vector<engine::request> part(group.begin() + static_cast<std::ptrdiff_t>(i),
                                                group.begin() + static_cast<std::ptrdiff_t>(std::min(i + group_max, group.size())));
        try {
            auto answers = run_together(partnership, part, clock);
            std::move(answers.begin(), answers.end(), std::back_inserter(out));
        } catch (const std::exception&) {
            // The whole group is gone and nobody was answered: each runs again alone. A COMMIT whose fate is unknown is
            // settled by the idempotency key: the command that was kept gives its first answer.
            const auto what = std::current_exception();
            if (c_.kind() == dialect::postgresql) {
                try {
                    c_.reconnect();
                } catch (const database_error&) {
                    out.insert(out.end(), part.size(), outcome(what));
                    continue;
                }
            }
            if (part.empty()) std::rethrow_exception(what);
            bool unknown = false;
            try {
                std::rethrow_exception(what);
            } catch (const commit_unknown&) {
                unknown = true;
            } catch (const std::exception&) {}
            for (const auto& r : part) {
                if (unknown && r.key.empty()) { // without a key, running it again might do it twice
                    out.emplace_back(what);
                    continue;
                }
                if (part.size() == 1 && !unknown) { // it was alone already
                    out.emplace_back(what);
                    continue;
                }
                try {
                    auto alone = run_together(partnership, {r}, clock);
                    out.push_back(std::move(alone.front()));
                } catch (const std::exception&) {
                    out.emplace_back(std::current_exception());
                }
            }
        }
    }
    c_.checkpoint_when_large();
    return out;
}

engine::answer database::run_one(const engine::request& r, engine::instant clock)
{
    auto answers = run(r.partnership, {r}, clock);
    if (auto* broken = std::get_if<std::exception_ptr>(&answers.front())) std::rethrow_exception(*broken);
    return std::get<engine::answer>(std::move(answers.front()));
}

void database::fire_due(engine::instant until, const std::function<engine::instant(engine::instant)>& clock)
{
    // One at a time, the oldest of all partnerships first, so that a run tells the same story on every store.
    for (;;) {
        std::string whose;
        engine::instant due;
        {
            auto rows =
                c_.prepared("SELECT partnership, due FROM timer ORDER BY due, partnership, subject, command LIMIT 1", "", "tn").rows();
            if (!rows.next()) return;
            whose = rows.text(0);
            due = {rows.number(1)};
        }
        if (due > until) return;
        const auto outside = clock(due);
        for (auto& o : run(whose, {}, std::max(outside, due)))
            if (auto* broken = std::get_if<std::exception_ptr>(&o)) std::rethrow_exception(*broken);
        auto rows = c_.prepared("SELECT count(*) FROM timer WHERE partnership = :p AND due <= :d", "tn", "n").rows(whose, due.micros);
        if (rows.next() && rows.number(0) > 0) throw database_error("a timer of " + whose + " did not fire");
    }
}

/// A crash before the commit: none of the several things is there. What is written this way (accounts, tokens, mails on their way)
/// is no part of any log, and is not rebuilt from one.
void database::in_transaction(const std::function<void()>& work)
{
    transaction t(c_);
    work();
    t.commit();
}

void database::check_writable()
{
    in_transaction([&] { c_.prepared("SELECT count(*) FROM schema_migration", "", "n").rows().next(); });
}

std::optional<engine::instant> database::next_due()
{
    auto rows = c_.prepared("SELECT due FROM timer ORDER BY due, partnership, subject, command LIMIT 1", "", "n").rows();
    if (!rows.next()) return std::nullopt;
    return engine::instant{rows.number(0)};
}

std::vector<std::string> database::partnerships()
{
    std::vector<std::string> out;
    auto rows = c_.prepared("SELECT id FROM partnership ORDER BY id", "", "t").rows();
    while (rows.next()) out.push_back(rows.text(0));
    return out;
}

bool database::has(const std::string& partnership) { return log_store(c_, partnership).exists(); }

std::optional<engine::instant> database::last_instant()
{
    auto rows = c_.prepared("SELECT count(*), coalesce(max(last_at), 0) FROM partnership", "", "nn").rows();
    if (!rows.next() || rows.number(0) == 0) return std::nullopt;
    return engine::instant{rows.number(1)};
}

void database::read(const std::string& partnership, const std::function<void(engine::reader&)>& with)
{
    log_store rows(c_, partnership);
    transaction t(c_, transaction::use::read);
    const auto head = rows.head();
    auto& known = place_of(partnership, head);
    engine::session s(rows, workflows_, *chance_, known.cache, origin_of(partnership), head);
    with(s);
    t.commit();
}

std::unique_ptr<engine::folded> database::as_it_stood(const std::string& partnership, engine::instant moment)
{
    auto out = std::make_unique<engine::folded>(partnership, workflows_);
    log_store rows(c_, partnership);
    transaction t(c_, transaction::use::read);
    for (std::int64_t from = 0;;) {
        const auto events = rows.events_from(from, 1000);
        for (const auto& e : events) {
            if (e.at > moment) return out;
            out->apply(e);
        }
        if (events.size() < 1000) return out;
        from += 1000;
    }
}

engine::signing_key database::key_of(const std::string& partnership)
{
    {
        auto rows = c_.prepared("SELECT name, seed FROM signing_key WHERE partnership = :p", "t", "tt").rows(partnership);
        if (rows.next()) return {rows.text(0), engine::unhex(rows.text(1)).value_or("")};
    }
    // First use makes the key. It lies in the database unless one is given by file (--key). A crash before it is committed: no
    // checkpoint was signed with it either, as that is the same transaction or a later one; the next use makes another.
    const engine::signing_key made{origin_of(partnership), chance_->bytes(32)};
    c_.prepared("INSERT INTO signing_key (partnership, name, seed) VALUES (:p, :n, :s)", "ttt")
        .run(partnership, made.name, engine::hex(made.seed));
    return made;
}

std::string database::sign_checkpoint(const std::string& partnership, const std::optional<std::string>& seed)
{
    log_store rows(c_, partnership);
    transaction t(c_);
    if (!rows.exists()) throw database_error("there is no partnership \"" + partnership + "\" in this database");
    const auto head = rows.head();
    const auto kept = rows.checkpoints();
    const auto size = static_cast<std::int64_t>(head.tree.size());
    if (!kept.empty() && kept.back().first == size && !seed) return kept.back().second;
    const auto key = seed ? engine::signing_key{origin_of(partnership), *seed} : key_of(partnership);
    const auto note = engine::sign_note(engine::checkpoint{origin_of(partnership), head.tree.size(), head.tree.root()}.text(), key);
    // A crash before the commit: the note was handed to nobody. The next one signs the same head, or a longer one, and both agree.
    rows.keep_checkpoint(size, note);
    t.commit();
    return note;
}

} // namespace storage
