// workflows/notices.hpp - the words of a mail: its subject, and what fills the blanks of its sentences.
#pragma once
#include "engine/ports.hpp"
#include "workflows/wording/labels.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace workflows {

struct bid;
struct meeting;

/// What a mail is about. Of a restricted bid neither title nor sum fills a blank (MN-marking).
struct mail_matter {
    engine::thing about{}; ///< a bid, or whatever the verb in `what` is asked of; its kind is "" where it is about neither
    const workflows::bid* bid = nullptr;
    const workflows::meeting* meeting = nullptr;
    bool restricted = false, task = false; ///< task: its reader has something to do
    std::optional<instant> due{};
    label_blanks with{};
};
/// As its addressee gets it. @param language whose words fill the blanks
mail_matter matter_of(const labels& language, engine::reader& known, const engine::mail& m);
/// The label of a mail's words, without ".subject" and the like: a message may have its own for a verb that is awaited.
std::string words_of(const labels& language, const engine::mail& m);
std::string subject_of(const labels& language, const engine::mail& m, const mail_matter& matter);

/// The subject of a mail as somebody else sees it: the bid by its reference where they may not read it.
std::string subject_of(engine::reader& known, const engine::mail& m, const std::string& reader, instant now);

} // namespace workflows
