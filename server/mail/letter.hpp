// server/mail/letter.hpp - what a mail says: subject, what happened, what to do by when, one link. Nobody can decide from it.
// Of a restricted thing neither title nor sum is told (MN-marking).
#pragma once
#include "engine/ports.hpp"
#include "server/app/route_table.hpp"
#include "server/app/words.hpp"
#include "storage/outbox.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mail {

struct letter {
    std::string to, address, subject, greeting, says, todo, link, link_says, footer;
    std::vector<std::string> lines; ///< of a digest
    std::string thread;             ///< what mails about one thing share; "" none
    std::string calendar, method;   ///< of a meeting: an attachment
    bool task = false, optional_mail = false;
};
/// Where the links of a mail lead.
struct addresses {
    std::string base; ///< "https://quorate.example"
    const app::route_table& pages;
};
/// Nothing when its reader has left.
std::optional<letter> letter_of(const app::words& word, engine::reader& known, const storage::owed_mail& m, const addresses& at);

/// A whole message (RFC 5322, MIME): CR LF, quoted-printable, plain text and HTML, headers that cannot be injected.
/// @param html from the template. The same letter gives the same bytes.
std::string compose(const letter& l, const storage::owed_mail& m, const std::string& from, const std::string& from_name,
                    const std::string& text, const std::string& html);

/// An address that can stand in an envelope and a header: no quotes, comments, spaces or control characters.
bool is_address(std::string_view address);
std::string message_id(const storage::owed_mail& m, const std::string& from);
/// RFC 2047, where it is needed. CR, LF and NUL never pass.
std::string header_text(std::string_view text);
std::string quoted_printable(std::string_view text);

} // namespace mail
