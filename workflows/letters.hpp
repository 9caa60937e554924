// workflows/letters.hpp - the messages of one event or reminder: one a person, whatever number of reasons there are to tell them.
#pragma once
#include "engine/ports.hpp"
#include "workflows/partnership/state.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace workflows {

struct letters {
    engine::reader& known;
    const partnership& p;
    instant now;
    std::string about{};          ///< the id of what they are about
    engine::json::object facts{}; ///< what the words of the mail are filled with
    std::vector<engine::mail> out{};
    std::set<std::string> told{};

    /// Begins the messages about another thing, or of another kind: whoever was told may be told of this too.
    void begin(std::string id, engine::json::object with);

    void to(const std::string& who, std::string_view message);
    void to_seat(const seat* s, std::string_view message, bool deputies);
    void to_role(std::string_view role, std::string_view message);
    void to_body(const body* b, std::string_view message, bool voting_only);
    void to_chair_of(std::string_view body, std::string_view message, bool deputies = true);
};

} // namespace workflows
