// engine/memory_store.hpp - a store in plain maps: for tests, for replaying an exported log, and for "as it stood on".
#pragma once
#include "engine/ports.hpp"

#include <map>
#include <set>

namespace engine {

class memory_store final : public store {
public:
    explicit memory_store(std::string partnership) : partnership_(std::move(partnership)) {}

    const std::string& partnership() const override { return partnership_; }
    log_head head() override { return head_; }
    std::optional<std::string> load(std::string_view key) override;
    std::vector<found_row> find(const index_query& q) override;
    std::vector<event> events_of(std::string_view subject) override;
    std::vector<event> events_from(std::int64_t index, std::size_t limit) override;
    std::optional<remembered_answer> remembered(std::string_view key) override;
    std::optional<due_timer> next_timer() override;
    std::vector<mail> mails(std::size_t limit) override;
    void append(const event& e, const std::string& leaf, const digest& leaf_hash) override;
    void save(std::string_view key, const std::string& stored, bool is_new) override;
    void change_rows(std::string_view key, const std::vector<index_row>& gone, const std::vector<index_row>& come) override;
    void change_timers(std::string_view subject, const std::vector<timer>& gone, const std::vector<timer>& come) override;
    void owe(const mail& m) override { mails_.push_back(m); }
    void remember(std::string_view key, const remembered_answer& a) override { keys_[std::string(key)] = a; }

    const std::vector<std::string>& leaves() const { return leaves_; }

private:
    std::string partnership_;
    log_head head_;
    std::vector<event> events_;
    std::vector<std::string> leaves_;
    std::map<std::string, std::vector<std::size_t>, std::less<>> by_subject_;
    std::map<std::string, std::string, std::less<>> entities_;
    std::map<std::pair<std::string, std::string>, std::set<std::pair<std::string, std::string>>> rows_;
    std::set<std::tuple<instant, std::string, std::string>> timers_;
    std::map<std::string, remembered_answer, std::less<>> keys_;
    std::vector<mail> mails_;
};

/// Folds events into entities without judging anything and without storing: the state after a log, or a part of one.
class folded final : public reader {
public:
    folded(std::string partnership, const domain& workflows) : partnership_(std::move(partnership)), workflows_(workflows) {}
    void apply(const event& e);

    const std::string& partnership() const override { return partnership_; }
    const entity* find(std::string_view key) override;
    std::vector<found_row> rows(const index_query& q) override;
    std::vector<event> events_of(std::string_view subject) override;
    std::vector<event> events_from(std::int64_t index, std::size_t limit) override;
    std::vector<mail> mails(std::size_t) override { return mails_; }
    /// Messages are owed beside the log, not in it: whoever asks about the past hands in those of that time.
    void set_mails(std::vector<mail> m) { mails_ = std::move(m); }
    std::int64_t size() override { return static_cast<std::int64_t>(events_.size()); }
    const std::map<std::string, std::unique_ptr<entity>, std::less<>>& entities() const { return entities_; }

private:
    std::string partnership_;
    const domain& workflows_;
    std::vector<event> events_;
    std::vector<mail> mails_;
    std::map<std::string, std::vector<std::size_t>, std::less<>> by_subject_;
    std::map<std::string, std::unique_ptr<entity>, std::less<>> entities_;
    std::map<std::string, std::vector<index_row>, std::less<>> rows_of_entity_;
    std::set<std::string, std::less<>> stale_; ///< entities whose rows are not yet in rows_
    std::map<std::pair<std::string, std::string>, std::set<std::pair<std::string, std::string>>> rows_;
};

} // namespace engine
