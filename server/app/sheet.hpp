// server/app/sheet.hpp - tables to take away: CSV (RFC 4180) and XLSX. The one place that writes them, so that no cell is
// ever read as a formula (a leading = + - @ TAB or CR gets an apostrophe in CSV; XLSX has texts and numbers only).
#pragma once
#include <string>
#include <vector>

namespace app {

struct sheet {
    std::string title;
    std::vector<std::string> head;
    std::vector<std::vector<std::string>> rows; ///< a cell that is money ("1234.50") is a number in XLSX
};
std::string csv(const sheet& s);
/// @throws std::runtime_error when the library cannot write it
std::string xlsx(const sheet& s);

} // namespace app
