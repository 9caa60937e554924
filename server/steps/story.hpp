// server/steps/story.hpp - a scenario told as a story on the terminal: who did what, what was refused and by which rule.
#pragma once
#include "server/steps/run.hpp"

#include <string>

namespace steps {

class story {
public:
    explicit story(storage::database& d) : d_(d) {}
    void tell(const told& t, engine::instant now);
    /// The money at the end, and the proof: the log exported, and verified.
    void end(engine::instant now);

private:
    void tell_command(const told& t);
    void tell_view(const told& t);
    void quorum_of(const told& t);
    storage::database& d_;
    std::string day_, partnership_;
    std::size_t accepted_ = 0, refused_ = 0;
};

} // namespace steps
