#include "server/mail/letter.hpp"

#include "engine/bytes.hpp"
#include "server/mail/calendar.hpp"
#include "workflows/bid/state.hpp"
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/meeting/stages.hpp"
#include "workflows/notices.hpp"
#include "workflows/partnership/state.hpp"
#include "workflows/standing.hpp"

#include <algorithm>
#include <ctime>

namespace mail {

using namespace workflows;

namespace {

/// The page of a thing; mails about one thing share a thread. @param home of the partnership
void link_to(letter& l, const app::words& word, const std::string& home, const std::string& page, const std::string& kind,
             const std::string& id)
{
    l.link = home + page;
    l.link_says = word("mail.link." + kind);
    if (!id.empty()) l.thread = kind + "." + id;
}

} // namespace

std::optional<letter> letter_of(const app::words& word, engine::reader& known, const storage::owed_mail& m, const addresses& at)
{
    const auto* p = engine::get<partnership>(known, partnership_key);
    const auto* who = engine::get<person>(known, "person/" + m.to);
    if (!p || !who || who->left) return std::nullopt;
    const engine::mail owed{m.event_index, m.to, m.message, m.about, m.state, m.attempts, m.facts, m.at};
    const auto matter = matter_of(word, known, owed);
    const auto* of = matter.meeting;
    const auto& with = matter.with;
    letter l;
    l.to = who->name;
    l.address = who->email;
    l.task = matter.task;
    l.optional_mail = m.message != "invited" && m.message != "reset" && m.message != "digest";
    const auto key = words_of(word, owed);
    l.subject = subject_of(word, owed, matter);
    l.says = word((matter.restricted ? "mail.restricted" : key) + ".says", with);
    if (word.has(key + ".do")) l.todo = word(key + ".do", with);
    if (l.task && matter.due) l.todo += (l.todo.empty() ? "" : " ") + word("mail.by", with);
    l.greeting = word("mail.greeting", {{"name", who->name}});
    l.footer = word("mail.footer", with);
    const auto home = at.base + "/p/" + p->id;
    link_to(l, word, home, "", "home", "");
    if (const auto page = at.pages.page_of(matter.about.kind, matter.about.id); !page.empty())
        link_to(l, word, home, page, matter.about.kind, matter.about.id);
    else if (of) {
        link_to(l, word, home, "/meetings/" + of->id, "meeting", of->id);
        l.method = workflows::in<workflows::meeting_stages::cancelled>(of->stage) ? "CANCEL" : "REQUEST";
        l.calendar = calendar(p->name, {event_of(word, *p, *of, at.base)}, l.method);
    }
    if (const auto path = text_of(m.facts, "path"); !path.empty()) {
        l.link = at.base + path;
        l.link_says = word("mail.link." + m.message);
    }
    for (const auto& line : texts_of(m.facts, "lines")) l.lines.push_back(line);
    return l;
}

bool is_address(std::string_view a)
{
    const auto at = a.find('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || a.size() > 254 || a.find('@', at + 1) != std::string_view::npos) return false;
    const auto local = a.substr(0, at), host = a.substr(at + 1);
    const auto alnum = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    const bool good_local = std::all_of(local.begin(), local.end(), [&](char c) {
        return alnum(c) || std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
    });
    const bool good_host = !host.empty() && host.front() != '.' && host.back() != '.' && host.front() != '-' &&
                           std::all_of(host.begin(), host.end(), [&](char c) { return alnum(c) || c == '.' || c == '-'; });
    return good_local && good_host && local.front() != '.' && local.back() != '.' && a.find("..") == std::string_view::npos;
}

std::string header_text(std::string_view text)
{
    std::string plain;
    bool ascii = true;
    for (const char c : text) {
        const auto u = static_cast<unsigned char>(c);
        plain += u < 0x20 || u == 0x7F ? ' ' : c;
        ascii = ascii && u >= 0x20 && u < 0x7F;
    }
    if (ascii && plain.find("=?") == std::string::npos && plain.size() < 900) return plain;
    // Encoded words of at most 45 bytes, never within a character.
    std::string out;
    for (std::size_t at = 0; at < plain.size();) {
        auto n = std::min<std::size_t>(45, plain.size() - at);
        while (n > 1 && at + n < plain.size() && (static_cast<unsigned char>(plain[at + n]) & 0xC0) == 0x80) --n;
        out += (out.empty() ? "" : "\r\n ") + std::string("=?UTF-8?B?") + engine::base64(std::string_view(plain).substr(at, n)) + "?=";
        at += n;
    }
    return out;
}

std::string quoted_printable(std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    std::size_t column = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r') continue;
        if (c == '\n') {
            out += "\r\n";
            column = 0;
            continue;
        }
        const auto u = static_cast<unsigned char>(c);
        const bool at_end = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
        const bool plain = (u > 0x20 && u < 0x7F && c != '=' && !(column == 0 && c == '.')) || (c == ' ' && !at_end);
        if (column + (plain ? 1 : 3) > 75) {
            out += "=\r\n";
            column = 0;
        }
        if (plain) out += c;
        else {
            out += '=';
            out += digits[u >> 4];
            out += digits[u & 15];
        }
        column += plain ? 1 : 3;
    }
    return out;
}

std::string message_id(const storage::owed_mail& m, const std::string& from)
{
    const auto of = m.partnership + " " + std::to_string(m.at.micros) + " " + std::to_string(m.event_index) + " " +
                    std::to_string(m.number) + " " + m.to;
    return "<" + engine::hex(engine::sha256(of)).substr(0, 32) + "@" + from.substr(from.find('@') + 1) + ">";
}

std::string compose(const letter& l, const storage::owed_mail& m, const std::string& from, const std::string& from_name,
                    const std::string& text, const std::string& html)
{
    const auto seconds = static_cast<std::time_t>(m.at.micros / engine::second_micros);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char date[64];
    std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", &utc); // the C locale's English names, as RFC 5322 wants
    const auto host = from.substr(from.find('@') + 1);
    const auto boundary = "q-" + engine::hex(engine::sha256(message_id(m, from))).substr(0, 24);
    std::string out;
    const auto header = [&](const std::string& name, const std::string& value) { out += name + ": " + value + "\r\n"; };
    header("Date", date);
    header("From", header_text(from_name) + " <" + from + ">");
    header("To", "<" + l.address + ">");
    header("Subject", header_text(l.subject));
    header("Message-ID", message_id(m, from));
    if (!l.thread.empty()) {
        const auto root = "<" + l.thread + "." + m.partnership + "@" + host + ">";
        header("References", root);
        header("In-Reply-To", root);
    }
    header("Auto-Submitted", "auto-generated");
    if (m.message == "digest") header("List-Unsubscribe", "<" + l.link + "/account>");
    header("MIME-Version", "1.0");
    const bool mixed = !l.calendar.empty();
    const auto part = [&](const std::string& of, const std::string& type, const std::string& body, const std::string& more = "") {
        out += "--" + of + "\r\nContent-Type: " + type + "\r\nContent-Transfer-Encoding: quoted-printable\r\n" + more + "\r\n" +
               quoted_printable(body) + "\r\n";
    };
    if (mixed) out += "Content-Type: multipart/mixed; boundary=\"" + boundary + "-m\"\r\n\r\n--" + boundary + "-m\r\n";
    out += "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n";
    part(boundary, "text/plain; charset=utf-8", text);
    part(boundary, "text/html; charset=utf-8", html);
    out += "--" + boundary + "--\r\n";
    if (mixed) {
        out += "\r\n";
        part(boundary + "-m", "text/calendar; charset=utf-8; method=" + l.method, l.calendar,
             "Content-Disposition: attachment; filename=\"meeting.ics\"\r\n");
        out += "--" + boundary + "-m--\r\n";
    }
    return out;
}

} // namespace mail
