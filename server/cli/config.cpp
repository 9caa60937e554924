// quorate config check.
#include "server/app/config.hpp"
#include "server/cli/commands.hpp"

#include <cstdio>

namespace cli {

int config_command(const flags& settings, const std::string& config_file)
try {
    std::fputs(app::show_config(app::load_config(config_file, settings)).c_str(), stdout);
    return done;
} catch (const std::exception& e) {
    std::fprintf(stderr, "quorate config check: %s\n", e.what());
    return unusable;
}

} // namespace cli
