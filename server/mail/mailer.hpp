// server/mail/mailer.hpp - sends what the outbox owes, on a thread of its own, by SMTP (libcurl). Promises (docs/adr/0010): a mail
// exists if and only if its decision was committed; it is offered until the relay takes it, refuses it for good, or 72 hours
// have gone; every try is the same bytes. A copy may go out twice only when the relay's yes was lost.
#pragma once
#include "server/app/config.hpp"
#include "server/app/database_thread.hpp"
#include "server/app/route_table.hpp"
#include "server/app/words.hpp"
#include "server/mail/letter.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace mail {

class mailer {
public:
    mailer(const app::config& c, app::database_thread& work, const app::route_table& pages);
    ~mailer();
    void wake(); ///< something is owed
    void stop();

private:
    void loop();
    void digests();
    struct reply {
        enum class kind { taken, later, never } what = kind::later;
        std::string says;
    };
    struct ready_mail;
    bool send_some();
    std::vector<ready_mail> claim_some(bool& any_due);
    std::optional<ready_mail> prepare(storage::database& d, storage::owed_mail mail);
    void make_bytes(ready_mail& m);
    void settle(const storage::owed_mail& m, const reply& answer);
    reply send(const std::string& to, const std::string& bytes);

    const app::config& config_;
    app::database_thread& work_;
    const app::route_table& pages_; ///< where links lead
    app::words word_;
    app::templates templates_;
    std::string password_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool owed_ = true, stopping_ = false;
    void* curl_ = nullptr;
    std::thread thread_;
};

} // namespace mail
