// The views of money, and of the messages owed.
#include "workflows/notices.hpp"
#include "workflows/views/parts.hpp"

#include <set>

namespace workflows {
namespace {

json::object figures(pence amount, pence held_back, pence committed, pence spent, pence available, pence awaiting)
{
    return {{"amount", engine::show(amount)}, {"held_back", engine::show(held_back)}, {"committed", engine::show(committed)},
            {"spent", engine::show(spent)},   {"available", engine::show(available)}, {"awaiting", engine::show(awaiting)}};
}

json::object show_stream(const stream& s)
{
    json::object out{{"stream", s.id}, {"name", s.name}, {"provider", s.provider}, {"year", s.year}, {"status", s.status}};
    if (!s.purpose.empty()) out["purpose"] = s.purpose;
    for (auto& p : figures(s.amount, s.held_back, s.committed, s.spent, s.available(), s.awaiting)) out.insert(p);
    return out;
}

} // namespace

view stream_view(asking& a)
{
    const auto id = a.text("stream");
    const auto* s = engine::get<stream>(a.known, "stream/" + id);
    if (!s) return not_found("stream", id);
    if (!may_read_partnership(a.known, a.q.reader, a.q.now)) return may_not_read();
    return show_stream(*s);
}

view money_view(asking& a)
{
    if (!may_read_partnership(a.known, a.q.reader, a.q.now)) return may_not_read();
    const auto year = a.text("year");
    if (!year.empty() && !is_financial_year(year))
        return std::unexpected(no_view{engine::result::invalid, {{"year", "expected a financial year such as \"2010-11\""}}, {}});
    const auto rows = year.empty() ? a.known.rows({.index = "stream", .key = ""}) : a.known.rows({.index = "stream.year", .key = year});
    pence amount, held_back, committed, spent, available, awaiting;
    json::array streams;
    for (const auto& row : rows) {
        const auto* s = engine::get<stream>(a.known, "stream/" + row.id);
        streams.push_back(show_stream(*s));
        amount += s->amount;
        held_back += s->held_back;
        committed += s->committed;
        spent += s->spent;
        available += s->available();
        awaiting += s->awaiting;
    }
    json::object out = figures(amount, held_back, committed, spent, available, awaiting);
    if (!year.empty()) out["year"] = year;
    out["all"] = figures(amount, held_back, committed, spent, available, awaiting);
    out["streams"] = std::move(streams);
    return out;
}

view outbox_view(asking& a)
{
    if (a.q.reader != "system" && !has_role(a.known, a.q.reader, "administrator")) return may_not_read();
    json::array messages;
    for (const auto& m : a.known.mails(SIZE_MAX))
        messages.push_back({{"to", m.to},
                            {"subject", subject_of(m)},
                            {"about", m.about},
                            {"message", m.message},
                            {"state", m.state},
                            {"attempts", m.attempts},
                            {"at", engine::show(m.at)}});
    return json::object{{"messages", std::move(messages)}};
}

} // namespace workflows
