#include "server/app/database_thread.hpp"

#include "server/app/log.hpp"

#include <chrono>
#include <future>
#include <map>

namespace app {

engine::instant wall_clock()
{
    return {std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

/// The pool that one piece of work hops to: the database's thread, with a place for its result.
class database_thread::slot final : public http::pool {
public:
    slot(database_thread& d, std::function<handler_result(storage::database&)> work) : owner_(d), job_(std::make_shared<job>())
    {
        job_->work = std::move(work);
    }
    void post(std::function<void()> answer) override
    {
        job_->answer = std::move(answer);
        owner_.push(job_);
    }
    http::step result()
    {
        if (job_->broken) std::rethrow_exception(job_->broken);
        return std::move(job_->result);
    }

private:
    database_thread& owner_;
    std::shared_ptr<job> job_;
};

database_thread::database_thread(settings s, const engine::domain& workflows)
    : settings_(std::move(s)), database_(settings_.url, workflows, engine::system_random(), settings_.how), thread_([this] { loop(); })
{}

database_thread::~database_thread() { stop(); }

void database_thread::stop()
{
    {
        const std::lock_guard hold(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

http::step database_thread::ask(std::function<handler_result(storage::database&)> work)
{
    auto s = std::make_shared<slot>(*this, std::move(work));
    return http::step(*s, [s] { return s->result(); });
}

void database_thread::run(std::function<void(storage::database&)> work)
{
    auto j = std::make_shared<job>();
    j->work = [work = std::move(work)](storage::database& d) -> handler_result {
        work(d);
        return http::step();
    };
    push(std::move(j));
}

void database_thread::run_and_wait(const std::function<void(storage::database&)>& work)
{
    std::promise<void> done;
    run([&](storage::database& d) {
        try {
            work(d);
            done.set_value();
        } catch (...) {
            done.set_exception(std::current_exception());
        }
    });
    done.get_future().get();
}

std::size_t database_thread::waiting() const
{
    const std::lock_guard hold(mutex_);
    return queue_.size();
}

void database_thread::push(std::shared_ptr<job> j)
{
    {
        const std::lock_guard hold(mutex_);
        queue_.push_back(std::move(j));
    }
    wake_.notify_one();
}

void database_thread::loop()
{
    std::deque<std::shared_ptr<job>> batch;
    auto due = engine::instant{0}; // the first timers: at once
    for (;;) {
        {
            std::unique_lock hold(mutex_);
            const auto asked_for = [&] { return stopping_ || !queue_.empty(); };
            // A timer is never a second late, whatever the clock outside does meanwhile.
            if (settings_.fire_timers) wake_.wait_for(hold, std::chrono::milliseconds(500), asked_for);
            else wake_.wait(hold, asked_for);
            if (queue_.empty() && stopping_) return;
            while (!queue_.empty() && batch.size() < 4 * storage::group_max) {
                batch.push_back(std::move(queue_.front()));
                queue_.pop_front();
            }
        }
        serve(batch);
        batch.clear();
        if (!settings_.fire_timers) continue;
        const auto now = wall_clock();
        if (now.micros < due.micros) continue;
        try {
            const auto next = database_.next_due();
            if (next && *next <= now) {
                database_.fire_due(now, [&](engine::instant) { return now; });
                for (const auto& p : database_.partnerships()) settings_.changed(p);
            }
        } catch (const std::exception& e) {
            log_line("error", "timers did not fire", {{"why", e.what()}});
        }
        due = {now.micros + engine::second_micros / 2};
    }
}

void database_thread::serve(std::deque<std::shared_ptr<job>>& batch)
{
    std::map<std::string, std::vector<std::shared_ptr<job>>> groups;
    const auto tell = [](const std::shared_ptr<job>& j) {
        // Taken out first: the answer holds the slot, which holds the job.
        if (const auto answer = std::move(j->answer)) answer();
    };
    for (auto& j : batch) {
        try {
            auto result = j->work(database_);
            if (auto* command = std::get_if<command_to_run>(&result)) {
                j->command = std::move(*command);
                groups[j->command->what.partnership].push_back(j);
                continue;
            }
            j->result = std::get<http::step>(std::move(result));
        } catch (...) {
            j->broken = std::current_exception();
        }
        tell(j);
    }
    for (auto& [partnership, jobs] : groups) {
        std::vector<engine::request> requests;
        for (const auto& j : jobs) requests.push_back(j->command->what);
        std::vector<storage::database::outcome> outcomes;
        try {
            outcomes = database_.run(partnership, requests, wall_clock());
        } catch (...) {
            outcomes.assign(jobs.size(), std::current_exception());
        }
        bool grown = false;
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            auto& j = *jobs[i];
            if (const auto* a = std::get_if<engine::answer>(&outcomes[i])) grown = grown || a->outcome == engine::result::accepted;
            try {
                j.result = j.command->then(database_, outcomes[i]);
            } catch (...) {
                j.broken = std::current_exception();
            }
            tell(jobs[i]);
        }
        if (grown) settings_.changed(partnership);
    }
}

workers::workers(std::size_t threads, std::size_t waiting_max) : waiting_max_(waiting_max)
{
    for (std::size_t i = 0; i < threads; ++i)
        threads_.emplace_back([this] {
            for (;;) {
                std::function<void()> work;
                {
                    std::unique_lock hold(mutex_);
                    wake_.wait(hold, [&] { return stopping_ || !queue_.empty(); });
                    if (queue_.empty()) return;
                    work = std::move(queue_.front());
                    queue_.pop_front();
                }
                work();
            }
        });
}

workers::~workers()
{
    {
        const std::lock_guard hold(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (auto& t : threads_) t.join();
}

void workers::post(std::function<void()> work)
{
    {
        const std::lock_guard hold(mutex_);
        queue_.push_back(std::move(work));
    }
    wake_.notify_one();
}

bool workers::full() const
{
    const std::lock_guard hold(mutex_);
    return queue_.size() >= waiting_max_;
}

} // namespace app
