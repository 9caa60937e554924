// server/app/route_table.hpp - finds the route of a path.
#pragma once
#include "server/app/request.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace app {

class route_table {
public:
    /// @param all in order of trying; stays where it is while this lives
    explicit route_table(const std::vector<route>& all);

    struct match {
        const route* r = nullptr;
        http::pairs params;
        std::string allowed; ///< methods that this path takes, when not the one that was asked for
    };
    match find(std::string_view method, const std::vector<std::string>& path) const;

private:
    struct parsed {
        const route* r;
        std::vector<std::string_view> parts;
    };
    static bool fits(const parsed& r, const std::vector<std::string>& path, http::pairs& params);
    std::vector<parsed> all_;
};

} // namespace app
