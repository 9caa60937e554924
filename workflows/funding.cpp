#include "workflows/funding.hpp"

#include "workflows/authority.hpp"
#include "workflows/complete.hpp"
#include "workflows/fields.hpp"
#include "workflows/views/parts.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace workflows {

using engine::event;
using engine::refusal;
using engine::request;
using engine::result;
using engine::verdict;

// -- the registry ----------------------------------------------------------------------------------------------------

namespace {

struct judged_command {
    engine::decision decision;
    std::vector<engine::judgement> judged;
};

/// One process, freed from its compile-time types.
struct process {
    engine::process_doc doc;
    judged_command (*decide)(std::string_view stage, std::string_view command, context& c);
    std::optional<bool> (*holds)(std::string_view rule, const json::value& facts, std::int64_t sums);
    std::optional<json::value> (*shown)(std::string_view rule, const json::value& facts);
};

std::vector<engine::judgement> written(const engine::decision& d)
{
    std::vector<engine::judgement> out;
    for (const auto& j : d.judged) out.push_back({std::string(j.rule), j.part ? j.write(j.part) : json::value(nullptr)});
    return out;
}

/// Hands the rule of that id, and the facts as it reads them, on. Two rules may share an id (FP-h of a decider, and of who
/// takes a bid over): the one whose facts these are is the one that reads every member of them.
/// Of rules that were summed otherwise once, the one of that version is asked first. @param sums the version of the sums
template <class Process, class Do> void with_facts(std::string_view id, const json::value& facts, std::int64_t sums, Do what)
{
    bool found = false;
    const auto with = [&]<class Rule>(Rule rule) {
        if (found || Rule::id != id) return;
        typename Rule::rests_on part{};
        try {
            engine::from_json(facts, part);
        } catch (const std::exception&) { // facts of another of the rules with this id
            return;
        }
        found = engine::canonical(engine::to_json(part)) == engine::canonical(facts);
        if (found) what(rule, part);
    };
    if constexpr (requires { typename Process::older; })
        engine::mp::mp_for_each<typename Process::older>([&]<class Older>(Older) {
            if (sums <= Older::version) with(typename Older::rule{});
        });
    engine::mp::mp_for_each<engine::rows_of<Process>>(
        [&]<class Row>(Row) { engine::mp::mp_for_each<typename Row::rules>([&]<class Rule>(Rule rule) { with(rule); }); });
}

template <class Process, engine::decision (*Decide)(std::string_view, std::string_view, const typename Process::facts&)> process make()
{
    return {engine::describe_process<Process>(),
            [](std::string_view stage, std::string_view command, context& c) {
                const auto known = engine::gather<Process>(stage, command, c);
                judged_command out{Decide(stage, command, known), {}};
                if (out.decision.accepted()) out.judged = written(out.decision); // points into `known`: written down while that lives
                return out;
            },
            [](std::string_view rule, const json::value& facts, std::int64_t sums) {
                std::optional<bool> out;
                with_facts<Process>(rule, facts, sums, [&]<class Rule>(Rule, const auto& part) { out = !Rule::refuses(part); });
                return out;
            },
            [](std::string_view rule, const json::value& facts) {
                std::optional<json::value> out;
                with_facts<Process>(rule, facts, 1, [&](auto, const auto& part) { out = engine::to_shown(part); });
                return out;
            }};
}

const std::vector<process>& processes()
{
    static const std::vector<process> all{
        make<bid_process, decide_bid>(),   make<approval_process, decide_approval>(),       make<meeting_process, decide_meeting>(),
        make<item_process, decide_item>(), make<interest_process, decide_interest>(),       make<stream_process, decide_stream>(),
        make<plan_process, decide_plan>(), make<partnership_process, decide_partnership>(), make<body_process, decide_body>(),
        make<seat_process, decide_seat>(), make<person_process, decide_person>(),           make<document_process, decide_document>(),
    };
    return all;
}

const process* find(std::string_view name)
{
    for (const auto& p : processes())
        if (p.doc.name == name) return &p;
    return nullptr;
}

/// Digest of each process as it is printed: what a partnership has adopted, or has yet to.
const std::map<std::string, std::string>& printed_digests()
{
    static const auto digests = [] {
        std::map<std::string, std::string> out;
        for (const auto& p : processes()) out[p.doc.name] = engine::hex(engine::sha256(engine::adopted_form(p.doc)));
        return out;
    }();
    return digests;
}

/// Commands that only the product asks: their processes are found by the entity that they are asked of.
std::string_view internal_process(std::string_view verb)
{
    for (const auto& p : processes())
        for (const auto& r : p.doc.rows)
            if (r.command == verb) return p.doc.name;
    throw std::logic_error("no process knows the command " + std::string(verb));
}

} // namespace

const std::vector<engine::process_doc>& all_processes()
{
    static const auto docs = [] {
        std::vector<engine::process_doc> out;
        for (const auto& p : processes()) out.push_back(p.doc);
        return out;
    }();
    return docs;
}

const engine::process_doc* find_process(std::string_view name)
{
    for (const auto& d : all_processes())
        if (d.name == name) return &d;
    return nullptr;
}

std::unique_ptr<engine::entity> funding::fresh(std::string_view kind) const
{
    if (kind == "bid") return std::make_unique<engine::entity_of<bid>>();
    if (kind == "meeting") return std::make_unique<engine::entity_of<meeting>>();
    if (kind == "stream") return std::make_unique<engine::entity_of<stream>>();
    if (kind == "plan") return std::make_unique<engine::entity_of<plan>>();
    if (kind == "person") return std::make_unique<engine::entity_of<person>>();
    if (kind == "document") return std::make_unique<engine::entity_of<document>>();
    if (kind == "partnership") return std::make_unique<engine::entity_of<partnership>>();
    throw std::invalid_argument("no such kind of entity: " + std::string(kind));
}

// -- judging ---------------------------------------------------------------------------------------------------------

namespace {

verdict refused(refusal why) { return {result::refused, {std::move(why)}, {}, {}, {}, {}}; }
verdict invalid(std::vector<engine::field_error> errors) { return {result::invalid, {}, std::move(errors), {}, {}, {}}; }

/// `taken`: the id that a command gives to what it makes is in use.
std::optional<refusal> taken(const context& c, const verb_spec& verb)
{
    const auto say = [](const std::string& kind, const std::string& id) {
        return refusal{"taken", "There is a " + kind + " \"" + id + "\" already.", "general rule", {}};
    };
    if (verb.name == "partnership.set_up") return c.p ? std::optional(say("partnership", c.p->id)) : std::nullopt;
    const auto in = [&](const auto& list, const char* kind) -> std::optional<refusal> {
        for (const auto& e : list)
            if (e.id == c.text(kind)) return say(kind, e.id);
        return std::nullopt;
    };
    if (verb.name == "agency.add") return in(c.p->agencies, "agency");
    if (verb.name == "aim.add") return in(c.p->aims, "aim");
    if (verb.name == "priority.add") return in(c.p->priorities, "priority");
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

std::string in_words(std::string_view name)
{
    std::string out(name);
    std::replace(out.begin(), out.end(), '_', ' ');
    return out;
}

/// "not-now": the stage, what it waits for, and what can be done there.
refusal not_now(const context& c, const verb_spec& verb, const std::string& stage)
{
    std::string subject = verb.subject == "matter" ? (c.item ? "item" : "bid") : verb.subject;
    auto id = verb.subject == "matter" ? c.text(subject) : c.text(verb.subject);
    std::string possible;
    for (const auto& p : processes()) {
        if (!(p.doc.name == verb.process || (verb.subject == "bid" && (p.doc.name == "bid" || p.doc.name == "approval")))) continue;
        for (const auto& command : p.doc.possible_from(stage))
            if (find_verb(command)) possible += (possible.empty() ? "" : ", ") + command;
    }
    std::string waits; // "bid.check (psm, labm)"
    if (c.bid && c.p && verb.subject == "bid") {
        std::map<std::string, std::string> by_what;
        for (const auto& w : awaited_of(c.known, *c.p, *c.bid, c.now)) {
            auto& whom = by_what[w.what];
            const auto& who = w.person.empty() ? w.seat : w.person;
            if (!who.empty()) whom += (whom.empty() ? "" : ", ") + who;
        }
        for (const auto& [what, whom] : by_what)
            waits += (waits.empty() ? "It waits for " : "; ") + what + (whom.empty() ? "" : " (" + whom + ")");
        if (!waits.empty()) waits += ". ";
    }
    return {"not-now",
            "The " + in_words(subject) + (id.empty() ? "" : " " + id) + " is at the stage \"" + in_words(stage) + "\". " + waits +
                (possible.empty() ? "Nothing more can be asked of it." : "What can be done now: " + possible + "."),
            "general rule",
            {}};
}

/// The process that judges a verb in a stage: bids have two, which share stages.
const process& process_for(const verb_spec& verb, const std::string& stage)
{
    const auto* wanted = find(verb.process);
    if (verb.subject == "bid" && !wanted->doc.find(stage, verb.name))
        for (const auto* name : {"bid", "approval"})
            if (const auto* other = find(name); other->doc.find(stage, verb.name)) return *other;
    return *wanted;
}

std::string subject_key(const context& c, const verb_spec& verb)
{
    if (verb.subject == "partnership" || verb.subject == "body" || verb.subject == "seat") return std::string(partnership_key);
    if (verb.subject == "item") return "meeting/" + c.meeting->id;
    if (verb.subject == "matter") return c.item ? "meeting/" + c.meeting->id : "bid/" + c.bid->id;
    return verb.subject + "/" + c.text(verb.subject);
}

/// Parts a form: names and free text are sealed, the rest stands in the leaf.
void split_form(const verb_spec& verb, const json::object& form, event& e)
{
    const bool application = verb.name == "bid.draft" || verb.name == "bid.revise";
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

verb_spec internal_verb(const request& r)
{
    const auto kind = std::string(engine::split_key(r.subject).kind);
    return {r.verb, std::string(internal_process(r.verb)), kind, {}};
}

verdict decide(const request& r, const verb_spec& verb, context& c, bool from_scenario)
{
    const auto stage = stage_of(c, verb);
    const auto& process = process_for(verb, stage);
    if (!process.doc.find(stage, verb.name)) return refused(not_now(c, verb, stage));
    auto judged = process.decide(stage, verb.name, c);
    if (!judged.decision.accepted()) return {result::refused, std::move(judged.decision.refusals), {}, {}, {}, {}};

    event e;
    e.command = r.verb;
    e.type = judged.decision.event;
    e.process = process.doc.name;
    if (c.p) {
        const auto adopted = c.p->processes.find(e.process);
        e.process_version = adopted == c.p->processes.end() ? 1 : adopted->second.version;
    } else e.process_version = 1;
    e.subject = r.internal && !find_verb(r.verb) ? r.subject : subject_key(c, verb);
    e.from = stage;
    e.to = judged.decision.next;
    e.judged = std::move(judged.judged);
    split_form(verb, c.form, e);
    if (!c.acting_seat.empty()) e.data["seat"] = c.acting_seat;
    complete(c, e, from_scenario);
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

verdict funding::judge(const request& asked, engine::reader& known, instant now) const
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
    if (!verb && !r.internal) return invalid({{"do", "there is no command \"" + r.verb + "\""}});
    const auto* p = engine::get<partnership>(known, partnership_key);
    if (!p && r.verb != "partnership.set_up") return invalid({{"in", "there is no partnership \"" + known.partnership() + "\""}});

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
        with_id.agency = c.agency;
        return counted(decide(r, *verb, with_id, from_scenario_), made_kind, made_id);
    }
    return decide(r, *verb, c, from_scenario_);
}

std::vector<request> funding::first(engine::reader& known) const
{
    const auto* p = engine::get<partnership>(known, partnership_key);
    std::vector<request> out;
    if (!p) return out;
    for (const auto& [name, digest] : printed_digests()) {
        const auto adopted = p->processes.find(name);
        if (adopted == p->processes.end() || adopted->second.digest != digest) {
            request r;
            r.partnership = known.partnership();
            r.verb = "process.adopt";
            r.subject = partnership_key;
            r.fields["name"] = name;
            out.push_back(std::move(r));
        }
    }
    return out;
}

std::optional<verdict> can_be_done(std::string_view verb, std::string_view bid, const std::string& actor, engine::reader& known,
                                   instant now)
{
    request r{known.partnership(), actor, std::string(verb), "", {{"bid", bid}}};
    const auto* spec = find_verb(verb);
    auto c = make_context(known, r, now);
    c.form_given = false;
    if (forbids(c)) return std::nullopt;
    const auto stage = stage_of(c, *spec);
    const auto& process = process_for(*spec, stage);
    if (!process.doc.find(stage, spec->name)) return refused(not_now(c, *spec, stage));
    auto judged = process.decide(stage, spec->name, c);
    if (judged.decision.accepted()) return verdict{};
    return verdict{result::refused, std::move(judged.decision.refusals), {}, {}, {}, {}};
}

// -- for the verifier ------------------------------------------------------------------------------------------------

std::optional<request> asked_again(const event& e, std::string_view partnership_id)
{
    const auto* verb = find_verb(e.command);
    request r{std::string(partnership_id), e.actor, e.command, "", e.form, verb == nullptr || e.cause || e.due, e.subject, e.cause, e.due};
    for (const auto& [name, text] : e.texts) {
        const auto* f = verb ? verb->field(name) : nullptr;
        const bool application = name == "content";
        if (!f && !application) continue; // the product's own copy of a text
        if (!text.text) return std::nullopt;
        if (!application && f->shape != "texts") {
            r.fields[name] = *text.text;
            continue;
        }
        auto content = engine::parse_strict(*text.text);
        if (!content) return std::nullopt;
        if (!application) r.fields[name] = std::move(*content);
        else if (content->is_object())
            for (const auto& p : content->get_object()) r.fields[p.key()] = p.value();
    }
    // What the product made or filled in was not asked.
    if (const auto* makes = verb ? verb->makes() : nullptr; makes && e.data.contains("made")) r.fields.erase(makes->name);
    if (!verb) r.fields.erase(engine::split_key(e.subject).kind);
    return r;
}

bool is_current(std::string_view process_name, std::string_view digest)
{
    const auto found = printed_digests().find(std::string(process_name));
    return found != printed_digests().end() && found->second == digest;
}

std::optional<bool> rule_holds(std::string_view process_name, std::string_view rule, const json::value& facts, std::int64_t sums)
{
    const auto* process = find(process_name);
    if (!process) return std::nullopt;
    try {
        return process->holds(rule, facts, sums);
    } catch (const std::exception&) {
        return false;
    } // facts that this rule cannot even read
}

json::value shown_facts(std::string_view process_name, std::string_view rule, const json::value& facts)
{
    const auto* process = find(process_name);
    try {
        if (const auto shown = process ? process->shown(rule, facts) : std::nullopt) return *shown;
    } catch (const std::exception&) { // facts of another shape: an older program's
    }
    return facts;
}

} // namespace workflows
