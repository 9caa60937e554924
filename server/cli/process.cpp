// quorate process.
#include "engine/process_doc.hpp"
#include "server/cli/commands.hpp"
#include "workflows/funding.hpp"

#include <cstdio>

namespace cli {

std::string process_names()
{
    constexpr std::size_t width = 90;
    std::string out;
    std::size_t column = 0;
    for (const auto& p : workflows::all_processes()) {
        if (!out.empty()) out += ",";
        const bool fits = column + p.name.size() < width;
        if (!out.empty()) out += fits ? " " : "\n";
        column = (fits ? column : 0) + p.name.size() + 2;
        out += p.name;
    }
    return out;
}

int process_command(const std::string& name, const std::string& format)
{
    const auto* p = workflows::find_process(name);
    if (!p) {
        std::fprintf(stderr, "quorate process: there is no process \"%s\". There are:", name.c_str());
        for (const auto& d : workflows::all_processes()) std::fprintf(stderr, " %s", d.name.c_str());
        std::fprintf(stderr, "\n");
        return unusable;
    }
    if (format == "mermaid") std::fputs(engine::mermaid(*p).c_str(), stdout);
    else if (format == "markdown") std::fputs(engine::markdown(*p).c_str(), stdout);
    else std::printf("%s\n", engine::adopted_form(*p).c_str());
    return done;
}

} // namespace cli
