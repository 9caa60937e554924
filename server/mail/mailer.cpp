#include "server/mail/mailer.hpp"

#include "server/app/files.hpp"
#include "server/app/log.hpp"
#include "storage/accounts.hpp"
#include "workflows/calendar/calendar.hpp"
#include "workflows/partnership/state.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <map>

namespace mail {

namespace json = boost::json;

namespace {

constexpr std::int64_t minute = 60 * engine::second_micros, hour = 60 * minute;
constexpr std::int64_t lease = 15 * minute; // longer than a mail may take to send

/// After the n-th try: 1, 5, 15 minutes, 1 hour, then every 4 hours. In units of the first wait.
std::int64_t wait_after(std::int64_t attempts, std::int64_t first)
{
    static constexpr std::int64_t units[] = {1, 5, 15, 60, 240};
    return units[std::clamp<std::int64_t>(attempts - 1, 0, 4)] * first;
}

struct upload {
    const std::string* bytes;
    std::size_t at = 0;
    CURL* curl;
    long last_wait;
};
std::size_t read_more(char* to, std::size_t size, std::size_t n, void* from)
{
    auto& u = *static_cast<upload*>(from);
    const auto some = std::min(size * n, u.bytes->size() - u.at);
    std::copy_n(u.bytes->data() + u.at, some, to);
    u.at += some;
    // The relay may take ten minutes over the final dot (RFC 5321 4.5.3.2.6).
    if (some == 0) curl_easy_setopt(u.curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, u.last_wait);
    return some;
}

} // namespace

mailer::mailer(const app::config& c, app::database_thread& work, const app::route_table& pages) : config_(c), work_(work), pages_(pages)
{
    if (!c.mail.password_file.empty()) {
        password_ = app::read_file(c.mail.password_file);
        while (!password_.empty() && (password_.back() == '\n' || password_.back() == '\r')) password_.pop_back();
    }
    curl_global_init(CURL_GLOBAL_DEFAULT);
    curl_ = curl_easy_init();
    if (!curl_) throw std::runtime_error("libcurl cannot start");
    work_.run_and_wait([](storage::database& d) {
        if (d.sql().kind() == storage::dialect::sqlite) storage::outbox(d.sql()).forget_leases(); // nobody else sends
    });
    thread_ = std::thread([this] { loop(); });
}

mailer::~mailer() { stop(); }

void mailer::stop()
{
    {
        const std::lock_guard hold(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
    if (curl_) curl_easy_cleanup(static_cast<CURL*>(curl_));
    curl_ = nullptr;
}

void mailer::wake()
{
    {
        const std::lock_guard hold(mutex_);
        owed_ = true;
    }
    wake_.notify_all();
}

void mailer::loop()
{
    auto next_digest = std::chrono::steady_clock::now();
    for (;;) {
        {
            std::unique_lock hold(mutex_);
            wake_.wait_for(hold, std::chrono::seconds(2), [&] { return stopping_ || owed_; });
            if (stopping_) return;
            owed_ = false;
        }
        try {
            if (std::chrono::steady_clock::now() >= next_digest) {
                digests();
                next_digest = std::chrono::steady_clock::now() + std::chrono::seconds(30);
            }
            while (send_some()) {
                const std::lock_guard hold(mutex_);
                if (stopping_) return;
            }
        } catch (const std::exception& e) {
            app::log_line("error", "mails wait", {{"why", e.what()}});
        }
    }
}

/// At 8 in the morning what waits for a person's digest becomes one mail.
void mailer::digests()
{
    work_.run_and_wait([&](storage::database& d) {
        const auto now = app::wall_clock();
        for (const auto& p : d.partnerships()) {
            std::string zone;
            d.read(p, [&](engine::reader& known) {
                if (const auto* it = engine::get<workflows::partnership>(known, workflows::partnership_key)) zone = it->zone;
            });
            if (zone.empty()) continue;
            const auto eight = workflows::at_time(workflows::day_in(now, zone), 8, 0, zone);
            if (now < eight) continue;
            storage::outbox box(d.sql());
            std::map<std::string, std::vector<storage::owed_mail>> by_reader;
            for (auto& m : box.waiting_for_digest(p))
                if (m.at < eight) by_reader[m.to].push_back(std::move(m));
            for (const auto& [who, mails] : by_reader) {
                json::array lines;
                d.read(p, [&](engine::reader& known) {
                    for (const auto& m : mails)
                        if (const auto l = letter_of(word_, known, m, {config_.base(), pages_})) lines.emplace_back(l->subject);
                });
                // A crash before the commit: they still wait, and the next round gathers them. After it: one mail is owed for all.
                d.in_transaction([&] {
                    for (const auto& m : mails) box.put_aside(m, "gathered", "");
                    box.owe(p, who, "digest", {{"lines", std::move(lines)}}, now);
                });
            }
        }
        // A crash before or after: the bytes of old mails go now or in the next round; nothing asks for them any more.
        storage::outbox(d.sql()).drop_bytes({now.micros - 30 * 24 * hour});
    });
}

/// A mail that is ours to send, and what it says.
struct mailer::ready_mail {
    storage::owed_mail mail;
    letter what;
    std::string partnership_name;
};

/// One handful. False: nothing is due.
bool mailer::send_some()
{
    bool any_due = false;
    for (auto& m : claim_some(any_due)) {
        if (m.mail.mime.empty()) make_bytes(m);
        // A crash while it is sent: the lease runs out, or the next start forgets it, and the same bytes go again.
        settle(m.mail, send(m.what.address, m.mail.mime));
        const std::lock_guard hold(mutex_);
        if (stopping_) return false;
    }
    return any_due;
}

/// Takes what is due, under a lease, so that two servers do not send the same mail. A crash after this: a mail waits until its lease
/// has run out; on SQLite, where nobody else sends, the next start forgets the leases.
std::vector<mailer::ready_mail> mailer::claim_some(bool& any_due)
{
    std::vector<ready_mail> out;
    work_.run_and_wait([&](storage::database& d) {
        const auto now = app::wall_clock();
        std::vector<storage::owed_mail> claimed;
        d.in_transaction([&] { claimed = storage::outbox(d.sql()).claim(now, {now.micros + lease}, 20); });
        any_due = !claimed.empty();
        for (auto& m : claimed)
            if (auto ready = prepare(d, std::move(m))) out.push_back(std::move(*ready));
    });
    return out;
}

/// The letter of a mail; nothing when it is put aside: nobody can get it, or its reader wants it otherwise.
std::optional<mailer::ready_mail> mailer::prepare(storage::database& d, storage::owed_mail mail)
{
    storage::outbox box(d.sql());
    std::optional<letter> what;
    std::string partnership_name;
    d.read(mail.partnership, [&](engine::reader& known) {
        what = letter_of(word_, known, mail, {config_.base(), pages_});
        if (const auto* p = engine::get<workflows::partnership>(known, workflows::partnership_key)) partnership_name = p->name;
    });
    if (!what || !is_address(what->address)) {
        box.put_aside(mail, "failed", what ? "the address cannot be used" : "its reader has left");
        return std::nullopt;
    }
    const auto wants = storage::accounts(d.sql()).setting(mail.partnership, "mail:" + mail.to);
    if (mail.mime.empty() && what->optional_mail && (wants == "digest" || (wants == "tasks" && !what->task))) {
        box.put_aside(mail, wants == "digest" ? "digest" : "unwanted", "");
        return std::nullopt;
    }
    return ready_mail{std::move(mail), std::move(*what), std::move(partnership_name)};
}

/// Made once, and kept before it is sent. A crash before it is kept: made anew, nobody has seen the first. After: every try is the
/// same bytes, also when the crash came between the relay's yes and our note of it.
void mailer::make_bytes(ready_mail& m)
{
    const auto& l = m.what;
    json::array lines;
    for (const auto& line : l.lines) lines.push_back(json::object{{"line", line}});
    const json::object model{{"subject", l.subject},
                             {"greeting", l.greeting},
                             {"says", l.says},
                             {"todo", l.todo},
                             {"link", l.link},
                             {"link_says", l.link_says},
                             {"footer", l.footer},
                             {"has_lines", !lines.empty()},
                             {"lines", std::move(lines)},
                             {"partnership", m.partnership_name}};
    // The text part is no HTML: nothing in it is escaped.
    std::string text = l.greeting + "\n\n" + l.says + "\n";
    for (const auto& line : l.lines) text += "- " + line + "\n";
    if (!l.todo.empty()) text += "\n" + l.todo + "\n";
    text += "\n" + l.link_says + ":\n" + l.link + "\n\n-- \n" + l.footer + "\n";
    m.mail.mime = compose(l, m.mail, config_.mail.from, m.partnership_name, text, templates_.render("mail", model));
    work_.run_and_wait([&](storage::database& d) { storage::outbox(d.sql()).keep_bytes(m.mail, m.mail.mime); });
}

/// Notes what the relay said. A crash before this is noted: the mail is still owed, and one identical copy more may go out.
void mailer::settle(const storage::owed_mail& m, const reply& answer)
{
    using kind = reply::kind;
    work_.run_and_wait([&](storage::database& d) {
        storage::outbox box(d.sql());
        const auto now = app::wall_clock();
        if (answer.what == kind::taken) box.sent(m, answer.says, now);
        else if (answer.what == kind::never || now.micros - m.at.micros > 72 * hour) box.put_aside(m, "failed", answer.says);
        else box.try_again(m, answer.says, {now.micros + wait_after(m.attempts, config_.mail.retry_seconds * engine::second_micros)});
    });
    app::log_line("info", "mail",
                  {{"state", answer.what == kind::taken   ? "sent"
                             : answer.what == kind::never ? "failed"
                                                          : "later"},
                   {"reply", answer.says},
                   {"attempt", m.attempts},
                   {"partnership", m.partnership}});
}

mailer::reply mailer::send(const std::string& to, const std::string& bytes)
{
    auto* c = static_cast<CURL*>(curl_);
    curl_easy_reset(c);
    const auto& m = config_.mail;
    upload body{&bytes, 0, c, static_cast<long>(m.timeout_seconds * 10)};
    char error[CURL_ERROR_SIZE] = "";
    curl_slist* recipients = curl_slist_append(nullptr, ("<" + to + ">").c_str());
    curl_easy_setopt(c, CURLOPT_URL, m.server.c_str());
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(c, CURLOPT_MAIL_FROM, ("<" + m.from + ">").c_str());
    curl_easy_setopt(c, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(c, CURLOPT_READFUNCTION, read_more);
    curl_easy_setopt(c, CURLOPT_READDATA, &body);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, static_cast<long>(m.timeout_seconds));
    curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(m.timeout_seconds));
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, static_cast<long>(m.timeout_seconds * 10 + 30));
    curl_easy_setopt(c, CURLOPT_TIMEOUT, static_cast<long>(std::min<std::int64_t>(m.timeout_seconds * 13, 840)));
    curl_easy_setopt(c, CURLOPT_USE_SSL,
                     m.tls == "required"        ? CURLUSESSL_ALL
                     : m.tls == "opportunistic" ? CURLUSESSL_TRY
                                                : CURLUSESSL_NONE);
    curl_easy_setopt(c, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    if (!m.certificates.empty()) curl_easy_setopt(c, CURLOPT_CAINFO, m.certificates.c_str());
    if (!m.user.empty()) {
        curl_easy_setopt(c, CURLOPT_USERNAME, m.user.c_str());
        curl_easy_setopt(c, CURLOPT_PASSWORD, password_.c_str());
    }
    const auto result = curl_easy_perform(c);
    long code = 0;
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &code);
    curl_slist_free_all(recipients);
    reply out;
    out.says = code > 0 ? std::to_string(code) : "";
    if (result == CURLE_OK) {
        out.what = reply::kind::taken;
        return out;
    }
    out.says += (out.says.empty() ? "" : " ") + std::string(error[0] ? error : curl_easy_strerror(result));
    // A 5xx to this mail is final. One to our sign-in, or while TLS is settled, is the set-up's fault: it may be mended.
    const bool of_this_mail = result != CURLE_LOGIN_DENIED && result != CURLE_USE_SSL_FAILED && result != CURLE_SSL_CONNECT_ERROR &&
                              result != CURLE_PEER_FAILED_VERIFICATION && result != CURLE_WEIRD_SERVER_REPLY;
    if (code >= 500 && code < 600 && (of_this_mail || body.at == bytes.size())) out.what = reply::kind::never;
    return out;
}

} // namespace mail
