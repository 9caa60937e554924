// quorate serve.
#include "server/app/database_thread.hpp"
#include "server/app/log.hpp"
#include "server/app/metrics.hpp"
#include "server/app/secrets.hpp"
#include "server/app/site.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/control.hpp"
#include "server/demo/make.hpp"
#include "server/mail/mailer.hpp"
#include "server/routes.hpp"

#include <cstdio>
#include <filesystem>

#include <unistd.h>

namespace cli {
namespace {

constexpr std::int64_t thirty_days = std::int64_t{30} * 24 * 3600 * engine::second_micros;

/// The configuration in force, checked before anything is opened.
app::config settle(const flags& settings, const std::string& config_file, bool demonstration)
{
    std::vector<std::string> unknown;
    auto c = app::load_config(config_file, settings, &unknown);
    if (demonstration && !app::is_loopback(c.listen.address))
        throw std::runtime_error(
            "--demo signs people in without a password: it listens on a loopback address only, such as 127.0.0.1:8080");
    std::filesystem::create_directories(c.data);
    app::log_as(c.log == "json" ? app::log_form::json : c.log == "plain" ? app::log_form::plain : app::log_form::off);
    for (const auto& s : unknown) app::log_line("warning", "the environment has " + s + ", which is no setting");
    return c;
}

/// A server at work: its parts in the order in which they come up. They go down in the opposite order.
class serving {
public:
    serving(app::config c, const std::string& url, bool demonstration)
        : config_(std::move(c)), loop_({config_.hosts, config_.trusted_proxies}),
          work_({url, storage::access::write, true, [this](const std::string& p) { loop_.changed(p); }}, funding_),
          audit_({url, storage::access::read_only, false}, funding_), passwords_(2, 20),
          site_(config_, funding_, server::routes(), work_, audit_, passwords_, loop_), health_(site_, work_), control_(config_.data)
    {
        site_.demonstration = demonstration;
        if (config_.mail.server.empty()) return;
        mailer_ = std::make_unique<mail::mailer>(site_.settings, work_, site_.addresses());
        site_.mail_is_owed = [this] { mailer_->wake(); };
    }

    /// Data without any partnership is set up by whoever holds a token that is printed once.
    void prepare_set_up()
    {
        work_.run_and_wait([this](storage::database& d) {
            storage::accounts store(d.sql());
            store.sweep({app::wall_clock().micros - thirty_days});
            if (d.partnerships().empty() && store.setting("", "set_up").empty()) {
                set_up_token_ = app::random_token();
                site_.set_up_hash = app::sha256_hex(set_up_token_);
            }
        });
    }

    void listen()
    {
        config_.listen.port = loop_.listen(config_.listen, site_, config_.tls);
        if (config_.metrics) listen_for_health(*config_.metrics);
        loop_.listen_local(control_.path(), [this](std::string line, std::function<void(std::string)> reply) {
            work_.run([line = std::move(line), reply = std::move(reply)](storage::database& d) { reply(answer_control(d, line)); });
        });
    }

    /// People are told where we are before anything is asked of us.
    void print_addresses()
    {
        const auto base = config_.base();
        if (site_.demonstration) demo::print_people(work_, base, site_.word);
        std::printf("\nQuorate listens at %s\n", base.c_str());
        if (health_port_) std::printf("Health and metrics: http://127.0.0.1:%u/readyz\n", health_port_);
        std::printf("Data: %s\n", config_.data.c_str());
        if (!set_up_token_.empty())
            std::printf("\nNobody is here yet. Set your partnership up, once, at:\n  %s/set-up?token=%s\n", base.c_str(),
                        set_up_token_.c_str());
        if (config_.mail.server.empty())
            std::printf("No mail server is set: mails wait in the outbox, where an administrator can read them.\n");
        std::printf("\n");
        std::fflush(stdout);
    }

    /// Until it is told to stop. What was begun is finished: answers first, then the mail being sent, then work that waits.
    void run()
    {
        app::log_line("info", "started", {{"port", config_.listen.port}});
        loop_.run();
        app::log_line("info", "stopping");
        if (mailer_) mailer_->stop();
        audit_.stop();
        work_.stop();
        ::unlink(control_.path().c_str());
    }

private:
    void listen_for_health(const http::listen_at& where)
    {
        try {
            health_port_ = loop_.listen(where, health_);
        } catch (const std::exception&) {
            if (config_.metrics_given) throw;
            health_port_ = loop_.listen({where.address, 0}, health_); // another one of us has the usual port
        }
    }

    app::config config_;
    const workflows::funding funding_;
    http::server loop_;
    app::database_thread work_, audit_;
    app::workers passwords_;
    app::site site_;
    std::unique_ptr<mail::mailer> mailer_;
    app::health health_;
    control_socket control_;
    std::string set_up_token_;
    unsigned short health_port_ = 0;
};

} // namespace

int serve_command(const flags& settings, const std::string& config_file, bool demonstration)
try {
    auto config = settle(settings, config_file, demonstration);
    const auto url = config.database_url();
    if (demonstration) demo::make(url);
    serving server(std::move(config), url, demonstration);
    server.prepare_set_up();
    server.listen();
    server.print_addresses();
    server.run();
    return done;
} catch (const std::exception& e) {
    std::fprintf(stderr, "quorate serve: %s\n", e.what());
    return unusable;
}

} // namespace cli
