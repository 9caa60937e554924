// server/pages/money/money.hpp - what the pages of money share: a year's streams, and a stream in a sentence.
#pragma once
#include "server/pages/money/bar.hpp"
#include "server/pages/page_context.hpp"

namespace pages {

/// The financial year in the address, else the one that it is.
std::string year_of(const page_context& page);
std::vector<const workflows::stream*> streams_of(const page_context& page, const std::string& year);
/// The stream's money as a bar, `scale` wide: of expected money what bids wait for and the rest.
json::object stream_bar(const workflows::stream& s, engine::pence scale);
/// "£50,000 confirmed; £20,000 committed, ..."
std::string stream_in_words(const page_context& page, const workflows::stream& s);

} // namespace pages
