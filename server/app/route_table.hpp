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
    /// The address, below its partnership, of the page of a thing: "/money/s1" of a stream, where a page's pattern is
    /// "/p/{partnership}/money/{stream}" and every person may ask for it. "" when things of this kind have no page.
    std::string page_of(std::string_view kind, std::string_view id) const;
    /// The pages that the navigation leads to, in the table's order.
    std::vector<const route*> navigation() const;

private:
    struct parsed {
        const route* r;
        std::vector<std::string_view> parts;
    };
    static bool fits(const parsed& r, const std::vector<std::string>& path, http::pairs& params);
    std::vector<parsed> all_;
};

} // namespace app
