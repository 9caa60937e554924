// quorate token create.
#include "server/app/config.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/control.hpp"
#include "workflows/fields.hpp"
#include "workflows/funding.hpp"

#include <boost/json.hpp>

#include <cstdio>

namespace cli {

int token_command(const std::string& data, const std::string& database, const std::string& partnership, const std::string& person)
try {
    const boost::json::object command{{"do", "token"}, {"partnership", partnership}, {"person", person}};
    boost::json::object answer;
    if (const auto line = ask_server(data, boost::json::serialize(command)))
        answer = boost::json::parse(*line).as_object(); // it runs: it has the database
    else {
        app::config c;
        c.data = data;
        c.database = database;
        const workflows::funding funding;
        storage::database d(c.database_url(), funding, engine::system_random());
        answer = make_token(d, partnership, person);
    }
    if (const auto token = workflows::text_of(answer, "token"); !token.empty()) {
        std::printf("%s\n", token.c_str());
        return done;
    }
    throw std::runtime_error(workflows::text_of(answer, "says"));
} catch (const std::exception& e) {
    std::fprintf(stderr, "quorate token create: %s\n", e.what());
    return unusable;
}

} // namespace cli
