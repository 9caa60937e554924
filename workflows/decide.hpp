// workflows/decide.hpp - the processes behind one plain function each; Boost.MSM stays in their .cpp files.
#pragma once
#include "workflows/bid/process.hpp"
#include "workflows/document/process.hpp"
#include "workflows/meeting/process.hpp"
#include "workflows/partnership/process.hpp"
#include "workflows/stream/process.hpp"

namespace workflows {

/// Pure: the same stage, command and facts give the same decision. @throws std::invalid_argument for a stage or command
/// that the table does not have.
engine::decision decide_bid(std::string_view stage, std::string_view command, const bid_process::facts& known);
engine::decision decide_approval(std::string_view stage, std::string_view command, const approval_process::facts& known);
engine::decision decide_partnership(std::string_view stage, std::string_view command, const partnership_process::facts& known);
engine::decision decide_body(std::string_view stage, std::string_view command, const body_process::facts& known);
engine::decision decide_seat(std::string_view stage, std::string_view command, const seat_process::facts& known);
engine::decision decide_person(std::string_view stage, std::string_view command, const person_process::facts& known);
engine::decision decide_meeting(std::string_view stage, std::string_view command, const meeting_process::facts& known);
engine::decision decide_item(std::string_view stage, std::string_view command, const item_process::facts& known);
engine::decision decide_interest(std::string_view stage, std::string_view command, const interest_process::facts& known);
engine::decision decide_stream(std::string_view stage, std::string_view command, const stream_process::facts& known);
engine::decision decide_document(std::string_view stage, std::string_view command, const document_process::facts& known);
engine::decision decide_plan(std::string_view stage, std::string_view command, const plan_process::facts& known);

} // namespace workflows
