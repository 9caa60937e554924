// server/app/assets.hpp - style sheets, scripts and pictures, which lie in the program. Their address holds their hash, so a
// browser may keep them for good.
#pragma once
#include "server/http/message.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace app {

class assets {
public:
    assets();
    /// Its path, with its hash in it.
    std::string address(std::string_view name) const;
    /// The file, compressed for a browser that takes that; nothing when there is none of that name.
    std::optional<http::response> answer(const http::request& r, const std::string& name) const;

private:
    std::map<std::string, std::string> hash_;
    std::map<std::string, std::shared_ptr<const std::string>> packed_; ///< compressed once
};

} // namespace app
