#include "server/app/documents.hpp"

#include "names/document.hpp"
#include "server/app/site.hpp"
#include "server/app/throttle.hpp"
#include "workflows/fields.hpp"

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

} // namespace

mapped::mapped(const std::string& file)
{
    fd_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat s{};
    if (fd_ < 0 || ::fstat(fd_, &s) != 0) return;
    size_ = static_cast<std::size_t>(s.st_size);
    if (size_ > 0) at_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd_, 0);
}

mapped::~mapped()
{
    if (at_ && at_ != MAP_FAILED) ::munmap(at_, size_);
    if (fd_ >= 0) ::close(fd_);
}

std::string_view mapped::bytes() const
{
    return at_ && at_ != MAP_FAILED ? std::string_view(static_cast<const char*>(at_), size_) : std::string_view();
}

bool may_upload(const request_context& v) { return may_try("upload " + v.who.partnership + " " + v.who.person, 0.5, 30, v.now); }

std::string clean_name(std::string name)
{
    if (const auto slash = name.find_last_of("/\\"); slash != std::string::npos) name.erase(0, slash + 1);
    std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '"'; });
    if (name.size() > 150) name.erase(0, name.size() - 150);
    return name;
}

std::optional<std::string> missing_document(request_context& v, const engine::request& r)
{
    if (r.verb != verbs::document_attach) return std::nullopt;
    const auto hash = text_of(r.fields, "sha256");
    if (hash.size() != 64) return std::nullopt; // the vocabulary says what is wrong with it
    const auto file = v.accounts().find_document(v.partnership(), hash);
    if (!file) return "no file with this SHA-256 was uploaded to this partnership";
    if (const auto type = text_of(r.fields, "media_type"); !type.empty() && type != file->media_type)
        return "the file with this SHA-256 is " + file->media_type;
    return std::nullopt;
}

namespace {

/// The type that a file is taken as; or what is wrong with it.
std::expected<std::string_view, std::string> type_of(const std::string& name, std::string_view bytes)
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
    return kind->type;
}

bool write_all(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto n = ::write(fd, bytes.data(), std::min<std::size_t>(bytes.size(), 1 << 20));
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

constexpr std::string_view part_mark = ".part";

/// Bytes under a name of their own, then at their place: there is never half a file under a content hash.
/// @return false: there is no room. Nothing is left behind then
bool write_durably(std::string_view bytes, const fs::path& place)
{
    auto part = place.string() + std::string(part_mark) + "-XXXXXX"; // two uploads of the same bytes do not write into one another
    const int fd = ::mkstemp(part.data());
    if (fd < 0) return false;
    // A crash while this is written: the part stays until the next start takes it away (forget_parts); nobody was told that it is kept.
    // A full disk: the part goes at once, and the sender is told that there is no room.
    const bool written = write_all(fd, bytes) && ::fsync(fd) == 0;
    ::close(fd);
    // A crash on either side of this: the file is not there, or there whole. Nobody attached it yet; sent again, it is kept again.
    if (!written || ::rename(part.c_str(), place.c_str()) != 0) {
        ::unlink(part.c_str());
        return false;
    }
    // The name is durable before anybody can attach the file: a log never names a document that a crash took.
    if (const int folder = ::open(place.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
    return true;
}

} // namespace

void forget_parts(const std::string& data)
{
    std::error_code none_yet;
    for (const auto& entry : fs::directory_iterator(fs::path(data) / "documents", none_yet))
        if (entry.path().filename().string().find(part_mark) != std::string::npos) fs::remove(entry.path());
}

std::expected<kept_file, std::string> keep_file(const std::string& data, const std::string& name, std::string_view bytes)
{
    const auto type = type_of(name, bytes);
    if (!type) return std::unexpected(type.error());
    kept_file out{engine::hex(engine::sha256(bytes)), std::string(*type), static_cast<std::int64_t>(bytes.size())};
    const auto place = fs::path(data) / "documents" / out.sha256;
    fs::create_directories(place.parent_path());
    if (!fs::exists(place) && !write_durably(bytes, place)) return std::unexpected("upload.room");
    return out;
}

} // namespace app
