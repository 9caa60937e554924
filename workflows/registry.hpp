// workflows/registry.hpp - all workflows together: what is asked of them by kind, command and event.
#pragma once
#include "workflows/workflow.hpp"

namespace workflows {

const std::vector<workflow>& all_workflows();

/// Every process, in the order of the documentation.
const std::vector<const process*>& all_tables();
const process* find_table(std::string_view process);
/// The process that judges a command on a kind of thing in a stage; nullptr: it does not come up there. Several processes may
/// share a kind and its stages, as bid and approval do.
const process* table_for(std::string_view kind, std::string_view stage, std::string_view command);
/// @throws std::logic_error for a command that no table has
const process& table_of_command(std::string_view command);
/// @throws std::invalid_argument for a kind that nobody brings
const kind& find_kind(std::string_view name);
/// What the event holds beside its form, or nothing.
holds_more more_of(std::string_view event);
/// Digest of each process as it is printed: what a partnership has adopted, or has yet to.
const std::map<std::string, std::string>& printed_digests();

} // namespace workflows
