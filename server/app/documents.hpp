// server/app/documents.hpp - files that belong to bids and items: kept by content hash under DATA/documents, never shown as
// pages of ours. A file is taken when its name, what it says it is, and what it looks like (libmagic) agree.
#pragma once
#include "server/app/site.hpp"

namespace app {

/// For document.attach: what is wrong with its sha256, when no such file was uploaded.
std::optional<std::string> missing_document(request_context& v, const engine::request& r);

struct kept_file {
    std::string sha256, media_type;
    std::int64_t size = 0;
};
/// Looks at bytes on disk, and moves them to their place. @return what is wrong, as the key of a label, or the file
std::expected<kept_file, std::string> keep_file(const std::string& documents, const std::string& name, std::string_view bytes);

} // namespace app
