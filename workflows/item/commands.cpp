// workflows/item/commands.cpp - what can be asked of an item: each command with its fields, and who may.
#include "workflows/item/commands.hpp"
#include "workflows/authority.hpp"
#include "workflows/context.hpp"
#include "workflows/standing.hpp"

namespace workflows {

namespace {

yes as_item_chair(const context& c)
{
    if (!c.meeting || !c.item) return nobody;
    if (const auto o = officer(c, c.meeting->body)) return o;
    return chosen(c, c.meeting, c.item->id, c.item->bid);
}

constexpr who_may item_chair{"AC-chair", "the body's chair, vice-chair, or the member chosen to preside", "item_chair", as_item_chair};

} // namespace

const std::vector<command>& item_commands()
{
    // clang-format off
    static const std::vector<command> table{
        {"item.decide", "item",
         "item:ref.item outcome:item_outcome text?:text alternatives?:texts votes?:votes "
         "to_meeting?:ref.meeting",
         &item_chair},
        {"item.record", "item",
         "item:ref.item outcome:item_outcome decided_at?:instant text?:text",
         &may::manager, console},
    };
    // clang-format on
    return table;
}

} // namespace workflows
