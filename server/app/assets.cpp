#include "server/app/assets.hpp"

#include "server/app/compress.hpp"
#include "server/app/secrets.hpp"
#include "server/app/words.hpp"

namespace app {

assets::assets()
{
    for (const auto& file : embedded_files()) {
        if (!file.name.starts_with("assets/")) continue;
        const auto name = std::string(file.name.substr(7));
        hash_[name] = sha256_hex(file.bytes).substr(0, 12);
        if (auto small = gzip(file.bytes, 9); !small.empty() && small.size() < file.bytes.size())
            packed_[name] = std::make_shared<const std::string>(std::move(small));
    }
}

std::string assets::address(std::string_view name) const
{
    const auto found = hash_.find(std::string(name));
    return "/assets/" + (found == hash_.end() ? "-" : found->second) + "/" + std::string(name);
}

std::optional<http::response> assets::answer(const http::request& r, const std::string& name) const
{
    const auto found = hash_.find(name);
    if (found == hash_.end()) return std::nullopt;
    const auto tag = "\"" + found->second + "\"";
    http::response out;
    out.type = name.ends_with(".css")  ? "text/css; charset=utf-8"
               : name.ends_with(".js") ? "text/javascript; charset=utf-8"
                                       : "image/svg+xml";
    out.headers = {{"ETag", tag}, {"Cache-Control", "public, max-age=31536000, immutable"}, {"Vary", "Accept-Encoding"}};
    if (r.header("if-none-match") == tag) {
        out.status = 304;
        return out;
    }
    const auto packed = packed_.find(name);
    if (packed != packed_.end() && r.header("accept-encoding").find("gzip") != std::string_view::npos) {
        out.body = packed->second;
        out.encoding = "gzip";
    } else out.body = std::make_shared<const std::string>(embedded("assets/" + name));
    return out;
}

} // namespace app
