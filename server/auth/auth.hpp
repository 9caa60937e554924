// server/auth/auth.hpp - signing in and out, invitations and resets, the first administrator, one's own account. Passwords are
// argon2id (t=3, 64 MiB), hashed on a small pool of their own; who guesses is slowed, never locked out for good.
#pragma once
#include "server/app/site.hpp"

namespace auth {

using app::said;
using app::visiting;

said front(const visiting& v); ///< GET /
said sign_in_page(const visiting& v);
said sign_in(const visiting& v);
said sign_out(const visiting& v);
said demo_sign_in(const visiting& v);
said forgot_page(const visiting& v);
said forgot(const visiting& v);
said join_page(const visiting& v);
said join(const visiting& v);
said set_up_page(const visiting& v);
said set_up(const visiting& v);
said kept(const visiting& v);
said account(const visiting& v);
said make_token(const visiting& v);
said revoke_token(const visiting& v);
said change_password(const visiting& v);
said set_preference(const visiting& v);
said invite(const visiting& v); ///< an administrator invites a person, or sends a reset

/// A bearer token for a person, kept as its hash. @return the token, shown once
std::string issue_token(storage::database& d, const std::string& partnership, const std::string& person, const std::string& kind,
                        const std::string& label, engine::instant now);
/// Writes an invitation (or a reset) and owes the mail that brings it. @return the path of its link
std::string issue_invitation(storage::database& d, const std::string& partnership, const std::string& person, const std::string& kind,
                             engine::instant now);
/// What is wrong with a new password, as the key of a label; "" nothing.
std::string password_fault(std::string_view password, std::string_view email);

} // namespace auth
