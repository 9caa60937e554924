#include "server/app/throttle.hpp"

#include <algorithm>
#include <map>

namespace app {

bool may_try(const std::string& what, double per_minute, double burst, engine::instant now)
{
    struct bucket {
        double left;
        std::int64_t at;
    };
    static std::map<std::string, bucket> buckets;
    if (buckets.size() > 20'000) buckets.clear();
    auto& b = buckets.try_emplace(what, bucket{burst, now.micros}).first->second;
    b.left =
        std::min(burst, b.left + per_minute * static_cast<double>(now.micros - b.at) / static_cast<double>(60 * engine::second_micros));
    b.at = now.micros;
    if (b.left < 1) return false;
    b.left -= 1;
    return true;
}

} // namespace app
