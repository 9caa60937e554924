#include "engine/process_doc.hpp"

#include <algorithm>

namespace engine {
namespace {

bool stays_put(const process_row& r) { return r.to == stays::name; }

std::string words(std::string_view name)
{
    std::string out(name);
    std::replace(out.begin(), out.end(), '_', ' ');
    return out;
}

std::string joined(const std::vector<std::string>& list, std::string_view separator)
{
    std::string out;
    for (const auto& e : list) out += (out.empty() ? "" : std::string(separator)) + e;
    return out;
}

} // namespace

std::vector<std::string> process_doc::possible_from(std::string_view state) const
{
    std::vector<std::string> out;
    for (const auto& r : rows)
        if (!r.follows && std::find(r.from.begin(), r.from.end(), state) != r.from.end()) out.push_back(r.command);
    return out;
}

std::vector<std::string> process_doc::following_from(std::string_view state) const
{
    std::vector<std::string> out;
    for (const auto& r : rows)
        if (r.follows && std::find(r.from.begin(), r.from.end(), state) != r.from.end()) out.push_back(r.command);
    return out;
}

const process_row* process_doc::find(std::string_view from, std::string_view command) const
{
    for (const auto& r : rows)
        if (r.command == command && std::find(r.from.begin(), r.from.end(), from) != r.from.end()) return &r;
    return nullptr;
}

std::string mermaid(const process_doc& p)
{
    std::string out = "stateDiagram-v2\n";
    for (const auto& r : p.rows) // steps that stay where they are would hide the way: the table has them
        if (!stays_put(r))
            for (const auto& from : r.from)
                if (from != r.to) out += "    " + (from == "none" ? "[*]" : from) + " --> " + r.to + " : " + r.command + "\n";
    return out;
}

std::string markdown(const process_doc& p)
{
    std::string out = "| when it is | and someone asks to | it becomes | what is recorded | provided |\n|---|---|---|---|---|\n";
    for (const auto& r : p.rows) {
        std::vector<std::string> from;
        for (const auto& f : r.from) from.push_back(f == "none" ? "(not there yet)" : words(f));
        out += "| " + joined(from, ", ") + " | " + (r.follows ? "(it happens by itself)" : "`" + r.command + "`") + " | " +
               (stays_put(r) ? "(stays)" : words(r.to)) + " | `" + r.event + "` | " + joined(r.rules, ", ") + " |\n";
    }
    if (!p.rules.empty()) out += "\n| rule | must hold | source |\n|---|---|---|\n";
    for (const auto& r : p.rules) out += "| " + r.id + " | " + r.says + " | " + r.source + " |\n";
    return out;
}

std::string adopted_form(const process_doc& p)
{
    auto form = to_json(p).as_object();
    if (p.sums == 1) form.erase("sums"); // as programs printed it that knew one version only
    for (auto& row : form.at("rows").as_array())
        if (!row.at("follows").as_bool()) row.as_object().erase("follows"); // and no steps that happen by themselves
    return canonical(form);
}

} // namespace engine
