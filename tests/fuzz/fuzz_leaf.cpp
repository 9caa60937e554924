// Leaves: what is read as a leaf is written again byte for byte, if it was canonical.
#include "engine/event.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    try {
        const auto e = engine::read_leaf(bytes);
        const auto v = engine::parse_strict(bytes);
        const auto again = engine::leaf_bytes(e, engine::text_at(v->get_object(), "log"));
        if (engine::leaf_bytes(engine::read_leaf(again), engine::text_at(v->get_object(), "log")) != again) std::abort();
    } catch (const std::invalid_argument&) { // no leaf, and said so
    }
    return 0;
}
