#include "storage/outbox.hpp"

namespace storage {
namespace {

owed_mail read_mail(cursor& rows)
{
    owed_mail m;
    m.partnership = rows.text(0);
    m.at = {rows.number(1)};
    m.event_index = rows.number(2);
    m.number = rows.number(3);
    m.to = rows.text(4);
    m.message = rows.text(5);
    m.about = rows.text(6);
    if (const auto facts = engine::parse_strict(rows.text(7)); facts && facts->is_object()) m.facts = facts->get_object();
    m.mime = rows.text(8);
    m.state = rows.text(9);
    m.attempts = rows.number(10);
    m.next_at = {rows.number(11)};
    m.sent_at = {rows.number(12)};
    m.reply = rows.text(13);
    return m;
}
constexpr auto shape = "tnnnttttttnnnt";

} // namespace

#define MAIL_COLUMNS                                                                                                                       \
    "SELECT partnership, at, event_index, number, recipient, message, about, facts, mime, state, attempts, next_at, sent_at, reply FROM "  \
    "mail "
#define THIS_MAIL " WHERE partnership = :p AND at = :t AND event_index = :e AND number = :n"

void outbox::owe(const std::string& partnership, const std::string& to, const std::string& message, const engine::json::object& facts,
                 instant now)
{
    std::int64_t number = 0;
    {
        auto rows =
            c_.prepared("SELECT coalesce(max(number), -1) + 1 FROM mail WHERE partnership = :p AND at = :a AND event_index = -1", "tn", "n")
                .rows(partnership, now.micros);
        if (rows.next()) number = rows.number(0);
    }
    c_.prepared(
          "INSERT INTO mail (partnership, at, event_index, number, recipient, message, about, facts, state, attempts) VALUES (:p, :a, "
          "-1, :n, :r, :m, '', :f, 'owed', 0)",
          "tnnttt")
        .run(partnership, now.micros, number, to, message, engine::canonical(facts));
}

std::vector<owed_mail> outbox::claim(instant now, instant lease_until, std::size_t limit)
{
    std::vector<owed_mail> out;
    {
        auto rows = c_.prepared(MAIL_COLUMNS
                                "WHERE state = 'owed' AND next_at <= :n ORDER BY next_at, at, partnership, event_index, number LIMIT :l",
                                "nn", shape)
                        .rows(now.micros, static_cast<std::int64_t>(limit));
        while (rows.next()) out.push_back(read_mail(rows));
    }
    for (auto& m : out) {
        c_.prepared("UPDATE mail SET next_at = :l, attempts = attempts + 1" THIS_MAIL, "ntnnn")
            .run(lease_until.micros, m.partnership, m.at.micros, m.event_index, m.number);
        ++m.attempts;
    }
    return out;
}

void outbox::keep_bytes(const owed_mail& m, const std::string& mime)
{
    c_.prepared("UPDATE mail SET mime = :b" THIS_MAIL, "ttnnn").run(mime, m.partnership, m.at.micros, m.event_index, m.number);
}

void outbox::sent(const owed_mail& m, const std::string& reply, instant now)
{
    c_.prepared("UPDATE mail SET state = 'sent', sent_at = :w, reply = :r" THIS_MAIL, "nttnnn")
        .run(now.micros, reply, m.partnership, m.at.micros, m.event_index, m.number);
}

void outbox::try_again(const owed_mail& m, const std::string& reply, instant next)
{
    c_.prepared("UPDATE mail SET next_at = :w, reply = :r" THIS_MAIL, "nttnnn")
        .run(next.micros, reply, m.partnership, m.at.micros, m.event_index, m.number);
}

void outbox::put_aside(const owed_mail& m, const std::string& state, const std::string& reply)
{
    c_.prepared("UPDATE mail SET state = :s, reply = :r" THIS_MAIL, "tttnnn")
        .run(state, reply, m.partnership, m.at.micros, m.event_index, m.number);
}

void outbox::forget_leases() { c_.prepared("UPDATE mail SET next_at = 0 WHERE state = 'owed' AND reply = ''", "").run(); }

std::int64_t outbox::retry_failed(const std::string& partnership, instant now)
{
    return c_.prepared("UPDATE mail SET state = 'owed', next_at = :n, attempts = 0 WHERE partnership = :p AND state = 'failed'", "nt")
        .run(now.micros, partnership);
}

std::vector<owed_mail> outbox::waiting_for_digest(const std::string& partnership)
{
    std::vector<owed_mail> out;
    auto rows =
        c_.prepared(MAIL_COLUMNS "WHERE state = 'digest' AND partnership = :p ORDER BY recipient, at, event_index, number", "t", shape)
            .rows(partnership);
    while (rows.next()) out.push_back(read_mail(rows));
    return out;
}

std::vector<owed_mail> outbox::of_partnership(const std::string& partnership, std::size_t limit)
{
    std::vector<owed_mail> out;
    auto rows = c_.prepared(MAIL_COLUMNS "WHERE partnership = :p ORDER BY at DESC, event_index DESC, number DESC LIMIT :l", "tn", shape)
                    .rows(partnership, static_cast<std::int64_t>(limit));
    while (rows.next()) out.push_back(read_mail(rows));
    return out;
}

std::vector<owed_mail> outbox::about(const std::string& partnership, std::int64_t event_index)
{
    std::vector<owed_mail> out;
    auto rows = c_.prepared(MAIL_COLUMNS "WHERE partnership = :p AND event_index = :e ORDER BY at, number", "tn", shape)
                    .rows(partnership, event_index);
    while (rows.next()) out.push_back(read_mail(rows));
    return out;
}

outbox::figures outbox::now()
{
    figures f;
    auto rows =
        c_.prepared("SELECT coalesce(sum(CASE WHEN state = 'owed' THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN state = 'failed' THEN 1 "
                    "ELSE 0 END), 0), coalesce(min(CASE WHEN state = 'owed' THEN at END), 0) FROM mail WHERE state IN ('owed', 'failed')",
                    "", "nnn")
            .rows();
    if (rows.next()) f = {rows.number(0), rows.number(1), {rows.number(2)}};
    return f;
}

void outbox::drop_bytes(instant sent_before)
{
    c_.prepared("UPDATE mail SET mime = '' WHERE state = 'sent' AND sent_at < :b AND mime <> ''", "n").run(sent_before.micros);
}

} // namespace storage
