#include "server/steps/parse.hpp"

#include "server/app/files.hpp"
#include "server/steps/expect.hpp"
#include "workflows/fields.hpp"

#include <algorithm>
#include <filesystem>

namespace steps {
namespace {

/// Reads the lines of a file, and of those that it uses, into steps.
class reading {
public:
    explicit reading(carrier by) : by_(by) {}
    void lines(std::string_view text, const std::filesystem::path& file, std::string name);
    std::vector<step> steps;
    std::vector<bad_line> bad;

private:
    void line(const json::object& o, std::size_t number);
    void use(const json::object& o, std::size_t number);
    void wrong(std::size_t number, std::string field, std::string says)
    {
        bad.push_back({number, std::move(field), std::move(says), name_});
    }

    carrier by_;
    std::optional<engine::instant> clock_;
    std::filesystem::path file_;
    std::string name_; ///< of the file, as it is told; "" the one that was asked for
    std::vector<std::filesystem::path> open_;
};

void reading::lines(std::string_view text, const std::filesystem::path& file, std::string name)
{
    const auto file_before = std::exchange(file_, file);
    const auto name_before = std::exchange(name_, std::move(name));
    open_.push_back(file_.lexically_normal());
    std::size_t number = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto one = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        if (one.ends_with('\r')) one.remove_suffix(1);
        const auto first = one.find_first_not_of(" \t");
        if (first == std::string_view::npos || one[first] == '#') continue;
        const auto parsed = engine::parse_strict(one);
        if (!parsed)
            wrong(number, "", "is no JSON object: " + parsed.error().says + " (column " + std::to_string(parsed.error().offset + 1) + ")");
        else if (!parsed->is_object()) wrong(number, "", "is no JSON object");
        else if (parsed->get_object().contains("use")) use(parsed->get_object(), number);
        else line(parsed->get_object(), number);
    }
    open_.pop_back();
    file_ = file_before;
    name_ = name_before;
}

/// {"use": "FILE"} stands for the lines of FILE, which is named relative to this one.
void reading::use(const json::object& o, std::size_t number)
{
    if (by_ == carrier::import) return wrong(number, "use", "is not for an import: put the lines into one file");
    if (o.size() != 1 || !o.at("use").is_string() || o.at("use").get_string().empty())
        return wrong(number, "use", "expected the name of a file, and nothing else in the line");
    const auto named = workflows::text_of(o, "use");
    const auto file = (file_.parent_path() / named).lexically_normal();
    if (std::find(open_.begin(), open_.end(), file) != open_.end()) return wrong(number, "use", named + " uses itself");
    std::string text;
    try {
        text = app::read_file(file.string());
    } catch (const std::exception& e) {
        return wrong(number, "use", e.what());
    }
    lines(text, file, file.string());
}

void reading::line(const json::object& o, std::size_t number)
{
    step s;
    s.line = number;
    s.file = name_;
    const auto faults_before = bad.size();
    for (const auto& p : o) {
        const std::string name(p.key().data(), p.key().size());
        const auto take_text = [&](std::string& slot) {
            if (p.value().is_string() && !p.value().get_string().empty())
                slot.assign(p.value().get_string().data(), p.value().get_string().size());
            else wrong(number, name, "expected a text");
        };
        if (by_ == carrier::import && (name == "as" || name == "at" || name == "key"))
            wrong(number, name, "is not for an import to say: it runs as an administrator, now, under keys of its own");
        else if (name == "as") take_text(s.as);
        else if (name == "in") take_text(s.in);
        else if (name == "do") take_text(s.verb);
        else if (name == "show") take_text(s.show);
        else if (name == "key") take_text(s.key);
        else if (name == "expect") s.expect = p.value();
        else if (name == "at") {
            std::string at;
            take_text(at);
            s.at = engine::parse_instant(at);
            if (!s.at && !at.empty()) wrong(number, name, "expected an instant such as \"2010-03-04T10:00:00Z\"");
            if (s.at && clock_ && *s.at < *clock_)
                wrong(number, name, "is before the clock, which stands at " + engine::show(*clock_) + ": it never goes back");
            if (s.at && (!clock_ || *clock_ < *s.at)) clock_ = s.at;
        } else s.fields[name] = p.value();
    }
    if (bad.size() == faults_before) {
        if (s.verb.empty() == s.show.empty()) wrong(number, "do", "expected either \"do\" or \"show\"");
        else if (s.expect && !is_expectation(*s.expect, !s.show.empty()))
            wrong(number, "expect",
                  R"(expected a result word, {"refused": [ids]}, {"forbidden": [ids]} or {"invalid": [fields]}; for a show an object)");
        else if (by_ == carrier::scenario && !s.verb.empty() && s.as.empty())
            wrong(number, "as", "say who does this: a person's id, or \"system\"");
    }
    if (bad.size() == faults_before) steps.push_back(std::move(s));
}

} // namespace

std::string in_words(const bad_line& b, const std::string& file)
{
    const auto what = b.field.empty() ? "the line " : b.field + ": ";
    return (b.file.empty() ? file : b.file) + ":" + std::to_string(b.line) + ": " + what + b.says;
}

std::expected<std::vector<step>, std::vector<bad_line>> parse_steps(std::string_view text, carrier by, const std::string& file)
{
    reading r(by);
    r.lines(text, file, "");
    if (!r.bad.empty()) return std::unexpected(std::move(r.bad));
    return std::move(r.steps);
}

} // namespace steps
