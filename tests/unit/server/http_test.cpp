// The rules of framing and forms as pure functions; the mail composer against injection; the demonstration on many days.
#include "server/demo/demo.hpp"
#include "server/http/framing.hpp"
#include "server/mail/letter.hpp"
#include "server/steps/run.hpp"
#include "tests/support/catch.hpp"
#include "workflows/funding.hpp"

#include <map>

TEST_CASE("the end of a head is an empty line that ends with CR LF")
{
    CHECK(http::end_of_head("GET / HTTP/1.1\r\nHost: a\r\n\r\nrest").value() == 27);
    CHECK(http::end_of_head("GET / HTTP/1.1\r\nHost: a\r\n").value() == 0);
    CHECK_FALSE(http::end_of_head("GET / HTTP/1.1\n").has_value());
    CHECK_FALSE(http::end_of_head("GET / HTTP/1.1\r\nA: \r b\r\n").has_value());
    CHECK_FALSE(http::end_of_head(std::string_view("GET\0", 4)).has_value());
}

TEST_CASE("targets: segments are decoded, what could mean two things is refused")
{
    const auto good = http::parse_target("/p/thurrock/bids?text=fire%20safety+van&stage=");
    REQUIRE(good);
    CHECK(good->first == std::vector<std::string>{"p", "thurrock", "bids"});
    CHECK(http::value_of(good->second, "text") == "fire safety van");
    CHECK(http::parse_target("/")->first.empty());
    for (const auto* bad :
         {"/a/../b", "/a//b", "//evil.com/x", "/a%2fb", "/a%5Cb", "/%2e%2e/b", "/a?x=%zz", "/a?x=%00", "/a?x=1&x=2", "/a/", "/\x80"}) {
        INFO(bad);
        CHECK_FALSE(http::parse_target(bad).has_value());
    }
}

TEST_CASE("cookies, forms and multipart")
{
    CHECK(http::cookie("a=1; quorate=abc; b=2", "quorate") == "abc");
    CHECK(http::cookie("quorate=abc; quorate=def", "quorate").empty());
    CHECK(http::parse_form("a=1&a=2&b=%C2%A3")->size() == 3);
    CHECK_FALSE(http::parse_form("a=%0").has_value());
    CHECK_FALSE(http::parse_form("a=%00").has_value());
    const std::string body =
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; "
        "filename=\"n.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n\r\n--x--\r\n";
    const auto parts = http::parse_multipart("multipart/form-data; boundary=x", body);
    REQUIRE(parts);
    REQUIRE(parts->size() == 2);
    CHECK(body.substr((*parts)[1].begin, (*parts)[1].size) == "hello\r\n");
    CHECK((*parts)[1].filename == "n.txt");
    for (std::size_t n = 0; n < body.size() - 4; ++n)
        CHECK_FALSE(http::parse_multipart("multipart/form-data; boundary=x", body.substr(0, n)).has_value());
    CHECK_FALSE(http::parse_multipart("multipart/form-data", body).has_value());
    CHECK_FALSE(http::parse_multipart("text/plain; boundary=x", body).has_value());
}

TEST_CASE("mails: no text of a person gets into a header or the envelope")
{
    for (const auto* good : {"a@b.example", "first.last+tag@sub.b-c.example"}) CHECK(mail::is_address(good));
    for (const auto* bad :
         {"", "a", "a@", "@b", "a b@c", "\"a\r\nb\"@c", "a@b\r\nRCPT TO:<x@y>", "a@b@c", "a..b@c", ".a@b", "a@.b", "<a@b>", "a@b>"}) {
        INFO(bad);
        CHECK_FALSE(mail::is_address(bad));
    }
    CHECK(mail::header_text("Plain subject") == "Plain subject");
    CHECK(mail::header_text("a\r\nBcc: x@y").find('\n') == std::string::npos);
    const auto encoded = mail::header_text("Prison Me No Way – £27,500 for nine schools and 120 pupils, with a follow-up in every year");
    CHECK(encoded.starts_with("=?UTF-8?B?"));
    std::istringstream lines(encoded);
    for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 77);
    CHECK(mail::quoted_printable("a=b\n.\n£ ") == "a=3Db\r\n=2E\r\n=C2=A3=20");
    std::istringstream wrapped(mail::quoted_printable(std::string(500, 'x')));
    for (std::string line; std::getline(wrapped, line);) CHECK(line.size() <= 77);

    mail::letter l;
    l.address = "a@b.example";
    l.subject = "Signed off\r\nBcc: everybody@example.org";
    l.thread = "bid.b1";
    storage::owed_mail m;
    m.partnership = "thurrock";
    m.message = "bid_signed_off";
    m.at = *engine::parse_instant("2010-03-04T10:00:00Z");
    const auto bytes = mail::compose(l, m, "quorate@q.example", "Thurrock", "text", "<p>html</p>");
    CHECK(bytes == mail::compose(l, m, "quorate@q.example", "Thurrock", "text", "<p>html</p>"));
    CHECK(bytes.find("\nBcc:") == std::string::npos);
    CHECK(bytes.find("Date: Thu, 04 Mar 2010 10:00:00 +0000\r\n") != std::string::npos);
    CHECK(bytes.find("References: <bid.b1.thurrock@q.example>\r\n") != std::string::npos);
    CHECK(bytes.find("Auto-Submitted: auto-generated\r\n") != std::string::npos);
    for (std::size_t i = 0; i < bytes.size(); ++i)
        if (bytes[i] == '\n') CHECK((i > 0 && bytes[i - 1] == '\r'));
}

TEST_CASE("the demonstration can be made on any day of the year, and holds a bid at every stage that it tells of")
{
    const workflows::funding funding(true);
    for (const auto* today : {"2026-01-01", "2026-02-28", "2026-03-31", "2026-04-01", "2026-05-17", "2026-06-30", "2026-07-14",
                              "2026-08-31", "2026-10-25", "2026-11-22", "2026-12-31", "2028-02-29"}) {
        INFO(today);
        storage::database d("sqlite://:memory:", funding, engine::seeded_random(1));
        steps::runner r(d);
        std::size_t n = 0;
        std::string refused;
        for (const auto& s : demo::steps(*workflows::parse_day(today))) {
            const auto t = r.run(s, ++n);
            if (t.outcome != engine::result::accepted && refused.empty())
                refused = engine::show(*s.at) + " " + s.as + " " + steps::line_of(t.output);
        }
        CHECK(refused == "");
        std::map<std::string, std::size_t> stages;
        d.read("thurrock", [&](engine::reader& known) {
            for (const auto* stage : {"draft", "with_delivery_group", "agreed", "compliance_check", "on_the_table", "recommended",
                                      "not_recommended", "approved", "rejected", "declined", "withdrawn", "deferred"})
                stages[stage] = known.rows({.index = "bid.stage", .key = stage}).size();
        });
        for (const auto& [stage, count] : stages) {
            INFO(stage);
            CHECK(count > 0);
        }
    }
}
