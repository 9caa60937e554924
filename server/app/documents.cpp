#include "server/app/documents.hpp"

#include "server/api/api.hpp"
#include "server/app/throttle.hpp"
#include "server/http/framing.hpp"
#include "server/pages/pages.hpp"

#include <magic.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace app {

using namespace workflows;
namespace fs = std::filesystem;

namespace {

/// The types that are taken: the name's ending, the type it is kept as, and what libmagic may call its bytes.
struct kind_of_file {
    std::string_view ending, type;
    std::vector<std::string_view> looks;
};
const std::vector<kind_of_file>& kinds()
{
    static const std::vector<kind_of_file> all{
        {".pdf", "application/pdf", {"application/pdf"}},
        {".docx",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
         {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip", "application/octet-stream"}},
        {".xlsx",
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
         {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/zip", "application/octet-stream"}},
        {".odt", "application/vnd.oasis.opendocument.text", {"application/vnd.oasis.opendocument.text", "application/zip"}},
        {".ods", "application/vnd.oasis.opendocument.spreadsheet", {"application/vnd.oasis.opendocument.spreadsheet", "application/zip"}},
        {".png", "image/png", {"image/png"}},
        {".jpg", "image/jpeg", {"image/jpeg"}},
        {".jpeg", "image/jpeg", {"image/jpeg"}},
        {".csv", "text/csv", {"text/csv", "text/plain", "application/csv"}},
        {".txt", "text/plain", {"text/plain"}},
    };
    return all;
}

std::string looks_like(std::string_view bytes)
{
    const auto load = [] {
        std::unique_ptr<magic_set, void (*)(magic_t)> m(
            magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_TAR), magic_close);
        if (m && magic_load(m.get(), nullptr) != 0) m.reset();
        return m;
    };
    thread_local const auto cookie = load(); // one a thread: libmagic shares nothing
    if (!cookie) return "";
    const auto* said_type = magic_buffer(cookie.get(), bytes.data(), std::min<std::size_t>(bytes.size(), 1 << 20));
    return said_type ? said_type : "";
}

/// A spooled body, as bytes.
class mapped {
public:
    explicit mapped(const std::string& file)
    {
        fd_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        struct stat s{};
        if (fd_ < 0 || ::fstat(fd_, &s) != 0) return;
        size_ = static_cast<std::size_t>(s.st_size);
        if (size_ > 0) at_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd_, 0);
    }
    ~mapped()
    {
        if (at_ && at_ != MAP_FAILED) ::munmap(at_, size_);
        if (fd_ >= 0) ::close(fd_);
    }
    mapped(const mapped&) = delete;
    mapped& operator=(const mapped&) = delete;
    std::string_view bytes() const
    {
        return at_ && at_ != MAP_FAILED ? std::string_view(static_cast<const char*>(at_), size_) : std::string_view();
    }

private:
    int fd_ = -1;
    void* at_ = nullptr;
    std::size_t size_ = 0;
};

/// Thirty an hour and person.
bool may_upload(const request_context& v) { return may_try("upload " + v.who.partnership + " " + v.who.person, 0.5, 30, v.now); }

std::string clean_name(std::string name)
{
    if (const auto slash = name.find_last_of("/\\"); slash != std::string::npos) name.erase(0, slash + 1);
    std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '"'; });
    if (name.size() > 150) name.erase(0, name.size() - 150);
    return name;
}

} // namespace

std::optional<std::string> missing_document(request_context& v, const engine::request& r)
{
    if (r.verb != "document.attach") return std::nullopt;
    const auto hash = text_of(r.fields, "sha256");
    if (hash.size() != 64) return std::nullopt; // the vocabulary says what is wrong with it
    const auto file = v.accounts().find_document(v.partnership(), hash);
    if (!file) return "no file with this SHA-256 was uploaded to this partnership";
    if (const auto type = text_of(r.fields, "media_type"); !type.empty() && type != file->media_type)
        return "the file with this SHA-256 is " + file->media_type;
    return std::nullopt;
}

std::expected<kept_file, std::string> keep_file(const std::string& documents, const std::string& name, std::string_view bytes)
{
    if (bytes.empty()) return std::unexpected("upload.empty");
    std::string small = name;
    for (auto& c : small)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    const auto kind = std::find_if(kinds().begin(), kinds().end(), [&](const auto& k) { return small.ends_with(k.ending); });
    if (kind == kinds().end()) return std::unexpected("upload.type");
    const auto looks = looks_like(bytes);
    if (std::find(kind->looks.begin(), kind->looks.end(), looks) == kind->looks.end()) return std::unexpected("upload.differs");
    if ((kind->ending == ".txt" || kind->ending == ".csv") && bytes.find('\0') != std::string_view::npos)
        return std::unexpected("upload.differs");
    kept_file out{engine::hex(engine::sha256(bytes)), std::string(kind->type), static_cast<std::int64_t>(bytes.size())};
    fs::create_directories(documents);
    const auto place = fs::path(documents) / out.sha256;
    if (!fs::exists(place)) {
        const auto part = place.string() + ".part";
        const int fd = ::open(part.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
        if (fd < 0) return std::unexpected("upload.room");
        bool good = true;
        for (auto rest = bytes; good && !rest.empty();) {
            const auto n = ::write(fd, rest.data(), std::min<std::size_t>(rest.size(), 1 << 20));
            good = n > 0;
            if (good) rest.remove_prefix(static_cast<std::size_t>(n));
        }
        good = good && ::fsync(fd) == 0; // a document that is attached is there after a crash
        ::close(fd);
        if (!good || ::rename(part.c_str(), place.c_str()) != 0) {
            ::unlink(part.c_str());
            return std::unexpected("upload.room");
        }
        if (const int folder = ::open(documents.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); folder >= 0) {
            ::fsync(folder);
            ::close(folder);
        }
    }
    return out;
}

} // namespace app

namespace api {

using namespace app;

/// POST .../documents?name=FILE with the bytes as the body.
handler_result upload(const shared_request& v)
{
    if (!may_upload(*v)) return http::step(v->home.too_many(*v->q));
    const auto name = clean_name(v->query("name"));
    if (name.empty())
        return http::step(problem(422, "The upload is malformed.", v->q->id,
                                  {{"errors", boost::json::array{boost::json::object{
                                                  {"field", "name"}, {"says", "is missing: give the file's name as ?name="}}}}}));
    const auto done = [v, name](const std::expected<kept_file, std::string>& kept) -> http::step {
        if (!kept)
            return problem(422, "The file is not taken.", v->q->id,
                           {{"errors", boost::json::array{boost::json::object{{"field", "name"}, {"says", v->home.word(kept.error())}}}}});
        return v->home.work.ask([v, name, file = *kept](storage::database& d) -> handler_result {
            storage::accounts(d.sql()).save(v->partnership(),
                                            storage::document_file{file.sha256, file.media_type, v->who.person, file.size, v->now});
            auto out = http::text(201, "application/json",
                                  boost::json::serialize(boost::json::object{
                                      {"sha256", file.sha256}, {"media_type", file.media_type}, {"size", file.size}, {"name", name}}) +
                                      "\n");
            return http::step(std::move(out));
        });
    };
    const auto documents = v->home.settings.data + "/documents";
    return http::step(v->home.passwords, [v, name, documents, done]() -> http::step {
        const mapped file(v->q->spool);
        const auto bytes = v->q->spool.empty() ? std::string_view(v->q->body) : file.bytes();
        return done(keep_file(documents, name, bytes));
    });
}

handler_result download(const shared_request& v)
{
    const auto id = v->param("document");
    std::string hash, type, name;
    v->read([&](engine::reader& known) {
        const workflows::question q{"document", v->who.person, {{"document", id}}, v->now};
        const auto seen = workflows::show_view(known, q);
        if (!seen) return;
        hash = workflows::text_of(*seen, "sha256");
        type = workflows::text_of(*seen, "media_type");
        name = workflows::text_of(*seen, "name");
    });
    const auto file = v->home.settings.data + "/documents/" + hash;
    if (hash.empty() || !fs::exists(file)) return http::step(v->home.problem(*v->q, 404));
    return http::step(v->home.passwords, [v, file, type, name]() -> http::step {
        std::ifstream in(file, std::ios::binary);
        http::response r = http::text(200, type, std::string(std::istreambuf_iterator<char>(in), {}));
        // An attachment, whatever it is: nothing that was uploaded is ever shown as a page of ours.
        std::string plain;
        for (const char c : name) plain += static_cast<unsigned char>(c) < 0x80 && c != '\\' ? c : '_';
        r.headers = {{"Content-Disposition", "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + http::url_encode(name)},
                     {"Content-Security-Policy", "default-src 'none'; sandbox"}};
        return r;
    });
}

} // namespace api

namespace pages {

/// A form with a file: kept, and attached by the command document.attach.
handler_result upload(const shared_request& v)
{
    if (!app::may_upload(*v)) return http::step(v->home.too_many(*v->q));
    const auto documents = v->home.settings.data + "/documents";
    return http::step(v->home.passwords, [v, documents]() -> http::step {
        const app::mapped spooled(v->q->spool);
        const auto bytes = v->q->spool.empty() ? std::string_view(v->q->body) : spooled.bytes();
        const auto parts = http::parse_multipart(v->q->header("content-type"), bytes);
        if (!parts) return v->home.problem(*v->q, 400, v->home.word("problem.form"));
        http::pairs form;
        std::string name;
        std::optional<std::expected<app::kept_file, std::string>> kept;
        for (const auto& p : *parts) {
            const auto value = bytes.substr(p.begin, p.size);
            if (p.filename.empty() && p.name != "file") form.emplace_back(p.name, std::string(value.substr(0, 4096)));
            else if (p.name == "file") {
                name = app::clean_name(p.filename);
                if (app::csrf_fits(http::value_of(form, "csrf"), v->who.csrf)) kept = app::keep_file(documents, name, value);
            }
        }
        if (!app::csrf_fits(http::value_of(form, "csrf"), v->who.csrf)) return v->home.problem(*v->q, 403, v->home.word("problem.csrf"));
        if (!kept || !*kept) return v->home.problem(*v->q, 422, v->home.word(!kept ? "upload.empty" : kept->error()));
        return v->home.work.ask([v, form, name, file = **kept](storage::database& d) -> handler_result {
            v->d = &d;
            v->form = form;
            v->accounts().save(v->partnership(), storage::document_file{file.sha256, file.media_type, v->who.person, file.size, v->now});
            json::object fields{{"name", name}, {"media_type", file.media_type}, {"sha256", file.sha256}};
            for (const auto* of : {"bid", "item"})
                if (const auto id = v->field(of); !id.empty()) fields[of] = id;
            return app::command_to_run{
                engine::request{v->partnership(), v->who.person, "document.attach", v->field("key"), std::move(fields)},
                [v](storage::database&, storage::database::outcome& o) -> http::step {
                    const auto* a = std::get_if<engine::answer>(&o);
                    if (!a) return v->home.problem(*v->q, 503);
                    auto back = v->field("back");
                    if (!v->home.is_own_path(back)) back = "/p/" + v->partnership();
                    if (a->outcome == engine::result::accepted)
                        return http::redirect(back.substr(0, back.find('?')) + "?done=document.attach#documents");
                    v->tried = app::attempt{"document.attach", v->q->target, {}, *a};
                    if (auto page = v->home.again(v, back))
                        if (auto* s = std::get_if<http::step>(&*page)) return std::move(*s);
                    return v->home.problem(*v->q, 409);
                }};
        });
    });
}

} // namespace pages
