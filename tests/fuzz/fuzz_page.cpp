// What people type: any form becomes a command that the vocabulary can judge; any text poured into a page stays text; no text
// of a person gets into a mail's header.
#include "server/app/forms.hpp"
#include "server/app/words.hpp"
#include "server/http/framing.hpp"
#include "server/mail/letter.hpp"
#include "workflows/vocabulary.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
    const auto& verbs = workflows::vocabulary();
    const auto& verb = verbs[data[0] % verbs.size()];
    const auto form = http::parse_form(bytes);
    if (form) {
        for (const auto& p : app::command_fields(verb, *form, "Europe/London"))
            if (!verb.field(std::string_view(p.key().data(), p.key().size()))) std::abort();
        app::typed_again(*form);
    }
    static app::templates pages;
    const std::string text(bytes);
    const auto page = pages.render("problem", {{"title", text}, {"says", text}, {"request", text}});
    for (const auto* made : {"<script>", "<img", "<svg/", "<iframe", "<object", "<style", "onerror="})
        if (bytes.find(made) != std::string_view::npos && made[0] == '<' && page.find(made) != std::string::npos) std::abort();
    const auto subject = mail::header_text(bytes);
    for (std::size_t i = 0; i < subject.size(); ++i)
        if (subject[i] == '\n' && (i + 1 == subject.size() || subject[i + 1] != ' ')) std::abort();
    if (mail::is_address(bytes) && bytes.find_first_of("\r\n <>\",;") != std::string_view::npos) std::abort();
    mail::quoted_printable(bytes);
    return 0;
}
