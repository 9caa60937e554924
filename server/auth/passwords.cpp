#include "server/auth/passwords.hpp"

#include "server/app/secrets.hpp"

#include <sodium.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace auth {
namespace {

constexpr unsigned long long opslimit = 3;
constexpr std::size_t memlimit = std::size_t{64} << 20;

} // namespace

std::string lower(std::string text)
{
    for (auto& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    text.erase(0, std::min(text.find_first_not_of(" \t"), text.size()));
    text.erase(text.find_last_not_of(" \t") + 1);
    return text;
}

std::string hash_password(const std::string& password)
{
    std::string out(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str(out.data(), password.data(), password.size(), opslimit, memlimit) != 0)
        throw std::runtime_error("no memory to hash a password");
    out.resize(out.find('\0'));
    return out;
}
bool password_fits(const std::string& hash, const std::string& password)
{
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}
const std::string& nobody_hash()
{
    static const auto hash = hash_password(app::random_token());
    return hash;
}

std::string password_fault(std::string_view password, std::string_view email)
{
    if (password.size() < 12) return "password.short";
    if (password.size() > 200) return "password.long";
    static const std::set<std::string_view> common{"password1234", "123456789012", "qwertyuiop12",  "passwordpassword", "letmeinletmein",
                                                   "111111111111", "iloveyou1234", "administrator", "quoratequorate"};
    std::string small = lower(std::string(password));
    const std::set<char> different(small.begin(), small.end());
    const auto local = email.substr(0, email.find('@'));
    if (common.contains(small) || different.size() < 5 || (local.size() >= 4 && small.find(lower(std::string(local))) != std::string::npos))
        return "password.common";
    return "";
}

} // namespace auth
