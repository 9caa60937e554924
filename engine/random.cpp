#include "engine/ports.hpp"

#include <sodium.h>

#include <stdexcept>

namespace engine {
namespace {

class from_system final : public random_source {
public:
    from_system()
    {
        if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
    }
    std::string bytes(std::size_t count) override
    {
        std::string out(count, '\0');
        randombytes_buf(out.data(), out.size());
        return out;
    }
};

class from_seed final : public random_source {
public:
    explicit from_seed(std::uint64_t seed)
    {
        if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
        seed_ = sha256("quorate repeatable random", std::to_string(seed));
    }
    std::string bytes(std::size_t count) override
    {
        std::string out;
        while (out.size() < count) out += raw(sha256(raw(seed_), std::to_string(drawn_++)));
        out.resize(count);
        return out;
    }

private:
    digest seed_{};
    std::uint64_t drawn_ = 0;
};

} // namespace

std::unique_ptr<random_source> system_random() { return std::make_unique<from_system>(); }
std::unique_ptr<random_source> seeded_random(std::uint64_t seed) { return std::make_unique<from_seed>(seed); }

} // namespace engine
