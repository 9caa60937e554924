// workflows/risk/process.hpp - risks are registered, mitigated, reviewed twice a year, and closed with a reason (ST-risk).
#pragma once
#include "workflows/item/decision.hpp"

namespace workflows {

struct risk_stages {
    struct none : stage<"none"> {};
    struct open : stage<"open"> {};
    struct closed : stage<"closed"> {};
};

struct a_body_agreed_to_the_closure
    : rests_on_a_decision<"ST-risk", "a closure that is said to be a decision names an item that a body agreed",
                          "Strategy 11.0; 2024 minutes 6.2"> {};

struct risk_process : risk_stages {
    static constexpr std::string_view name = "risk", kind = "risk";

    // clang-format off
    using table = rows<
    //   from                 asked for               becomes              recorded as
    row< none,                "risk.register",          open,                "risk.registered" >,
    row< open,                "risk.review",            stays,               "risk.reviewed" >,
    row< open,                "risk.close",             closed,              "risk.closed",
         needs<a_body_agreed_to_the_closure> >
    >;
    // clang-format on
};

} // namespace workflows
