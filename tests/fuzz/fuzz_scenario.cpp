// Scenario files: any bytes are steps, or told line by line; never both, never a crash.
#include "server/steps/parse.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const auto by : {steps::carrier::scenario, steps::carrier::import}) {
        const auto steps = steps::parse_steps(text, by);
        if (!steps && steps.error().empty()) std::abort();
        if (steps)
            for (const auto& s : *steps)
                if (s.verb.empty() == s.show.empty()) std::abort();
    }
    return 0;
}
