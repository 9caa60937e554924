// tests/support/stores.hpp - the stores that a suite runs on: SQLite in memory and in a file, and PostgreSQL when
// QUORATE_TEST_POSTGRES names a server (./dev test starts one). Each url() is a fresh, empty database.
#pragma once
#include "storage/sql.hpp"
#include "tests/support/catch.hpp"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <functional>

#include <unistd.h>

namespace support {

struct folder {
    std::string path;
    folder()
    {
        static std::atomic<int> n{0};
        path =
            (std::filesystem::temp_directory_path() / ("quorate-test-" + std::to_string(::getpid()) + "-" + std::to_string(++n))).string();
        std::filesystem::create_directories(path);
    }
    ~folder() { std::filesystem::remove_all(path); }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
};

struct store {
    std::string name;
    std::function<std::string()> url;
};

inline std::vector<store> stores()
{
    static folder files;
    static std::atomic<int> n{0};
    std::vector<store> out{{"sqlite in memory", [] { return std::string("sqlite://:memory:"); }},
                           {"sqlite in a file", [] { return "sqlite://" + files.path + "/" + std::to_string(++n) + ".db"; }}};
    if (const auto* server = std::getenv("QUORATE_TEST_POSTGRES")) {
        const std::string base = server;
        out.push_back({"postgresql", [base] {
                           const auto name = "q" + std::to_string(::getpid()) + "_" + std::to_string(++n);
                           storage::connection admin(base + "/postgres");
                           admin.execute("CREATE DATABASE " + name);
                           return base + "/" + name;
                       }});
    } else {
        static bool told = false;
        if (!std::exchange(told, true)) std::printf("SKIPPED: the storage suite on PostgreSQL: QUORATE_TEST_POSTGRES is not set\n");
    }
    return out;
}

} // namespace support
