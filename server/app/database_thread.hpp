// server/app/database_thread.hpp - the thread that owns a database. Requests hop here once; commands that wait together share a
// transaction and a commit, and are answered after it (docs/architecture.md).
#pragma once
#include "server/http/message.hpp"
#include "storage/database.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>

namespace app {

/// A command to run, and what to answer once it has been judged and, when accepted, is durable.
struct command_to_run {
    engine::request what;
    std::function<http::step(storage::database&, storage::database::outcome&)> then;
};
/// What a handler comes to: an answer (or a hop elsewhere), or a command.
using handler_result = std::variant<http::step, command_to_run>;

engine::instant wall_clock();

class database_thread {
public:
    struct settings {
        std::string url;
        storage::access how = storage::access::write;
        bool fire_timers = true;
        std::function<void(const std::string& partnership)> changed = [](const std::string&) {}; ///< called on the database's thread
    };
    /// Opens the database on the calling thread, so that what is wrong is told at once. @throws storage::database_error
    database_thread(settings s, const engine::domain& workflows);
    ~database_thread();

    /// Work that hops here. An exception it throws comes out of the step.
    http::step ask(std::function<handler_result(storage::database&)> work);
    /// Work without an answer, or one awaited by a thread that may block.
    void run(std::function<void(storage::database&)> work);
    void run_and_wait(const std::function<void(storage::database&)>& work);
    std::size_t waiting() const;
    void stop(); ///< what waits is still done

private:
    struct job {
        std::function<handler_result(storage::database&)> work;
        std::function<void()> answer; ///< tells whoever waits that `result` is there
        http::step result;
        std::exception_ptr broken;
        std::optional<command_to_run> command;
    };
    class slot;
    void push(std::shared_ptr<job> j);
    void loop();
    void serve(std::deque<std::shared_ptr<job>>& batch);

    settings settings_;
    storage::database database_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::shared_ptr<job>> queue_;
    bool stopping_ = false;
    std::thread thread_;
};

/// A few threads for slow sums (argon2id): at most `waiting_max` wait, more are turned away.
class workers final : public http::pool {
public:
    workers(std::size_t threads, std::size_t waiting_max);
    ~workers() override;
    void post(std::function<void()> work) override;
    bool full() const;

private:
    std::size_t waiting_max_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace app
