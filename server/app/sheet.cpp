#include "server/app/sheet.hpp"

#include "engine/values.hpp"

#include <xlsxwriter.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <unistd.h>

namespace app {
namespace {

std::string cell(const std::string& text)
{
    std::string t = text;
    const auto first = t.find_first_not_of(' ');
    const bool number = engine::parse_pence(t).has_value();
    if (!number && first != std::string::npos && std::string_view("=+-@\t\r").find(t[first]) != std::string_view::npos) t.insert(0, "'");
    if (t.find_first_of(",\"\r\n") == std::string::npos) return t;
    std::string quoted = "\"";
    for (const char c : t) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

} // namespace

std::string csv(const sheet& s)
{
    std::string out = "\xEF\xBB\xBF"; // spreadsheets then know that it is UTF-8
    const auto line = [&](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) out += (i ? "," : "") + cell(cells[i]);
        out += "\r\n";
    };
    line(s.head);
    for (const auto& r : s.rows) line(r);
    return out;
}

std::string xlsx(const sheet& s)
{
    char name[] = "/tmp/quorate-sheet-XXXXXX";
    const int file = mkstemp(name);
    if (file < 0) throw std::runtime_error("no room for a spreadsheet");
    auto* book = workbook_new(name);
    auto* page = workbook_add_worksheet(book, s.title.substr(0, 31).c_str());
    auto* bold = workbook_add_format(book);
    format_set_bold(bold);
    auto* money = workbook_add_format(book);
    format_set_num_format(money, "#,##0.00");
    for (std::size_t c = 0; c < s.head.size(); ++c) worksheet_write_string(page, 0, static_cast<lxw_col_t>(c), s.head[c].c_str(), bold);
    for (std::size_t r = 0; r < s.rows.size(); ++r)
        for (std::size_t c = 0; c < s.rows[r].size(); ++c) {
            const auto& t = s.rows[r][c];
            const auto row = static_cast<lxw_row_t>(r + 1);
            const auto column = static_cast<lxw_col_t>(c);
            if (const auto p = engine::parse_pence(t))
                worksheet_write_number(page, row, column, static_cast<double>(p->value) / 100, money);
            else worksheet_write_string(page, row, column, t.c_str(), nullptr);
        }
    worksheet_set_column(page, 0, 0, 32, nullptr);
    worksheet_set_column(page, 1, 12, 16, nullptr);
    worksheet_freeze_panes(page, 1, 0);
    const auto failed = workbook_close(book);
    ::close(file); // the library wrote the file of that name anew
    std::string out;
    if (!failed) {
        std::ifstream in(name, std::ios::binary);
        out.assign(std::istreambuf_iterator<char>(in), {});
    }
    std::remove(name);
    if (out.empty()) throw std::runtime_error("the spreadsheet could not be written");
    return out;
}

} // namespace app
