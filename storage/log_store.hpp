// storage/log_store.hpp - one partnership's rows: engine::store on SQL.
#pragma once
#include "engine/ports.hpp"
#include "storage/sql.hpp"

namespace storage {

class log_store final : public engine::store {
public:
    log_store(connection& c, std::string partnership) : c_(c), partnership_(std::move(partnership)) {}

    const std::string& partnership() const override { return partnership_; }
    engine::log_head head() override;
    /// Takes the partnership's lock until the transaction ends, and reads its head. Creates the row when there is none:
    /// whoever then writes nothing rolls it back.
    engine::log_head lock_head(std::string_view origin);
    void save_head(const engine::log_head& h);
    bool exists();

    std::optional<std::string> load(std::string_view key) override;
    std::vector<engine::found_row> find(const engine::index_query& q) override;
    std::vector<engine::event> events_of(std::string_view subject) override;
    std::vector<engine::event> events_from(std::int64_t index, std::size_t limit) override;
    std::optional<engine::remembered_answer> remembered(std::string_view key) override;
    std::optional<due_timer> next_timer() override;
    std::vector<engine::mail> mails(std::size_t limit) override;

    void append(const engine::event& e, const std::string& leaf, const engine::digest& leaf_hash) override;
    void save(std::string_view key, const std::string& stored, bool is_new) override;
    void change_rows(std::string_view key, const std::vector<engine::index_row>& gone, const std::vector<engine::index_row>& come) override;
    void change_timers(std::string_view subject, const std::vector<engine::timer>& gone, const std::vector<engine::timer>& come) override;
    void owe(const engine::mail& m) override;
    void remember(std::string_view key, const engine::remembered_answer& a) override;

    // For export, verification and rebuilding: rows as they stand.
    struct stored_leaf {
        std::int64_t index;
        std::string bytes;
    };
    std::vector<stored_leaf> leaves(std::int64_t from, std::size_t limit);
    std::optional<engine::sealed_text> text(const engine::digest& commitment);
    struct stored_row {
        std::string name, key, sort, id;
        auto operator<=>(const stored_row&) const = default;
    };
    std::vector<stored_row> all_rows();
    std::vector<std::pair<std::string, std::string>> all_entities();
    std::vector<due_timer> all_timers();
    void forget_projections();
    std::vector<std::pair<std::int64_t, std::string>> checkpoints();
    void keep_checkpoint(std::int64_t size, const std::string& note);

private:
    engine::event with_texts(std::string_view bytes);
    connection& c_;
    std::string partnership_;
    std::int64_t mails_owed_ = 0; ///< within this unit of work: numbers them within their event
};

} // namespace storage
