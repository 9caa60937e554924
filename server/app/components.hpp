// server/app/components.hpp - what repeats on pages (fields of forms, tables, buttons) is written once, as a component: a template
// with parameters. Templates are put together when the program starts, so a page that is shown costs nothing more.
//
//   {{> components/input form="bid_draft" name="title" label="Title of the project"}}
//   {{< components/fold says="Withdraw it"}} whatever opens {{/components/fold}}
//
// Braces are filled when a page is shown, square brackets here: [[label]] is what was given; [[#hint]]...[[/hint]] stays when a
// hint was given, [[^hint]]...[[/hint]] when none was; [[id: [[form]]-[[name]]]] is the id when none was given; [[body]] is what
// stands between the two tags. A parameter may be passed on (hint="[[hint]]"); one that was not given is then not given there either.
#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace app {

/// The text of a template, "" when there is none; the name is without folder of the language and without ".mustache".
using template_source = std::function<std::string_view(std::string_view name)>;

/// The template with all that it names laid in. Indentation and line breaks within a tag are for whoever reads the template and are left
/// out.
/// @throws std::logic_error naming template and component: one that is not there, a parameter that it needs or does not know
std::string put_together(std::string_view name, const template_source& source);

} // namespace app
