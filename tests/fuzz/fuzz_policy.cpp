// Policies and quorum rules: what is found good can be merged, shown, and is found good again.
#include "engine/json.hpp"
#include "workflows/partnership/policy.hpp"
#include "workflows/quorum/quorum.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto v = engine::parse_strict({reinterpret_cast<const char*>(data), size});
    if (!v) return 0;
    if (workflows::check_policy(*v, "policy").empty()) {
        workflows::policy rules;
        workflows::merge_policy(rules, v->get_object());
        workflows::show_policy(rules);
        rules.holidays();
        rules.deadline_sum();
    }
    if (workflows::check_quorum(*v, "quorum").empty()) {
        const auto rule = workflows::read_quorum(v->get_object());
        if (!workflows::check_quorum(workflows::show_quorum(rule), "quorum").empty()) std::abort();
        if (workflows::required_of(rule, 21) < 0) std::abort();
    }
    return 0;
}
