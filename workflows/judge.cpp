// workflows/judge.cpp - a command is judged: its shape, who asks, its stage, its conditions. The order, and nothing else.
#include "names/bid.hpp"
#include "names/partnership.hpp"
#include "workflows/authority.hpp"
#include "workflows/fields.hpp"
#include "workflows/funding.hpp"
#include "workflows/registry.hpp"
#include "workflows/views/parts.hpp"
#include "workflows/vocabulary.hpp"
#include "workflows/wording/sentences.hpp"

#include <algorithm>
#include <stdexcept>

namespace workflows {

using engine::event;
using engine::refusal;
using engine::request;
using engine::result;
using engine::saying;
using engine::thing;
using engine::verdict;
using engine::word;

namespace {

verdict refused(refusal why) { return {result::refused, {std::move(why)}, {}, {}, {}, {}}; }
verdict invalid(std::vector<engine::field_error> errors) { return {result::invalid, {}, std::move(errors), {}, {}, {}}; }

/// `taken`: the id that a command gives to what it makes is in use.
std::optional<refusal> taken(const context& c, const verb_spec& verb)
{
    const auto say = [](const std::string& kind, const std::string& id) {
        return refusal{"taken", "id_is_taken", {{"kind", word{"kind." + kind}}, {"id", id}}, "general rule"};
    };
    if (verb.name == verbs::partnership_set_up) return c.p ? std::optional(say("partnership", c.p->id)) : std::nullopt;
    const auto in = [&](const auto& list, const char* kind) -> std::optional<refusal> {
        for (const auto& e : list)
            if (e.id == c.text(kind)) return say(kind, e.id);
        return std::nullopt;
    };
    if (verb.name == verbs::agency_add) return in(c.p->agencies, "agency");
    if (verb.name == verbs::aim_add) return in(c.p->aims, "aim");
    if (verb.name == verbs::priority_add) return in(c.p->priorities, "priority");
    const auto* makes = verb.makes();
    if (!makes) return std::nullopt;
    const auto kind = makes->shape.substr(4), id = c.text(makes->name);
    return is_there(c.known, c.p, kind, id, c.bid) ? std::optional(say(kind, id)) : std::nullopt;
}

/// An id that nobody gave: counted, so that the same commands make the same ids.
std::string make_id(const context& c, const std::string& kind)
{
    const auto made = c.p->made.find(kind);
    const auto before = kind == "query"           ? (c.bid ? static_cast<std::int64_t>(c.bid->queries.size()) : 0) // counted within its bid
                        : made == c.p->made.end() ? 0
                                                  : made->second;
    for (auto n = before + 1;; ++n)
        if (const auto id = kind + "-" + std::to_string(n); !is_there(c.known, c.p, kind, id, c.bid)) return id;
}

/// For whom the bid waits, by what they have to do.
std::vector<saying> whom_it_waits_for(const context& c)
{
    std::vector<std::pair<std::string, std::vector<thing>>> by_what;
    for (const auto& w : awaited_of(c.known, *c.p, *c.bid, c.now)) {
        auto found = std::find_if(by_what.begin(), by_what.end(), [&](const auto& one) { return one.first == w.what; });
        if (found == by_what.end()) found = by_what.insert(by_what.end(), {w.what, {}});
        const auto who = w.person.empty() ? thing{"the_seat", w.seat} : thing{"person", w.person};
        if (!who.id.empty() && std::find(found->second.begin(), found->second.end(), who) == found->second.end())
            found->second.push_back(who);
    }
    std::vector<saying> out;
    for (auto& [what, whom] : by_what) {
        const engine::blank to_do{"do", word{"to." + what}};
        if (whom.empty()) out.push_back({"waits_for_nobody", {to_do}});
        else out.push_back({"waits_for", {{"whom", std::move(whom)}, to_do}});
    }
    return out;
}

/// "not-now": the stage, for whom it waits, and what can be done there.
refusal not_now(const context& c, const verb_spec& verb, const std::string& stage)
{
    const auto subject = verb.subject == "matter" ? std::string(c.item ? "item" : "bid") : verb.subject;
    std::vector<word> possible;
    for (const auto* t : all_tables()) {
        if (t->kind != verb.subject) continue;
        for (const auto& command : t->doc.possible_from(stage))
            if (find_verb(command)) possible.push_back({"to." + command});
    }
    refusal out{"not-now",
                "not_now",
                {{"subject", thing{subject == "seat" ? "the_seat" : subject, c.text(subject)}}, {"is", word{"is." + stage}}},
                "general rule"};
    if (c.bid && c.p && verb.subject == "bid") out.more = whom_it_waits_for(c);
    if (possible.empty()) out.more.push_back({"nothing_more"});
    else out.more.push_back({"possible_now", {{"verbs", std::move(possible)}}});
    return out;
}

void put_in_words(verdict& v, engine::reader& known, const std::string& reader, instant now)
{
    const sentences words(&known, reader, now);
    words.tell(v.refusals);
    words.tell(v.errors);
}

/// Parts a form: names and free text are sealed, the rest stands in the leaf.
void split_form(const verb_spec& verb, const json::object& form, event& e)
{
    const bool application = verb.name == verbs::bid_draft || verb.name == verbs::bid_revise;
    json::object content;
    for (const auto& p : form) {
        const std::string name(p.key().data(), p.key().size());
        const auto* f = verb.field(name);
        if (application && is_application_field(name)) content[name] = p.value(); // one text a revision
        else if (f && f->sealed())
            e.texts[name].text = p.value().is_string() ? std::string(p.value().get_string().data(), p.value().get_string().size())
                                                       : engine::canonical(p.value());
        else e.form[name] = p.value();
    }
    if (application) e.texts["content"].text = engine::canonical(content);
}

/// A command that only the product asks for: its fields are its own business.
verb_spec internal_verb(const request& r)
{
    return {r.verb, table_of_command(r.verb).doc.name, std::string(engine::split_key(r.subject).kind), {}};
}

verdict decide(const request& r, const verb_spec& verb, context& c)
{
    const auto& of = find_kind(verb.subject);
    const auto stage = of.stage_of(c);
    const auto* table = table_for(verb.subject, stage, verb.name);
    if (!table) return refused(not_now(c, verb, stage));
    auto judged = table->decide(stage, verb.name, c);
    if (!judged.decision.accepted()) return {result::refused, std::move(judged.decision.refusals), {}, {}, {}, {}};

    event e;
    e.command = r.verb;
    e.type = judged.decision.event;
    e.process = table->doc.name;
    const auto adopted = c.p ? c.p->processes.find(e.process) : decltype(c.p->processes.end()){};
    e.process_version = c.p && adopted != c.p->processes.end() ? adopted->second.version : 1;
    e.subject = r.internal && !find_verb(r.verb) ? r.subject : of.key_of(c);
    e.from = stage;
    e.to = judged.decision.next;
    e.judged = std::move(judged.judged);
    split_form(verb, c.form, e);
    if (!c.acting_seat.empty()) e.data["seat"] = c.acting_seat;
    if (const auto more = more_of(e.type)) more(c, e);
    verdict v;
    v.events.push_back(std::move(e)); // an initializer list would copy it
    return v;
}

/// The partnership counts the ids that the product makes.
verdict counted(verdict v, const std::string& kind, const std::string& id)
{
    if (v.outcome != result::accepted) return v;
    v.made_kind = kind;
    v.made_id = id;
    if (kind == "query") return v; // counted within its bid
    auto& e = v.events.front();
    e.data["made"] = kind;
    if (e.subject != partnership_key) e.also.emplace_back(partnership_key);
    return v;
}

} // namespace

verdict funding::judged(const request& asked, engine::reader& known, instant now) const
{
    request changed; // a copy is made only when a field has to be filled in
    const auto* filled = &asked;
    const auto fill = [&](std::string_view name, const std::string& value) {
        if (filled == &asked) changed = asked;
        filled = &changed;
        changed.fields[name] = value;
    };
    const auto& r = asked;
    const auto* verb = find_verb(r.verb);
    if (!verb && !r.internal) return invalid({{"do", "no_such_command", {{"name", r.verb}}}});
    const auto* p = engine::get<partnership>(known, partnership_key);
    if (!p && r.verb != verbs::partnership_set_up)
        return invalid({{"in", "not_there", {{"kind", word{"kind.partnership"}}, {"id", known.partnership()}}}});

    verb_spec own;
    if (!verb) {
        own = internal_verb(r);
        verb = &own;
        fill(own.subject, std::string(engine::split_key(r.subject).id));
    } else if (auto errors = check_form(*verb, r.fields, known); !errors.empty()) return invalid(std::move(errors));

    auto c = make_context(known, *filled, now);
    if (auto no = forbids(c)) return {result::forbidden, {std::move(*no)}, {}, {}, {}, {}};

    std::string made_kind, made_id;
    if (const auto* makes = verb->makes(); makes && p && !r.fields.contains(makes->name)) {
        made_kind = makes->shape.substr(4);
        made_id = make_id(c, made_kind);
        fill(makes->name, made_id);
    } else if (auto why = taken(c, *verb)) return refused(std::move(*why));
    if (!made_id.empty()) { // with its id the form is another: who acts is known already
        auto with_id = make_context(known, *filled, now);
        with_id.acting_seat = c.acting_seat;
        return counted(decide(r, *verb, with_id), made_kind, made_id);
    }
    auto v = decide(r, *verb, c);
    if (from_scenario_ && r.verb == verbs::partnership_set_up && !v.events.empty()) v.events.front().data["made_from"] = "scenario";
    return v;
}

verdict funding::judge(const request& asked, engine::reader& known, instant now) const
{
    auto v = judged(asked, known, now);
    if (v.outcome != result::accepted) put_in_words(v, known, asked.actor, now);
    return v;
}

std::string funding::says(const saying& s, engine::reader& known, instant now) const { return sentences(&known, "", now)(s); }

std::optional<verdict> can_be_done(std::string_view verb, std::string_view id, const std::string& actor, engine::reader& known, instant now)
{
    const auto* spec = find_verb(verb);
    request r{known.partnership(), actor, std::string(verb), "", {{spec->subject, id}}};
    auto c = make_context(known, r, now);
    c.form_given = false;
    if (forbids(c)) return std::nullopt;
    const auto stage = find_kind(spec->subject).stage_of(c);
    const auto* table = table_for(spec->subject, stage, spec->name);
    auto judged = table ? table->decide(stage, spec->name, c) : process::answer{};
    if (table && judged.decision.accepted()) return verdict{};
    auto v = table ? verdict{result::refused, std::move(judged.decision.refusals), {}, {}, {}, {}} : refused(not_now(c, *spec, stage));
    put_in_words(v, known, actor, now);
    return v;
}

} // namespace workflows
