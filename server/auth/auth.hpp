// server/auth/auth.hpp - signing in and out, invitations and resets, the first administrator, one's own account.
#pragma once
#include "server/app/site.hpp"

namespace auth {

using app::handler_result;
using app::request_context;
using app::shared_request;

handler_result front(const shared_request& request); ///< GET /
handler_result sign_in_page(const shared_request& request);
handler_result sign_in(const shared_request& request);
handler_result sign_out(const shared_request& request);
handler_result demo_sign_in(const shared_request& request);
handler_result forgot_page(const shared_request& request);
handler_result forgot(const shared_request& request);
handler_result join_page(const shared_request& request);
handler_result join(const shared_request& request);
handler_result set_up_page(const shared_request& request);
handler_result set_up(const shared_request& request);
handler_result kept(const shared_request& request);
handler_result account(const shared_request& request);
handler_result make_token(const shared_request& request);
handler_result revoke_token(const shared_request& request);
handler_result change_password(const shared_request& request);
handler_result set_preference(const shared_request& request);
handler_result invite(const shared_request& request); ///< an administrator invites a person, or sends a reset

/// A bearer token for a person, kept as its hash. @return the token, shown once
std::string issue_token(storage::database& d, const std::string& partnership, const std::string& person, const std::string& kind,
                        const std::string& label, engine::instant now);
/// Writes an invitation (or a reset) and owes the mail that brings it. @return the path of its link
std::string issue_invitation(storage::database& d, const std::string& partnership, const std::string& person, const std::string& kind,
                             engine::instant now);

} // namespace auth
