// workflows/document/commands.hpp - what can be asked of documents.
#pragma once
#include "workflows/workflow.hpp"

namespace workflows {

const std::vector<command>& document_commands();

} // namespace workflows
