#include "storage/log_store.hpp"

#include <algorithm>

namespace storage {
namespace {

/// The subtrees of a head as one text: hex digests, one after the other.
std::string tree_text(const engine::compact_tree& t)
{
    std::string out;
    for (const auto& d : t.subtrees()) out += engine::hex(d);
    return out;
}

engine::compact_tree read_tree(std::int64_t size, const std::string& text)
{
    std::vector<engine::digest> subtrees;
    for (std::size_t i = 0; i + 64 <= text.size(); i += 64) {
        const auto bytes = engine::unhex(std::string_view(text).substr(i, 64));
        const auto d = bytes ? engine::to_digest(*bytes) : std::nullopt;
        if (!d) throw database_error("the head of the log cannot be read");
        subtrees.push_back(*d);
    }
    try {
        return {static_cast<std::uint64_t>(size), std::move(subtrees)};
    } catch (const std::exception&) {
        throw database_error("the head of the log does not fit its size");
    }
}

} // namespace

bool log_store::exists()
{
    auto rows = c_.prepared("SELECT size FROM partnership WHERE id = :p", "t", "n").rows(partnership_);
    return rows.next();
}

engine::log_head log_store::head()
{
    engine::log_head h;
    auto rows = c_.prepared("SELECT size, tree, last_at, reminded_until FROM partnership WHERE id = :p", "t", "ntnn").rows(partnership_);
    if (rows.next()) h = {read_tree(rows.number(0), rows.text(1)), {rows.number(2)}, {rows.number(3)}};
    return h;
}

engine::log_head log_store::lock_head(std::string_view origin)
{
    if (c_.kind() == dialect::sqlite) { // BEGIN IMMEDIATE has the only lock there is
        auto h = head();
        if (h.tree.size() == 0 && !exists())
            c_.prepared("INSERT INTO partnership (id, origin, size, tree, last_at, reminded_until) VALUES (:i, :o, 0, '', :l, :r)", "ttnn")
                .run(partnership_, origin, INT64_MIN, INT64_MIN);
        return h;
    }
    c_.prepared("INSERT INTO partnership (id, origin, size, tree, last_at, reminded_until) VALUES (:i, :o, 0, '', :l, :r) ON CONFLICT (id) "
                "DO NOTHING",
                "ttnn")
        .run(partnership_, origin, INT64_MIN, INT64_MIN);
    engine::log_head h;
    auto rows =
        c_.prepared("SELECT size, tree, last_at, reminded_until FROM partnership WHERE id = :p FOR UPDATE", "t", "ntnn").rows(partnership_);
    if (rows.next()) h = {read_tree(rows.number(0), rows.text(1)), {rows.number(2)}, {rows.number(3)}};
    return h;
}

void log_store::save_head(const engine::log_head& h)
{
    c_.prepared("UPDATE partnership SET size = :s, tree = :t, last_at = :l, reminded_until = :r WHERE id = :p", "ntnnt")
        .run(static_cast<std::int64_t>(h.tree.size()), tree_text(h.tree), h.last_at.micros, h.reminded_until.micros, partnership_);
}

std::optional<std::string> log_store::load(std::string_view key)
{
    auto rows = c_.prepared("SELECT stored FROM entity WHERE partnership = :p AND id = :i", "tt", "t").rows(partnership_, key);
    return rows.next() ? std::optional(rows.text(0)) : std::nullopt;
}

std::vector<engine::found_row> log_store::find(const engine::index_query& q)
{
    const auto limit = static_cast<std::int64_t>(std::min<std::size_t>(q.limit, 1'000'000'000));
    auto& st = !q.descending ? c_.prepared("SELECT sort, id FROM entity_row WHERE partnership = :p AND name = :n AND key = :k AND sort >= "
                                           ":f ORDER BY sort, id LIMIT :l",
                                           "ttttn", "tt")
               : q.from.empty() ? c_.prepared("SELECT sort, id FROM entity_row WHERE partnership = :p AND name = :n AND key = :k AND sort "
                                              ">= :f ORDER BY sort DESC, id DESC LIMIT :l",
                                              "ttttn", "tt")
                                : c_.prepared("SELECT sort, id FROM entity_row WHERE partnership = :p AND name = :n AND key = :k AND sort "
                                              "<= :f ORDER BY sort DESC, id DESC LIMIT :l",
                                              "ttttn", "tt");
    std::vector<engine::found_row> out;
    auto rows = st.rows(partnership_, q.index, q.key, q.from, limit);
    while (rows.next()) out.push_back({rows.text(0), rows.text(1)});
    return out;
}

std::optional<engine::sealed_text> log_store::text(const engine::digest& commitment)
{
    auto rows = c_.prepared("SELECT salt, body, erased FROM sealed_text WHERE partnership = :p AND sha256 = :h", "tt", "ttn")
                    .rows(partnership_, engine::hex(commitment));
    if (!rows.next()) return std::nullopt;
    engine::sealed_text t{{}, std::nullopt, commitment};
    if (rows.number(2) == 0) {
        t.salt = engine::unhex(rows.text(0)).value_or("");
        t.text = rows.text(1);
    }
    return t;
}

engine::event log_store::with_texts(std::string_view bytes)
{
    auto e = engine::read_leaf(bytes);
    for (auto& [_, t] : e.texts)
        if (auto found = text(t.commitment)) t = std::move(*found);
    return e;
}

std::vector<engine::event> log_store::events_of(std::string_view subject)
{
    std::vector<std::string> leaves;
    {
        auto rows = c_.prepared("SELECT l.bytes FROM leaf_subject s JOIN leaf l ON l.partnership = s.partnership AND l.idx = s.idx "
                                "WHERE s.partnership = :p AND s.subject = :s ORDER BY s.idx",
                                "tt", "t")
                        .rows(partnership_, subject);
        while (rows.next()) leaves.push_back(rows.text(0));
    }
    std::vector<engine::event> out;
    for (const auto& bytes : leaves) out.push_back(with_texts(bytes));
    return out;
}

std::vector<log_store::stored_leaf> log_store::leaves(std::int64_t from, std::size_t limit)
{
    std::vector<stored_leaf> out;
    auto rows = c_.prepared("SELECT idx, bytes FROM leaf WHERE partnership = :p AND idx >= :i ORDER BY idx LIMIT :l", "tnn", "nt")
                    .rows(partnership_, from, static_cast<std::int64_t>(limit));
    while (rows.next()) out.push_back({rows.number(0), rows.text(1)});
    return out;
}

std::vector<engine::event> log_store::events_from(std::int64_t index, std::size_t limit)
{
    std::vector<engine::event> out;
    for (const auto& l : leaves(index, limit)) out.push_back(with_texts(l.bytes));
    return out;
}

std::optional<engine::remembered_answer> log_store::remembered(std::string_view key)
{
    auto rows = c_.prepared("SELECT actor, digest, answer FROM remembered WHERE partnership = :p AND key = :k", "tt", "ttt")
                    .rows(partnership_, key);
    if (!rows.next()) return std::nullopt;
    return engine::remembered_answer{rows.text(0), rows.text(1), engine::json::parse(rows.text(2)).as_object()};
}

std::optional<engine::store::due_timer> log_store::next_timer()
{
    auto rows =
        c_.prepared("SELECT due, subject, command FROM timer WHERE partnership = :p ORDER BY due, subject, command LIMIT 1", "t", "ntt")
            .rows(partnership_);
    if (!rows.next()) return std::nullopt;
    return due_timer{{rows.number(0)}, rows.text(1), rows.text(2)};
}

std::vector<engine::mail> log_store::mails(std::size_t limit)
{
    std::vector<engine::mail> out;
    auto rows = c_.prepared("SELECT at, event_index, recipient, message, about, facts, state, attempts FROM mail WHERE partnership = :p "
                            "ORDER BY at, event_index, number LIMIT :l",
                            "tn",
                            "nnttttt"
                            "n")
                    .rows(partnership_, static_cast<std::int64_t>(std::min<std::size_t>(limit, 1'000'000'000)));
    while (rows.next())
        out.push_back({rows.number(1),
                       rows.text(2),
                       rows.text(3),
                       rows.text(4),
                       rows.text(6),
                       rows.number(7),
                       engine::json::parse(rows.text(5)).as_object(),
                       {rows.number(0)}});
    return out;
}

void log_store::append(const engine::event& e, const std::string& leaf, const engine::digest&)
{
    // The primary key (partnership, index) is the last guard: two writers that ever got here would conflict, not lose.
    c_.prepared("INSERT INTO leaf (partnership, idx, at, bytes) VALUES (:p, :i, :a, :b)", "tnnt")
        .run(partnership_, e.index, e.at.micros, leaf);
    auto& subject = c_.prepared("INSERT INTO leaf_subject (partnership, subject, idx) VALUES (:p, :s, :i) ON CONFLICT DO NOTHING", "ttn");
    subject.run(partnership_, e.subject, e.index);
    for (const auto& other : e.also) subject.run(partnership_, other, e.index);
    auto& sealed = c_.prepared("INSERT INTO sealed_text (partnership, sha256, salt, body, erased) VALUES (:p, :h, :s, :b, 0)", "tttt");
    for (const auto& [_, t] : e.texts) sealed.run(partnership_, engine::hex(t.commitment), engine::hex(t.salt), *t.text);
}

void log_store::save(std::string_view key, const std::string& stored, bool is_new)
{
    if (is_new) c_.prepared("INSERT INTO entity (partnership, id, stored) VALUES (:p, :i, :s)", "ttt").run(partnership_, key, stored);
    else c_.prepared("UPDATE entity SET stored = :s WHERE partnership = :p AND id = :i", "ttt").run(stored, partnership_, key);
}

void log_store::change_rows(std::string_view key, const std::vector<engine::index_row>& gone, const std::vector<engine::index_row>& come)
{
    const auto id = engine::split_key(key).id;
    for (const auto& r : gone)
        c_.prepared("DELETE FROM entity_row WHERE partnership = :p AND name = :n AND key = :k AND sort = :s AND id = :i", "ttttt")
            .run(partnership_, r.index, r.key, r.sort, id);
    for (const auto& r : come)
        c_.prepared("INSERT INTO entity_row (partnership, name, key, sort, id) VALUES (:p, :n, :k, :s, :i)", "ttttt")
            .run(partnership_, r.index, r.key, r.sort, id);
}

void log_store::change_timers(std::string_view subject, const std::vector<engine::timer>& gone, const std::vector<engine::timer>& come)
{
    for (const auto& t : gone)
        c_.prepared("DELETE FROM timer WHERE partnership = :p AND due = :d AND subject = :s AND command = :c", "tntt")
            .run(partnership_, t.due.micros, subject, t.command);
    for (const auto& t : come)
        c_.prepared("INSERT INTO timer (partnership, due, subject, command) VALUES (:p, :d, :s, :c) ON CONFLICT DO NOTHING", "tntt")
            .run(partnership_, t.due.micros, subject, t.command);
}

void log_store::owe(const engine::mail& m)
{
    c_.prepared("INSERT INTO mail (partnership, at, event_index, number, recipient, message, about, facts, state, attempts) VALUES (:p, "
                ":a, :e, :n, :r, :m, :b, :f, :s, 0)",
                "tnnnttttt")
        .run(partnership_, m.at.micros, m.event_index, mails_owed_++, m.to, m.message, m.about, engine::canonical(m.facts), m.state);
}

void log_store::remember(std::string_view key, const engine::remembered_answer& a)
{
    c_.prepared("INSERT INTO remembered (partnership, key, actor, digest, answer) VALUES (:p, :k, :a, :d, :w)", "ttttt")
        .run(partnership_, key, a.actor, a.command_digest, engine::canonical(a.answer));
}

std::vector<log_store::stored_row> log_store::all_rows()
{
    std::vector<stored_row> out;
    auto rows = c_.prepared("SELECT name, key, sort, id FROM entity_row WHERE partnership = :p ORDER BY name, key, sort, id", "t", "tttt")
                    .rows(partnership_);
    while (rows.next()) out.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3)});
    return out;
}

std::vector<std::pair<std::string, std::string>> log_store::all_entities()
{
    std::vector<std::pair<std::string, std::string>> out;
    auto rows = c_.prepared("SELECT id, stored FROM entity WHERE partnership = :p ORDER BY id", "t", "tt").rows(partnership_);
    while (rows.next()) out.emplace_back(rows.text(0), rows.text(1));
    return out;
}

std::vector<engine::store::due_timer> log_store::all_timers()
{
    std::vector<due_timer> out;
    auto rows = c_.prepared("SELECT due, subject, command FROM timer WHERE partnership = :p ORDER BY due, subject, command", "t", "ntt")
                    .rows(partnership_);
    while (rows.next()) out.push_back({{rows.number(0)}, rows.text(1), rows.text(2)});
    return out;
}

void log_store::forget_projections()
{
    c_.prepared("DELETE FROM entity WHERE partnership = :p", "t").run(partnership_);
    c_.prepared("DELETE FROM entity_row WHERE partnership = :p", "t").run(partnership_);
    c_.prepared("DELETE FROM timer WHERE partnership = :p", "t").run(partnership_);
}

std::vector<std::pair<std::int64_t, std::string>> log_store::checkpoints()
{
    std::vector<std::pair<std::int64_t, std::string>> out;
    auto rows = c_.prepared("SELECT size, note FROM checkpoint WHERE partnership = :p ORDER BY size", "t", "nt").rows(partnership_);
    while (rows.next()) out.emplace_back(rows.number(0), rows.text(1));
    return out;
}

void log_store::keep_checkpoint(std::int64_t size, const std::string& note)
{
    c_.prepared("INSERT INTO checkpoint (partnership, size, note) VALUES (:p, :s, :n) ON CONFLICT DO NOTHING", "tnt")
        .run(partnership_, size, note);
}

} // namespace storage
