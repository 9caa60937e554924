// The demonstration's risks: one that got worse, one whose review is late, one that is new.
#include "names/risk.hpp"
#include "server/demo/writer.hpp"

namespace demo {

void risks(writer& w)
{
    const auto put = [&](std::int64_t days_ago, std::string_view id, std::string_view title, std::string_view mitigation,
                         std::string_view owner, int likelihood, int impact) {
        w.add({w.today().count - days_ago}, 10, 0, "manager", workflows::verbs::risk_register,
              {{"risk", id},
               {"title", title},
               {"mitigation", mitigation},
               {"owner", owner},
               {"treatment", "treat"},
               {"likelihood", likelihood},
               {"impact", impact}});
    };
    put(250, "grant-ends", "The Area Based Grant ends and nothing takes its place",
        "Each project says how it goes on without the grant; the Director raises it with the council's budget.", "exec-03", 3, 5);
    put(196, "no-analyst", "The police analyst's post stays vacant", "Essex Police lends an analyst two days a week.", "police", 4, 3);
    put(120, "hate-crime", "Hate crime is not reported to anybody", "Third-party reporting centres in two libraries.", "exec-11", 3, 3);
    w.add({w.today().count - 70}, 11, 0, "director-safety", workflows::verbs::risk_review,
          {{"risk", "grant-ends"},
           {"likelihood", 4},
           {"impact", 5},
           {"note", "The settlement names no successor. The council's budget has room for the two largest projects alone."}});
}

} // namespace demo
