// server/app/documents.hpp - files that belong to bids and items: kept by content hash under DATA/documents, never shown as
// pages of ours. A file is taken when its name, what it says it is, and what it looks like (libmagic) agree.
#pragma once
#include "server/app/request.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace app {

/// A spooled body, as bytes.
class mapped {
public:
    explicit mapped(const std::string& file);
    ~mapped();
    mapped(const mapped&) = delete;
    mapped& operator=(const mapped&) = delete;
    std::string_view bytes() const;

private:
    int fd_ = -1;
    void* at_ = nullptr;
    std::size_t size_ = 0;
};

/// Thirty an hour and person.
bool may_upload(const request_context& v);
/// The name of an uploaded file without folders, control characters and quotation marks.
std::string clean_name(std::string name);
/// For document.attach: what is wrong with its sha256, when no such file was uploaded.
std::optional<std::string> missing_document(request_context& v, const engine::request& r);

struct kept_file {
    std::string sha256, media_type;
    std::int64_t size = 0;
};
/// Takes away what a crash left of files that were being kept. When the server starts.
void forget_parts(const std::string& data);
/// Looks at bytes, and keeps them at their place, durably. @param data the folder of everything
/// @return what is wrong, as the key of a label, or the file
std::expected<kept_file, std::string> keep_file(const std::string& data, const std::string& name, std::string_view bytes);

} // namespace app
