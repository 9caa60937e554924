// quorate serve, quorate token create, quorate config check.
#include "server/app/desk.hpp"
#include "server/app/log.hpp"
#include "server/app/metrics.hpp"
#include "server/app/site.hpp"
#include "server/auth/auth.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/scenario.hpp"
#include "server/demo/demo.hpp"
#include "server/mail/mailer.hpp"
#include "server/pages/page_context.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace cli {
namespace {

namespace fs = std::filesystem;

/// The demonstration is made by commands through the core. Its salts come from a seed, so that a day's history is one history.
/// Data that a scenario made can be demonstrated too: nothing in it was decided by anybody. Real data cannot.
void make_demonstration(const std::string& url)
{
    const workflows::funding funding(true);
    storage::database d(url, funding, engine::seeded_random(2008));
    storage::accounts store(d.sql());
    const auto mark = [&](const std::string& partnership) { store.set(partnership, "demonstration", "yes"); };
    const auto there = d.partnerships();
    for (const auto& id : there) {
        bool made = false;
        d.read(id, [&](engine::reader& known) {
            const auto* p = engine::get<workflows::partnership>(known, workflows::partnership_key);
            made = p && p->from_scenario;
        });
        if (!made) throw std::runtime_error("this data holds a real partnership, " + id + ": --demo needs data of its own (--data)");
        mark(id);
    }
    if (!there.empty()) return;
    const auto today = workflows::day_in(app::wall_clock(), "Europe/London");
    const auto steps = demo::steps(today);
    runner r(d);
    std::size_t n = 0;
    for (const auto& s : steps) {
        const auto t = r.run(s, ++n);
        if (t.outcome != engine::result::accepted)
            throw std::logic_error("the demonstration's step " + engine::show(*s.at) + " " + s.as + " " + line_of(t.output));
    }
    const auto midnight = workflows::midnight(today, "Europe/London");
    d.fire_due(midnight, [&](engine::instant due) { return std::max(r.now(), due); });
    mark(std::string(demo::partnership));
}

void print_people(app::desk& work, const app::config& c, const app::words& word)
{
    work.run_and_wait([&](storage::database& d) {
        for (const auto& id : d.partnerships()) {
            if (storage::accounts(d.sql()).setting(id, "demonstration") != "yes") continue;
            d.read(id, [&](engine::reader& known) {
                const auto* p = engine::get<workflows::partnership>(known, workflows::partnership_key);
                if (!p) return;
                std::printf("\n%s\n%s\n\n", p->name.c_str(), word("demo.banner", {{"address", c.base()}}).c_str());
                std::vector<std::array<std::string, 3>> people;
                for (const auto& row : known.rows({.index = "person", .key = ""})) {
                    const auto* who = engine::get<workflows::person>(known, "person/" + row.id);
                    const auto part = "demo.part." + row.id;
                    if (who && !who->left) people.push_back({word.has(part) ? word(part) : "~", row.id, who->name});
                }
                std::sort(people.begin(), people.end());
                for (const auto& [part, person, name] : people)
                    std::printf("  %-20s %-40s %s\n", person.c_str(), name.c_str(), part == "~" ? "" : part.c_str());
            });
        }
    });
}

/// Where a server of this data listens for commands of the same machine. A path may be longer than a socket's name: so it is
/// reached through its folder's descriptor.
std::string socket_name(const std::string& data, int& folder)
{
    folder = ::open(data.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    return "/proc/self/fd/" + std::to_string(folder) + "/control";
}

std::optional<std::string> ask_server(const std::string& data, const std::string& line)
{
    int folder = -1;
    const auto name = socket_name(data, folder);
    if (folder < 0) return std::nullopt;
    const int s = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    name.copy(to.sun_path, sizeof to.sun_path - 1);
    std::optional<std::string> out;
    if (::connect(s, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0) {
        const auto sent = line + "\n";
        if (::write(s, sent.data(), sent.size()) == static_cast<ssize_t>(sent.size())) {
            std::string answer;
            char c = 0;
            while (::read(s, &c, 1) == 1 && c != '\n') answer += c;
            if (!answer.empty()) out = answer;
        }
    }
    ::close(s);
    ::close(folder);
    return out;
}

/// {"do": "token", "partnership", "person"} -> {"token"} or {"says"}
boost::json::object make_token(storage::database& d, const std::string& partnership, const std::string& person)
{
    if (!d.has(partnership)) return {{"says", "there is no partnership \"" + partnership + "\" in this database"}};
    bool there = false;
    d.read(partnership, [&](engine::reader& known) {
        const auto* who = engine::get<workflows::person>(known, "person/" + person);
        there = who && !who->left;
    });
    if (!there) return {{"says", "there is no person \"" + person + "\" in " + partnership + ", or they have left"}};
    return {{"token", auth::issue_token(d, partnership, person, "api", "made on the command line", app::wall_clock())}};
}

} // namespace

int serve_command(const flags& settings, const std::string& config_file, bool demonstration)
try {
    std::vector<std::string> strangers;
    auto c = app::load_config(config_file, settings, &strangers);
    if (demonstration && !app::is_loopback(c.listen.address))
        throw std::runtime_error(
            "--demo signs people in without a password: it listens on a loopback address only, such as 127.0.0.1:8080");
    fs::create_directories(c.data);
    app::log_as(c.log == "json" ? app::log_form::json : c.log == "plain" ? app::log_form::plain : app::log_form::off);
    for (const auto& s : strangers) app::log_line("warning", "the environment has " + s + ", which is no setting");
    const auto url = c.database_url();
    if (demonstration) make_demonstration(url);

    const workflows::funding funding;
    http::server loop({c.hosts, c.trusted_proxies});
    app::desk work({url, storage::access::write, true, [&](const std::string& p) { loop.changed(p); }}, funding);
    app::desk audit({url, storage::access::read_only, false}, funding);
    app::workers passwords(2, 20);
    app::site site(c, funding, work, audit, passwords, loop);
    site.demonstration = demonstration;
    std::unique_ptr<mail::mailer> mailer;
    if (!c.mail.server.empty()) {
        mailer = std::make_unique<mail::mailer>(site.settings, work);
        site.mail_is_owed = [&] { mailer->wake(); };
    }
    std::string token;
    work.run_and_wait([&](storage::database& d) {
        storage::accounts store(d.sql());
        store.sweep({app::wall_clock().micros - std::int64_t{30} * 24 * 3600 * engine::second_micros});
        if (d.partnerships().empty() && store.setting("", "set_up").empty()) {
            token = app::random_token();
            site.set_up_hash = app::sha256_hex(token);
        }
    });
    c.listen.port = loop.listen(c.listen, site, c.tls);
    app::health health(site, work);
    unsigned short health_port = 0;
    if (c.metrics) {
        try {
            health_port = loop.listen(*c.metrics, health);
        } catch (const std::exception&) {
            if (c.metrics_given) throw;
            health_port = loop.listen({c.metrics->address, 0}, health); // another one of us has the usual port
        }
    }
    int folder = -1;
    const auto control = socket_name(c.data, folder);
    loop.listen_local(control, [&](std::string line, std::function<void(std::string)> reply) {
        work.run([line = std::move(line), reply = std::move(reply)](storage::database& d) {
            boost::json::object answer{{"says", "this is no command of ours"}};
            try {
                const auto asked = engine::parse_strict(line);
                if (asked && asked->is_object() && workflows::text_of(asked->get_object(), "do") == "token")
                    answer = make_token(d, workflows::text_of(asked->get_object(), "partnership"),
                                        workflows::text_of(asked->get_object(), "person"));
            } catch (const std::exception& e) {
                answer = {{"says", e.what()}};
            }
            reply(boost::json::serialize(answer));
        });
    });
    // People are told where we are before anything is asked of us.
    if (demonstration) print_people(work, c, site.word);
    std::printf("\nQuorate listens at %s\n", c.base().c_str());
    if (health_port) std::printf("Health and metrics: http://127.0.0.1:%u/readyz\n", health_port);
    std::printf("Data: %s\n", c.data.c_str());
    if (!token.empty())
        std::printf("\nNobody is here yet. Set your partnership up, once, at:\n  %s/set-up?token=%s\n", c.base().c_str(), token.c_str());
    if (c.mail.server.empty()) std::printf("No mail server is set: mails wait in the outbox, where an administrator can read them.\n");
    std::printf("\n");
    std::fflush(stdout);
    app::log_line("info", "started", {{"port", c.listen.port}});
    loop.run();
    app::log_line("info", "stopping");
    if (mailer) mailer->stop();
    audit.stop();
    work.stop();
    ::unlink(control.c_str());
    ::close(folder);
    return done;
} catch (const std::exception& e) {
    std::fprintf(stderr, "quorate serve: %s\n", e.what());
    return unusable;
}

int token_command(const std::string& data, const std::string& database, const std::string& partnership, const std::string& person)
try {
    const boost::json::object asked{{"do", "token"}, {"partnership", partnership}, {"person", person}};
    boost::json::object answer;
    if (const auto told = ask_server(data, boost::json::serialize(asked)))
        answer = boost::json::parse(*told).as_object(); // it runs: it has the database
    else {
        app::config c;
        c.data = data;
        c.database = database;
        const workflows::funding funding;
        storage::database d(c.database_url(), funding, engine::system_random());
        answer = make_token(d, partnership, person);
    }
    if (const auto token = workflows::text_of(answer, "token"); !token.empty()) {
        std::printf("%s\n", token.c_str());
        return done;
    }
    throw std::runtime_error(workflows::text_of(answer, "says"));
} catch (const std::exception& e) {
    std::fprintf(stderr, "quorate token create: %s\n", e.what());
    return unusable;
}

int config_command(const flags& settings, const std::string& config_file)
try {
    std::fputs(app::show_config(app::load_config(config_file, settings)).c_str(), stdout);
    return done;
} catch (const std::exception& e) {
    std::fprintf(stderr, "quorate config check: %s\n", e.what());
    return unusable;
}

} // namespace cli
