// Files of people: whole or not there at all, whatever the disk does (docs/failures.md).
#include "engine/bytes.hpp"
#include "server/app/documents.hpp"
#include "server/http/spool_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/stores.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include <sys/resource.h>

namespace fs = std::filesystem;

namespace {

/// While it lives no file grows beyond this: writes fail as on a full disk.
class small_disk {
public:
    explicit small_disk(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit now{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    ~small_disk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
    small_disk(const small_disk&) = delete;
    small_disk& operator=(const small_disk&) = delete;

private:
    rlimit before_{};
};

std::size_t files_in(const fs::path& folder)
{
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

} // namespace

TEST_CASE("a full disk: an upload is refused, and nothing is left of it")
{
    support::folder dir;
    const std::string text(50'000, 'x');
    {
        const small_disk full(1000);
        const http::spool_file spool(dir.path);
        REQUIRE(spool.good());
        CHECK_FALSE(spool.write(text));
    }
    CHECK(files_in(dir.path) == 0);
    {
        const small_disk full(1000);
        CHECK(app::keep_file(dir.path, "minutes.txt", text).error() == "upload.room");
    }
    CHECK(files_in(fs::path(dir.path) / "documents") == 0);
    CHECK(app::keep_file(dir.path, "minutes.txt", text).has_value()); // there is room again
}

TEST_CASE("what a crash left of documents goes at the next start, and the documents stay")
{
    support::folder dir;
    app::forget_parts(dir.path); // before there is any
    const auto kept = app::keep_file(dir.path, "minutes.txt", "The minutes.");
    REQUIRE(kept);
    const auto place = dir.path + "/documents/" + kept->sha256;
    std::ofstream(place + ".part-a1b2c3") << "The min";
    app::forget_parts(dir.path);
    CHECK(files_in(dir.path + "/documents") == 1);
    CHECK(support::slurp(place) == "The minutes.");
}

TEST_CASE("the same document kept by several at once is there once, and whole")
{
    support::folder dir;
    const std::string text(300'000, 'y');
    std::vector<std::thread> all;
    std::vector<int> good(8, 0);
    for (std::size_t i = 0; i < good.size(); ++i)
        all.emplace_back([&, i] { good[i] = app::keep_file(dir.path, "minutes.txt", text).has_value() ? 1 : 0; });
    for (auto& t : all) t.join();
    CHECK(good == std::vector<int>(8, 1));
    CHECK(files_in(dir.path + "/documents") == 1);
    CHECK(support::slurp(dir.path + "/documents/" + engine::hex(engine::sha256(text))) == text);
}
