// workflows/wording/sentences.hpp - messages become sentences: the words of the language, and things named as people name them.
// Pages, mails, answers, views and scenario output all read the sentence that is made here.
#pragma once
#include "engine/ports.hpp"
#include "workflows/wording/labels.hpp"

#include <string>
#include <vector>

namespace workflows {

struct partnership;

/// How people know somebody: by the title of a seat or a role ("Partnership Manager"), or, who has neither, by name.
struct known_as {
    std::string words;
    bool is_name = false;
};
known_as office_of(const labels& word, engine::reader& known, const partnership& p, const std::string& person, instant now);

class sentences {
public:
    /// @param known where things have their names; nullptr: messages that name none
    /// @param reader who reads it: a title that they may not read is not told
    explicit sentences(engine::reader* known = nullptr, std::string reader = "", instant now = {}, const labels& word = english());

    /// The sentence, with a capital and its blanks filled. A message that has no words is told as it is.
    std::string operator()(const engine::saying& s) const;
    /// A thing as it is named within a sentence: the Executive of 10 December, the Chair of the Executive, ‘Tackling Knives’ (2026-48).
    /// Of a restricted thing no title is told (MN-marking).
    std::string name_of(const engine::thing& t) const;

    /// Fills in what each says.
    void tell(std::vector<engine::refusal>& list) const;
    void tell(std::vector<engine::field_error>& list) const;

private:
    std::string filled(const engine::filling& f) const;
    std::string day_in_words(day d) const;
    std::string all_of(const std::vector<engine::saying>& list) const;
    std::string person(const std::string& id) const;
    std::string seat(const std::string& id) const;
    std::string body(const std::string& id) const;
    std::string meeting(const std::string& id) const;
    std::string bid(const std::string& id) const;
    std::string item(const std::string& id) const;

    engine::reader* known_;
    const partnership* p_;
    std::string reader_;
    instant now_;
    const labels& word_;
};

} // namespace workflows
