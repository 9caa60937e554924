// workflows/document/commands.cpp - what can be asked of documents: each command with its fields, and who may.
#include "workflows/document/commands.hpp"
#include "workflows/authority.hpp"
#include "workflows/context.hpp"
#include "workflows/standing.hpp"

namespace workflows {

namespace {

/// Of a bid: who may revise it. Of an item: who may add to the agenda.
yes as_document_keeper(const context& c)
{
    if (c.bid) return when(c.bid->project_manager == c.actor || c.bid->author == c.actor);
    return may::manager.test(c);
}

constexpr who_may own_document{"AC-own-bid", "the bid's project manager or author", "own_bid", as_document_keeper};
constexpr who_may document_keeper{"AC-own-bid", "of a bid: its project manager or author; of an item: the Partnership Manager (AC-manager)",
                                  "own_bid", as_document_keeper,
                                  [](const context& c) -> const who_may& { return c.bid ? own_document : may::manager; }};

} // namespace

const std::vector<command>& document_commands()
{
    // clang-format off
    static const std::vector<command> table{
        {"document.attach", "document",
         "document?:new.document bid?:ref.bid item?:ref.item name:name media_type:words sha256:sha256",
         &document_keeper},
        {"document.remove", "document", "document:ref.document reason:text", &document_keeper},
    };
    // clang-format on
    return table;
}

} // namespace workflows
