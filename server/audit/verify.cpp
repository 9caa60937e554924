#include "server/audit/verify.hpp"

#include "engine/handle.hpp"
#include "engine/log/note.hpp"
#include "engine/memory_store.hpp"
#include "engine/process_doc.hpp"
#include "names/partnership.hpp"
#include "server/app/files.hpp"
#include "workflows/fields.hpp"
#include "workflows/funding.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace audit {

namespace fs = std::filesystem;
using app::read_file;
using engine::event;

namespace {

/// The check of one export: goes on after a finding where it can, so that all are told.
class verifier {
public:
    verifier(const fs::path& dir, const std::string& pinned, const std::function<void(std::size_t, std::size_t)>& progress)
        : dir_(dir), pinned_(pinned), progress_(progress)
    {}

    verification run()
    {
        if (!read_everything()) return std::move(out_);
        hashes();
        signatures();
        replay();
        out_.leaves = leaves_.size();
        if (!out_.findings.empty()) out_.verdict = verification::answer::unsound;
        return std::move(out_);
    }

private:
    void unsound(std::string what)
    {
        if (out_.findings.size() < 20) out_.findings.push_back(std::move(what));
    }
    bool cannot_tell(std::string why)
    {
        out_.verdict = verification::answer::cannot_tell;
        out_.findings.push_back(std::move(why));
        return false;
    }
    bool read_everything();
    void hashes();
    void signatures();
    void read_texts();
    void replay();
    void judge_again(const event& e, engine::folded& state);
    void by_printed_table(const event& e);
    void beside_today(const event& e, engine::folded& state);
    std::int64_t current_from() const;
    void expect_follow_ups(const event& e, engine::folded& state);
    static std::string at(const event& e) { return "leaf " + std::to_string(e.index) + " (" + e.type + ")"; }

    fs::path dir_;
    std::string pinned_;
    const std::function<void(std::size_t, std::size_t)>& progress_;
    verification out_;
    std::vector<std::string> leaves_;
    std::vector<event> events_;
    std::vector<engine::digest> leaf_hashes_;
    std::string texts_, key_;
    std::map<std::uint64_t, std::string> checkpoints_;
    std::map<engine::digest, engine::sealed_text> sealed_;
    std::map<std::pair<std::string, std::int64_t>, engine::process_doc> adopted_;
    std::map<std::pair<std::string, std::int64_t>, std::string> adopted_digest_;
    std::unique_ptr<workflows::funding> funding_;

    struct follow_up {
        std::string command, subject;
        std::int64_t cause;
    };
    std::deque<follow_up> expected_;
    std::deque<event> to_react_;
};

std::vector<std::string> lines_of(const std::string& text, bool& whole)
{
    std::vector<std::string> out;
    std::size_t from = 0;
    while (from < text.size()) {
        const auto end = text.find('\n', from);
        if (end == std::string::npos) {
            whole = false;
            out.push_back(text.substr(from));
            return out;
        }
        out.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return out;
}

bool verifier::read_everything()
{
    std::error_code ec;
    if (!fs::is_directory(dir_, ec)) return cannot_tell(dir_.string() + ": is no folder");
    static const std::set<std::string> known{"leaves.jsonl", "texts.jsonl", "checkpoints", "key", "documents"};
    for (const auto& entry : fs::directory_iterator(dir_, ec))
        if (!known.contains(entry.path().filename().string())) unsound(entry.path().filename().string() + ": does not belong to an export");
    std::string leaves;
    try {
        leaves = read_file((dir_ / "leaves.jsonl").string());
        texts_ = read_file((dir_ / "texts.jsonl").string());
        key_ = read_file((dir_ / "key").string());
        for (const auto& entry : fs::directory_iterator(dir_ / "checkpoints")) {
            const auto name = entry.path().filename().string();
            const bool number = !name.empty() && name.size() < 19 && name.find_first_not_of("0123456789") == std::string::npos &&
                                (name == "0" || name[0] != '0');
            if (number) checkpoints_[std::stoull(name)] = read_file(entry.path().string());
            else unsound("checkpoints/" + name + ": is not named by a size");
        }
        if (fs::exists(dir_ / "documents"))
            for (const auto& entry : fs::directory_iterator(dir_ / "documents"))
                if (const auto name = entry.path().filename().string();
                    engine::hex(engine::sha256(read_file(entry.path().string()))) != name)
                    unsound("documents/" + name + ": its bytes are not those that its name says");
    } catch (const std::exception& e) {
        return cannot_tell(e.what());
    }
    if (checkpoints_.empty()) return cannot_tell("there is no checkpoint: nothing vouches for the leaves");
    bool whole = true;
    leaves_ = lines_of(leaves, whole);
    if (!whole) unsound("leaves.jsonl: the last line does not end");
    return true;
}

void verifier::hashes()
{
    std::int64_t index = 0;
    for (const auto& line : leaves_) {
        leaf_hashes_.push_back(engine::leaf_hash(line));
        const auto where = "leaves.jsonl, line " + std::to_string(index + 1) + ": ";
        try {
            const auto parsed = engine::parse_strict(line);
            if (!parsed) throw std::invalid_argument("is no JSON: " + parsed.error().says);
            if (engine::canonical(*parsed) != line) throw std::invalid_argument("is not in canonical form");
            auto e = engine::read_leaf(line);
            const auto log = workflows::text_of(parsed->get_object(), "log");
            if (out_.origin.empty()) out_.origin = log;
            if (engine::leaf_bytes(e, log) != line) throw std::invalid_argument("holds what no leaf holds");
            if (log != out_.origin) throw std::invalid_argument("belongs to another log, " + log);
            if (e.index != index)
                throw std::invalid_argument("bears the index " + std::to_string(e.index) + ", not " + std::to_string(index));
            if (!events_.empty() && e.at < events_.back().at) throw std::invalid_argument("is older than the one before it");
            events_.push_back(std::move(e));
        } catch (const std::exception& e) {
            unsound(where + e.what());
        }
        ++index;
    }
    read_texts();
}

void verifier::read_texts()
{
    bool whole = true;
    std::vector<engine::digest> order;
    std::size_t number = 0;
    for (const auto& line : lines_of(texts_, whole)) {
        const auto where = "texts.jsonl, line " + std::to_string(++number) + ": ";
        const auto parsed = engine::parse_strict(line);
        if (!parsed || !parsed->is_object() || engine::canonical(*parsed) != line) {
            unsound(where + "is no JSON object in canonical form");
            continue;
        }
        const auto& o = parsed->get_object();
        const auto bytes = engine::unhex(engine::text_at(o, "sha256"));
        const auto commitment = bytes ? engine::to_digest(*bytes) : std::nullopt;
        if (!commitment) {
            unsound(where + "\"sha256\" is no digest");
            continue;
        }
        order.push_back(*commitment);
        engine::sealed_text t{{}, std::nullopt, *commitment};
        if (o.size() == 3 && o.contains("salt") && o.contains("text") && o.at("text").is_string()) {
            const auto salt = engine::unbase64(engine::text_at(o, "salt"));
            t.text = workflows::text_of(o, "text");
            if (!salt || salt->size() != 16) unsound(where + "\"salt\" is no 16 bytes in base64");
            else if (t.salt = *salt; engine::sha256(t.salt, *t.text) != *commitment)
                unsound(where + "the text is not the one that was committed to");
        } else if (o.size() == 1) ++out_.erased;
        else unsound(where + "holds neither a salt and a text, nor neither of them");
        if (!sealed_.emplace(*commitment, std::move(t)).second) unsound(where + "the same text stands twice");
        ++out_.texts;
    }
    if (!whole) unsound("texts.jsonl: the last line does not end");

    std::vector<engine::digest> wanted;
    std::set<engine::digest> seen;
    for (auto& e : events_)
        for (auto& [name, t] : e.texts) {
            if (seen.insert(t.commitment).second) wanted.push_back(t.commitment);
            const auto found = sealed_.find(t.commitment);
            if (found == sealed_.end()) unsound(at(e) + ": its text \"" + name + "\" is not in texts.jsonl");
            else t = found->second;
        }
    if (wanted.size() == order.size() && wanted != order) unsound("texts.jsonl: the texts are not in the order of the leaves");
    if (order.size() > wanted.size()) unsound("texts.jsonl: holds texts that no leaf commits to");
}

void verifier::signatures()
{
    const auto in_folder =
        engine::parse_verifier_key(key_.ends_with('\n') ? std::string_view(key_).substr(0, key_.size() - 1) : std::string_view());
    if (!in_folder) unsound("key: " + in_folder.error());
    auto key = in_folder;
    if (!pinned_.empty()) {
        key = engine::parse_verifier_key(pinned_);
        if (!key) {
            unsound("--key: " + key.error());
            return;
        }
        if (in_folder && in_folder->text() != key->text()) unsound("key: is not the key that you pinned");
    } else
        out_.notes.push_back("The key was taken from the folder itself. To know who signed, pin the key that you were given with --key.");
    if (!key) return;

    engine::compact_tree tree; // every checkpoint is compared with the beginning of the same leaves: that is their consistency
    std::map<std::uint64_t, engine::digest> roots;
    const auto root_if_wanted = [&] {
        if (checkpoints_.contains(tree.size())) roots[tree.size()] = tree.root();
    };
    root_if_wanted();
    for (const auto& h : leaf_hashes_) {
        tree.append(h);
        root_if_wanted();
    }
    for (const auto& [size, bytes] : checkpoints_) {
        const auto where = "checkpoints/" + std::to_string(size) + ": ";
        const auto note = engine::parse_note(bytes);
        const auto c = note ? engine::parse_checkpoint(note->text) : std::unexpected(note.error());
        ++out_.checkpoints;
        if (!c) unsound(where + c.error());
        else if (note->signatures.size() != 1 || !engine::signed_by(*note, *key)) unsound(where + "is not signed by the key " + key->name);
        else if (c->size != size) unsound(where + "is over " + std::to_string(c->size) + " leaves");
        else if (!out_.origin.empty() && c->origin != out_.origin) unsound(where + "is of another log, " + c->origin);
        else if (size > leaves_.size()) unsound(where + "is over more leaves than there are: some were taken away");
        else if (c->root != roots.at(size))
            unsound(where + "the leaves have another root: some leaf before " + std::to_string(size) + " was changed, added or taken away");
    }
    if (checkpoints_.rbegin()->first < leaves_.size())
        unsound("no checkpoint is over all " + std::to_string(leaves_.size()) + " leaves: nothing vouches for those after " +
                std::to_string(checkpoints_.rbegin()->first));
}

/// What an older table said still holds for what was decided under it; its facts still add up.
void verifier::by_printed_table(const event& e)
{
    const auto found = adopted_.find({e.process, e.process_version});
    if (found == adopted_.end())
        return unsound(at(e) + ": the process " + e.process + ", version " + std::to_string(e.process_version) + ", was never adopted");
    const auto* row = found->second.find(e.from, e.command);
    if (!row || row->event != e.type || (row->to == engine::stays::name ? e.from : row->to) != e.to)
        return unsound(at(e) + ": the table that was in force has no such step from " + e.from + " to " + e.to);
    std::vector<std::string> rules;
    for (const auto& j : e.judged) {
        rules.push_back(j.rule);
        if (j.facts.is_null()) continue;
        const auto holds = workflows::rule_holds(e, j, found->second.sums);
        if (!holds) unsound(at(e) + ": the facts recorded for the rule " + j.rule + " are of no form that it ever had");
        else if (!*holds) unsound(at(e) + ": the rule " + j.rule + " does not hold on the facts recorded for it");
    }
    if (rules != row->rules) unsound(at(e) + ": was not judged by the rules that the table in force names");
}

void verifier::judge_again(const event& e, engine::folded& state)
{
    const auto asked = workflows::asked_again(e, state.partnership());
    if (!asked) {
        out_.notes.push_back(at(e) + ": not judged again, because a text of it was erased");
        return;
    }
    const auto v = funding_->judge(*asked, state, e.at);
    if (v.outcome != engine::result::accepted) {
        std::string why;
        for (const auto& r : v.refusals) why += " " + r.rule + ": " + r.says;
        for (const auto& f : v.errors) why += " " + f.field + ": " + f.says;
        return unsound(at(e) + ": judged again, it is " + std::string(engine::to_word(v.outcome)) + "." + why);
    }
    auto again = v.events.front();
    again.index = e.index;
    again.at = e.at;
    again.actor = e.actor;
    again.key_digest = e.key_digest;
    again.cause = e.cause;
    again.due = e.due;
    for (auto& [name, t] : again.texts) // commitments cannot be made again without their salts: the texts were compared before
        if (const auto mine = e.texts.find(name); mine != e.texts.end() && t.text == mine->second.text) t = mine->second;
    if (engine::leaf_bytes(again, out_.origin) != engine::leaf_bytes(e, out_.origin))
        unsound(at(e) + ": judged again on the facts of that moment, it comes out differently");
    ++out_.replayed;
}

/// A decision of an older table was allowed by the rules of its day. Where today's rules would not allow it, or would have
/// recorded something else, that is told; it is no fault of the log.
void verifier::beside_today(const event& e, engine::folded& state)
{
    const auto tell = [&](const std::string& what) { out_.by_older_rules.push_back(at(e) + ": " + what); };
    const auto asked = workflows::asked_again(e, state.partnership());
    if (!asked) return;
    engine::verdict v;
    try {
        v = funding_->judge(*asked, state, e.at);
    } catch (const std::logic_error&) {
        return tell("this program has no such command any more.");
    }
    if (v.outcome != engine::result::accepted) {
        std::string why;
        for (const auto& r : v.refusals) why += " " + r.rule + ": " + r.says;
        for (const auto& f : v.errors) why += " " + f.field + ": " + f.says;
        return tell("was allowed by the rules of its day; today's would not allow it." + why);
    }
    std::string differs;
    for (const auto& p : e.data) {
        const auto* today = v.events.front().data.if_contains(p.key());
        if (!today || *today != p.value()) differs += (differs.empty() ? "" : ", ") + std::string(p.key());
    }
    if (!differs.empty() && e.command != workflows::verbs::process_adopt)
        tell("by today's rules it would have recorded something else (" + differs + ").");
}

/// The first leaf from which on every process is the one that this program runs; beyond the end: none.
std::int64_t verifier::current_from() const
{
    const auto is_current = [](const auto& a) { return workflows::is_current(a.first.first, a.second); };
    if (std::all_of(adopted_digest_.begin(), adopted_digest_.end(), is_current)) return 0;
    std::map<std::string, std::string> newest; // by process: the map is in the order of versions
    for (const auto& [which, digest] : adopted_digest_) newest[which.first] = digest;
    for (const auto& p : workflows::all_processes())
        if (!newest.contains(p.name) || !workflows::is_current(p.name, newest.at(p.name))) return static_cast<std::int64_t>(events_.size());
    std::int64_t last = 0;
    for (const auto& e : events_)
        if (e.type == workflows::events::process_adopted) last = e.index + 1;
    return last;
}

/// What follows by itself must have followed: the next leaves are those that the reactions ask for.
void verifier::expect_follow_ups(const event& e, engine::folded& state)
{
    if (e.cause) {
        if (expected_.empty() || expected_.front().command != e.command || expected_.front().cause != *e.cause)
            unsound(at(e) + ": does not follow from leaf " + std::to_string(*e.cause));
        else expected_.pop_front();
    } else if (!expected_.empty()) {
        unsound(at(e) + ": " + expected_.front().command + " should have followed from leaf " + std::to_string(expected_.front().cause));
        expected_.clear();
    }
    to_react_.push_back(e);
    if (e.command == workflows::verbs::process_adopt && !e.cause) return; // before a command: what follows from it comes after that one
    while (expected_.empty() && !to_react_.empty()) {
        for (const auto& r : funding_->reactions(to_react_.front(), state))
            expected_.push_back({r.verb, r.subject, to_react_.front().index});
        to_react_.pop_front();
    }
}

void verifier::replay()
{
    if (!out_.findings.empty()) {
        out_.notes.push_back("Decisions were not judged again, because the files themselves are not sound.");
        return;
    }
    if (events_.empty()) return;
    for (const auto& e : events_) {
        if (e.type != workflows::events::process_adopted) continue;
        const auto form = engine::canonical(e.data.at("process"));
        const auto name = workflows::text_of(e.data, "name");
        const auto version = workflows::number_of(e.data, "version");
        if (engine::hex(engine::sha256(form)) != workflows::text_of(e.data, "digest"))
            unsound(at(e) + ": the table is not the one whose digest it bears");
        engine::from_json(e.data.at("process"), adopted_[{name, version}]);
        adopted_digest_[{name, version}] = workflows::text_of(e.data, "digest");
    }
    out_.from_scenario = workflows::text_of(events_.front().data, "made_from") == "scenario";
    funding_ = std::make_unique<workflows::funding>(out_.from_scenario);
    const auto partnership = workflows::text_of(events_.front().form, "partnership");
    engine::folded state(partnership, *funding_);
    const auto current = current_from();
    std::size_t done = 0;
    for (const auto& e : events_) {
        try {
            by_printed_table(e);
            if (e.index >= current) judge_again(e, state);
            else {
                ++out_.by_printed_table;
                beside_today(e, state);
            }
            state.apply(e);
            if (e.index >= current) expect_follow_ups(e, state);
            else if (e.command == workflows::verbs::process_adopt && !e.cause) to_react_.push_back(e);
            else to_react_.clear(); // what followed from decisions of older tables, those tables said
        } catch (const std::exception& broken) {
            unsound(at(e) + ": cannot be replayed: " + broken.what());
            return;
        }
        if (progress_ && ++done % 256 == 0) progress_(done, events_.size());
    }
    if (!expected_.empty())
        unsound("the log ends before " + expected_.front().command + " followed from leaf " + std::to_string(expected_.front().cause));
}

} // namespace

verification verify_export(const fs::path& dir, const std::string& pinned, const std::function<void(std::size_t, std::size_t)>& progress)
{
    return verifier(dir, pinned, progress).run();
}

} // namespace audit
