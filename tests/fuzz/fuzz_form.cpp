// Forms: any JSON for any verb is either told field by field, or judged; nothing throws.
#include "engine/memory_store.hpp"
#include "workflows/funding.hpp"
#include "workflows/vocabulary.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2) return 0;
    static const workflows::funding funding(true);
    static engine::folded* known = [] {
        auto* state = new engine::folded("p", funding);
        engine::event e;
        e.index = 0, e.type = e.command = "partnership.set_up", e.process = "partnership", e.subject = "partnership/self", e.from = "none",
        e.to = "running";
        e.form =
            engine::json::parse(
                R"({"partnership":"p","name":"P","aims":[{"aim":"crime","title":"C"}],"agencies":[{"agency":"police","name":"P","statutory":true}]})")
                .as_object();
        state->apply(e);
        return state;
    }();
    const auto& verbs = workflows::vocabulary();
    const auto v = engine::parse_strict({reinterpret_cast<const char*>(data + 1), size - 1});
    if (!v || !v->is_object()) return 0;
    const engine::request r{"p", "system", verbs[data[0] % verbs.size()].name, "", v->get_object()};
    const auto said = funding.judge(r, *known, engine::instant{1});
    if (said.outcome == engine::result::invalid && said.errors.empty()) std::abort();
    if (said.outcome == engine::result::accepted && said.events.empty()) std::abort();
    return 0;
}
