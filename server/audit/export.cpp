#include "server/audit/export.hpp"

#include "names/document.hpp"
#include "workflows/fields.hpp"

#include <algorithm>
#include <fstream>
#include <set>

namespace audit {
namespace {

namespace fs = std::filesystem;

void write_file(const fs::path& file, const std::string& bytes)
{
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    if (!out || !out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())) || !out.flush())
        throw std::runtime_error(file.string() + ": cannot be written");
}

std::string text_line(const engine::sealed_text& t)
{
    engine::json::object o{{"sha256", engine::hex(t.commitment)}};
    if (t.text) {
        o["salt"] = engine::base64(t.salt);
        o["text"] = *t.text;
    }
    return engine::canonical(o) + "\n";
}

} // namespace

void write_export(storage::database& d, const std::string& partnership, const fs::path& dir, const std::optional<std::string>& seed,
                  const std::function<void(std::size_t, std::size_t)>& progress, const fs::path& documents)
{
    if (!d.has(partnership)) throw std::runtime_error("there is no partnership \"" + partnership + "\" in this database");
    if (fs::exists(dir) && !(fs::is_directory(dir) && fs::is_empty(dir)))
        throw std::runtime_error(dir.string() + ": is not empty. Name a folder that is empty or not there yet");
    d.sign_checkpoint(partnership, seed);
    write_signed_export(d, partnership, dir, seed, documents, progress);
}

void write_signed_export(storage::database& d, const std::string& partnership, const fs::path& dir, const std::optional<std::string>& seed,
                         const fs::path& documents, const std::function<void(std::size_t, std::size_t)>& progress)
{
    fs::create_directories(dir / "checkpoints");
    storage::log_store rows(d.sql(), partnership);
    const auto signed_notes = rows.checkpoints();
    if (signed_notes.empty()) throw std::runtime_error("no checkpoint of " + partnership + " is signed yet");
    const auto all = signed_notes.back().first;

    std::string leaves, texts;
    std::set<engine::digest> written;
    for (std::int64_t from = 0; from < all; from += 1000) {
        for (const auto& l : rows.leaves(from, static_cast<std::size_t>(std::min<std::int64_t>(1000, all - from)))) {
            leaves += l.bytes + "\n";
            const auto e = engine::read_leaf(l.bytes);
            for (const auto& [_, t] : e.texts)
                if (written.insert(t.commitment).second)
                    if (const auto found = rows.text(t.commitment)) texts += text_line(*found);
            const auto file = workflows::text_of(e.form, "sha256");
            if (documents.empty() || e.type != workflows::events::document_attached || !fs::exists(documents / file)) continue;
            fs::create_directories(dir / "documents");
            fs::copy_file(documents / file, dir / "documents" / file, fs::copy_options::overwrite_existing);
        }
        if (progress) progress(static_cast<std::size_t>(std::min(from + 1000, all)), static_cast<std::size_t>(all));
    }
    write_file(dir / "leaves.jsonl", leaves);
    write_file(dir / "texts.jsonl", texts);
    for (const auto& [size, note] : signed_notes) write_file(dir / "checkpoints" / std::to_string(size), note);
    const auto key = seed ? engine::signing_key{storage::database::origin_of(partnership), *seed} : d.key_of(partnership);
    write_file(dir / "key", key.verifier().text() + "\n");
}

} // namespace audit
