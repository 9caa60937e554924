#include "tests/bench/raw.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace bench {

double raw_postgresql(const std::string& url, const std::vector<command_rows>& before, const std::vector<command_rows>& commands,
                      std::size_t group)
{
    PGconn* pg = PQconnectdb(url.c_str());
    const auto must = [&](PGresult* r) {
        const auto status = PQresultStatus(r);
        PQclear(r);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            throw std::runtime_error(std::string("raw libpq: ") + PQerrorMessage(pg));
    };
    int n = 0;
    for (auto sql : statements()) {
        std::replace(sql.begin(), sql.end(), '?', '$');
        must(PQprepare(pg, ("s" + std::to_string(n++)).c_str(), sql.c_str(), 0, nullptr));
    }
    const auto write = [&](const written& w) {
        std::vector<std::string> numbers;
        for (const auto number : w.numbers) numbers.push_back(std::to_string(number));
        std::vector<const char*> values;
        for (const auto& t : w.texts) values.push_back(t.c_str());
        for (const auto& t : numbers) values.push_back(t.c_str());
        must(PQexecPrepared(pg, ("s" + std::to_string(w.statement)).c_str(), static_cast<int>(values.size()), values.data(), nullptr,
                            nullptr, 0));
    };
    const auto run = [&](const std::vector<command_rows>& all, std::size_t size) {
        for (std::size_t from = 0; from < all.size(); from += size) {
            must(PQexec(pg, "BEGIN ISOLATION LEVEL READ COMMITTED"));
            const written* head = nullptr;
            for (std::size_t i = from; i < all.size() && i < from + size; ++i) {
                must(PQexec(pg, "SAVEPOINT command"));
                for (const auto& w : all[i])
                    if (w.statement == head_statement) head = &w;
                    else write(w);
                must(PQexec(pg, "RELEASE SAVEPOINT command"));
            }
            if (head) write(*head);
            must(PQexec(pg, "COMMIT"));
        }
    };
    run(before, 60);
    const auto begun = std::chrono::steady_clock::now();
    run(commands, group);
    const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    PQfinish(pg);
    return seconds;
}

} // namespace bench
