// The proof that nothing was changed: checkpoints, the whole log checked now, and everything to take away.
#include "server/app/files.hpp"
#include "server/app/throttle.hpp"
#include "server/audit/export.hpp"
#include "server/audit/verify.hpp"
#include "server/pages/frame.hpp"
#include "server/pages/pages.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <filesystem>

namespace pages {

namespace {

namespace fs = std::filesystem;

/// A folder of its own for one export; gone with this object.
class scratch {
public:
    explicit scratch(const std::string& under)
    {
        path_ = under + "/proof-XXXXXX";
        if (!::mkdtemp(path_.data())) throw std::runtime_error("no room for an export");
    }
    ~scratch()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;
    fs::path path() const { return path_; }

private:
    std::string path_;
};

/// Signs on the database's thread, writes and works on the auditors' thread.
handler_result with_export(const shared_request& request, std::function<http::step(storage::database&, const fs::path&)> then)
{
    if (!app::may_try("export " + request->who.partnership + " " + request->who.person, 10, 10, request->now))
        return http::step(request->home.too_many(*request->q));
    request->d->sign_checkpoint(request->partnership());
    return request->home.audit.ask([request, then = std::move(then)](storage::database& d) -> handler_result {
        const scratch folder(request->home.spool_folder());
        const auto dir = folder.path() / ("proof-" + request->partnership());
        audit::write_signed_export(d, request->partnership(), dir, std::nullopt, request->home.settings.data + "/documents");
        return then(d, dir);
    });
}

std::string zip(const fs::path& dir)
{
    std::string out;
    auto* a = archive_write_new();
    archive_write_set_format_zip(a);
    const auto take = [](struct archive*, void* to, const void* bytes, size_t n) -> la_ssize_t {
        static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), n);
        return static_cast<la_ssize_t>(n);
    };
    archive_write_open(a, &out, nullptr, take, nullptr);
    std::vector<fs::path> files;
    for (const auto& f : fs::recursive_directory_iterator(dir))
        if (f.is_regular_file()) files.push_back(f.path());
    std::sort(files.begin(), files.end());
    for (const auto& f : files) {
        const auto bytes = app::read_file(f.string());
        auto* e = archive_entry_new();
        archive_entry_set_pathname(e, (dir.filename() / fs::relative(f, dir)).string().c_str());
        archive_entry_set_size(e, static_cast<la_int64_t>(bytes.size()));
        archive_entry_set_filetype(e, AE_IFREG);
        archive_entry_set_perm(e, 0644);
        archive_write_header(a, e);
        archive_write_data(a, bytes.data(), bytes.size());
        archive_entry_free(e);
    }
    archive_write_close(a);
    archive_write_free(a);
    return out;
}

} // namespace

handler_result proof(const shared_request& request)
{
    return show(request, "proof", "decisions", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        model["title"] = page.word("proof.title");
        model["size"] = page.known.size();
        storage::log_store log(request->d->sql(), request->partnership());
        const auto notes = log.checkpoints();
        json::array rows;
        for (auto n = notes.rbegin(); n != notes.rend() && rows.size() < 20; ++n)
            rows.push_back({{"checkpoint_size", n->first}, {"checkpoint_note", n->second}});
        model["has_checkpoints"] = !rows.empty();
        model["checkpoints"] = std::move(rows);
        model["key_says"] = request->d->key_of(request->partnership()).verifier().text();
        return std::nullopt;
    });
}

namespace {

void lay_verification(const page_context& page, const audit::verification& checked, json::object& model)
{
    const bool sound = checked.verdict == audit::verification::answer::sound;
    const auto n = [](std::size_t k) { return std::to_string(k); };
    model["sound"] = sound;
    model["title"] = page.word(sound ? "proof.sound" : "proof.unsound");
    model["says"] = page.word("proof.says", {{"leaves", n(checked.leaves)},
                                             {"texts", n(checked.texts)},
                                             {"checkpoints", n(checked.checkpoints)},
                                             {"replayed", n(checked.replayed + checked.by_printed_table)}});
    json::array findings, notes;
    for (const auto& f : checked.findings) findings.push_back(json::object{{"finding", f}});
    for (const auto& f : checked.notes) notes.push_back(json::object{{"note", f}});
    model["findings"] = std::move(findings);
    model["notes"] = std::move(notes);
}

} // namespace

handler_result verify_now(const shared_request& request)
{
    return with_export(request, [request](storage::database& d, const fs::path& dir) -> http::step {
        const auto checked = audit::verify_export(dir, "");
        const auto looking = std::make_shared<request_context>(*request);
        looking->d = &d;
        auto verified =
            show(looking, "verified", "decisions", [&](page_context& page, json::object& model) -> std::optional<http::response> {
                lay_verification(page, checked, model);
                return std::nullopt;
            });
        return std::get<http::step>(std::move(verified));
    });
}

handler_result proof_bundle(const shared_request& request)
{
    return with_export(request, [request](storage::database&, const fs::path& dir) -> http::step {
        auto r = http::text(200, "application/zip", zip(dir));
        r.headers.emplace_back("Content-Disposition", "attachment; filename=\"proof-" + request->partnership() + ".zip\"");
        return r;
    });
}

} // namespace pages
