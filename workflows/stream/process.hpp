// workflows/stream/process.hpp - the tables of money: streams and the Board's plans.
#pragma once
#include "engine/process.hpp"
#include "workflows/bid/rules.hpp"
#include "workflows/stream/state.hpp"

namespace workflows {

using engine::any_of;
using engine::emits;
using engine::named;
using engine::needs;
using engine::row;
using engine::stays;

/// What a stream must keep, beside the amount it is to have (FP-e).
struct stream_floor {
    std::string stream;
    pence becomes, held_back, committed;
    DESCRIBED(stream_floor, stream, becomes, held_back, committed)
};
/// Money to be held back, beside what is free.
struct hold_facts {
    std::string stream;
    pence asked, free;
    DESCRIBED(hold_facts, stream, asked, free)
};
/// Held-back money to be released for a bid (MN-reserve).
struct release_facts {
    std::string stream, bid;
    pence asked, held_back;
    bool emerging_priority = false;
    DESCRIBED(release_facts, stream, bid, asked, held_back, emerging_priority)
};

struct FP_e_floor : rule<"FP-e", "no stream falls below what is held back and committed of it", "Appendix 5 (e); 2010 minutes 6.4"> {
    using rests_on = stream_floor;
    static std::optional<failure> refuses(const stream_floor& f)
    {
        if (f.becomes >= f.held_back + f.committed) return {};
        return failure{f.stream + " has " + engine::show(f.held_back) + " held back and " + engine::show(f.committed) +
                       " committed; it cannot fall to " + engine::show(f.becomes) + "."};
    }
};
struct FP_e_hold : rule<"FP-e", "no more is held back than is free", "Appendix 5 (e); 2010 minutes 6.4"> {
    using rests_on = hold_facts;
    static std::optional<failure> refuses(const hold_facts& f)
    {
        if (f.asked <= f.free) return {};
        return failure{f.stream + " has " + engine::show(f.free) + " free; " + engine::show(f.asked) + " cannot be held back."};
    }
};
struct MN_reserve
    : rule<"MN-reserve", "held-back money is released by the Exec's chair, for a bid marked as an emerging priority", "2010 minutes 6.4"> {
    using rests_on = release_facts;
    static std::optional<failure> refuses(const release_facts& f)
    {
        if (!f.emerging_priority) return failure{"The bid " + f.bid + " is not marked as an emerging priority."};
        if (f.asked > f.held_back)
            return failure{f.stream + " has " + engine::show(f.held_back) + " held back; " + engine::show(f.asked) +
                           " cannot be released."};
        return {};
    }
};

struct stream_process {
    static constexpr std::string_view name = "stream";
    struct none : named<"none"> {};
    struct expected : named<"expected"> {};
    struct confirmed : named<"confirmed"> {};
    struct withdrawn : named<"withdrawn"> {};
    using standing = any_of<expected, confirmed>;

    // clang-format off
    using table = engine::mp::mp_list<
    //   from       command                        to         what happened                          needs
    row< none,      named<"stream.open">,          expected,  emits<named<"stream.opened">>,         needs<FP_e_floor>       >,
    row< expected,  named<"stream.come_confirmed">,confirmed, emits<named<"stream.came_confirmed">>, needs<>                 >,
    row< expected,  named<"stream.confirm">,       confirmed, emits<named<"stream.confirmed">>,      needs<FP_e_floor>       >,
    row< standing,  named<"stream.revise">,        stays,     emits<named<"stream.revised">>,        needs<FP_e_floor>       >,
    row< standing,  named<"stream.withdraw">,      stays,     emits<named<"stream.withdrawn">>,      needs<FP_e_floor>       >,
    row< standing,  named<"stream.come_withdrawn">,withdrawn, emits<named<"stream.came_withdrawn">>, needs<>                 >,
    row< standing,  named<"stream.hold_back">,     stays,     emits<named<"stream.held_back">>,      needs<FP_e_hold>        >,
    row< standing,  named<"stream.release">,       stays,     emits<named<"stream.released">>,       needs<MN_reserve, FP_h, FP_g2> >
    >;
    // clang-format on
    using facts = engine::facts<stream_floor, hold_facts, release_facts, separation, conflict>;
};

struct plan_process {
    static constexpr std::string_view name = "plan";
    struct none : named<"none"> {};
    struct proposed : named<"proposed"> {};
    struct agreed : named<"agreed"> {};

    // clang-format off
    using table = engine::mp::mp_list<
    //   from      command                to        what happened                   needs
    row< none,     named<"plan.propose">, proposed, emits<named<"plan.proposed">>,  needs<>        >,
    row< proposed, named<"plan.agree">,   agreed,   emits<named<"plan.agreed">>,    needs<TR_plan> >
    >;
    // clang-format on
    using facts = engine::facts<board_decision>;
    static constexpr std::int64_t sums = 2;
    using older = engine::mp::mp_list<engine::until<1, TR_plan_v1>>;
};

} // namespace workflows
