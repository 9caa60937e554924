#include "server/steps/story.hpp"

#include "names/bid.hpp"
#include "names/partnership.hpp"
#include "server/app/answers.hpp"
#include "server/audit/export.hpp"
#include "server/audit/verify.hpp"
#include "workflows/fields.hpp"

#include <unistd.h>

#include <cstdio>
#include <filesystem>

namespace steps {
namespace {

using workflows::text_of;

/// "bid.sign_off" with outcome approved, of bid b1: in words.
std::string in_words(const step& s)
{
    std::string verb = s.verb;
    for (auto& c : verb)
        if (c == '.' || c == '_') c = ' ';
    std::string out = verb;
    for (const auto* field : {"bid", "query", "meeting", "item", "stream", "plan", "seat", "body", "person", "role", "position", "outcome",
                              "result", "presence", "nature", "agency", "amount"})
        if (const auto v = text_of(s.fields, field); !v.empty()) out += " · " + std::string(field) + " " + v;
    return out;
}

void line(const std::string& text) { std::printf("%s\n", text.c_str()); }

} // namespace

void story::tell(const told& t, engine::instant now)
{
    if (!t.partnership.empty() && t.partnership != "-") partnership_ = t.partnership;
    if (const auto day = engine::show(now).substr(0, 10); day != day_) {
        day_ = day;
        line("\n" + day);
    }
    if (t.what.show.empty()) tell_command(t);
    else tell_view(t);
}

void story::tell_command(const told& t)
{
    const auto words = t.what.as + ": " + in_words(t.what);
    if (t.outcome == engine::result::accepted) {
        ++accepted_;
        std::string followed;
        bool first = true;
        for (const auto& e : workflows::list_of(t.output, "events")) {
            if (!std::exchange(first, false) && e != workflows::events::process_adopted)
                followed += (followed.empty() ? "" : ", ") + std::string(e.as_string());
        }
        line("  ✓ " + words + (followed.empty() ? "" : "\n      so: " + followed));
        if (t.what.verb == workflows::verbs::bid_sign_off) quorum_of(t);
        return;
    }
    ++refused_;
    line("  ✗ " + words + "  —  " + std::string(engine::to_word(t.outcome)));
    for (const auto& r : workflows::list_of(t.output, "refusals"))
        line("      " + text_of(r.as_object(), "rule") + ": " + text_of(r.as_object(), "says"));
    for (const auto& e : workflows::list_of(t.output, "errors"))
        line("      " + text_of(e.as_object(), "field") + ": " + text_of(e.as_object(), "says"));
}

/// The sum that a sign-off rested on.
void story::quorum_of(const told& t)
{
    d_.read(t.partnership, [&](engine::reader& known) {
        workflows::json::object out;
        const auto events = known.events_of("bid/" + text_of(t.what.fields, "bid"));
        for (auto e = events.rbegin(); e != events.rend(); ++e) {
            if (e->type != workflows::events::bid_signed_off) continue;
            const auto& q = workflows::object_of(e->data, "quorum");
            line("      quorum: " + std::to_string(workflows::number_of(q, "present_at_least")) + " present of " +
                 std::to_string(workflows::number_of(q, "members")) + " members, " + std::to_string(workflows::number_of(q, "required")) +
                 " required");
            return;
        }
    });
}

void story::tell_view(const told& t)
{
    if (!t.output.contains("view")) return line("  ✗ show " + t.what.show);
    const auto& v = t.output.at("view").as_object();
    std::string out = "  · " + t.what.show;
    for (const auto* field : {"bid", "meeting", "stream", "stage", "exec_meeting", "amount", "approved_amount", "available", "committed"})
        if (const auto text = text_of(v, field); !text.empty()) out += ", " + std::string(field) + " " + text;
    if (t.what.show == "quorum")
        out += ": " + json::serialize(v.at("present_at_least")) + " present, " + json::serialize(v.at("required")) + " required of " +
               json::serialize(v.at("members")) + ", quorate " + json::serialize(v.at("quorate"));
    line(out);
}

void story::end(engine::instant now)
{
    if (partnership_.empty()) return;
    line("\nThe money");
    json::object money;
    app::put_view(d_, partnership_, "money", "system", {}, now, money);
    if (money.contains("view"))
        for (const auto& s : workflows::list_of(money.at("view").as_object(), "streams")) {
            const auto& o = s.as_object();
            line("  " + text_of(o, "year") + "  " + text_of(o, "name") + ": " + text_of(o, "amount") + " " + text_of(o, "status") +
                 ", held back " + text_of(o, "held_back") + ", committed " + text_of(o, "committed") + ", awaiting " +
                 text_of(o, "awaiting") + ", available " + text_of(o, "available"));
        }
    line("\nThe bids");
    json::object bids;
    app::put_view(d_, partnership_, "bids", "system", {}, now, bids);
    if (bids.contains("view"))
        for (const auto& b : workflows::list_of(bids.at("view").as_object(), "items")) {
            const auto& o = b.as_object();
            line("  " + text_of(o, "bid") + ": " + text_of(o, "stage") + ", " + text_of(o, "amount") + " — " + text_of(o, "title"));
        }
    const auto dir = std::filesystem::temp_directory_path() / ("quorate-proof-" + std::to_string(::getpid()));
    audit::write_export(d_, partnership_, dir, std::nullopt);
    const auto v = audit::verify_export(dir, "");
    std::filesystem::remove_all(dir);
    line("\nThe proof");
    if (v.verdict == audit::verification::answer::sound)
        line("  The log was exported and verified: " + std::to_string(v.leaves) + " leaves, root and signature agree, " +
             std::to_string(v.replayed) + " decisions judged again with the same outcome.");
    for (const auto& f : v.findings) line("  UNSOUND: " + f);
    line("\n" + std::to_string(accepted_) + " commands were accepted, " + std::to_string(refused_) + " were not.");
}

} // namespace steps
