// server/auth/passwords.hpp - passwords: argon2id (t=3, 64 MiB), hashed on a small pool of their own.
#pragma once
#include <string>
#include <string_view>

namespace auth {

/// Takes a tenth of a second and 64 MiB: never on the loop or the database's thread. @throws std::runtime_error without memory
std::string hash_password(const std::string& password);
bool password_fits(const std::string& hash, const std::string& password);
/// What is verified when there is no such account: the same work, so that nobody can tell by the clock.
const std::string& nobody_hash();
/// What is wrong with a new password, as the key of a label; "" nothing.
std::string password_fault(std::string_view password, std::string_view email);

/// An e-mail address as it is compared: in lower case, without spaces round it.
std::string lower(std::string text);

} // namespace auth
