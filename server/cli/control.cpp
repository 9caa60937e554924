#include "server/cli/control.hpp"

#include "server/app/database_thread.hpp"
#include "server/auth/auth.hpp"
#include "workflows/fields.hpp"
#include "workflows/partnership/state.hpp"

#include <boost/json.hpp>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace cli {

control_socket::control_socket(const std::string& data) : folder_(::open(data.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {}

control_socket::~control_socket()
{
    if (folder_ >= 0) ::close(folder_);
}

std::string control_socket::path() const { return "/proc/self/fd/" + std::to_string(folder_) + "/control"; }

std::optional<std::string> ask_server(const std::string& data, const std::string& line)
{
    const control_socket control(data);
    if (!control.has_folder()) return std::nullopt;
    const auto name = control.path();
    const int s = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    name.copy(to.sun_path, sizeof to.sun_path - 1);
    std::optional<std::string> out;
    if (::connect(s, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0) {
        const auto sent = line + "\n";
        if (::write(s, sent.data(), sent.size()) == static_cast<ssize_t>(sent.size())) {
            std::string answer;
            char c = 0;
            while (::read(s, &c, 1) == 1 && c != '\n') answer += c;
            if (!answer.empty()) out = answer;
        }
    }
    ::close(s);
    return out;
}

boost::json::object make_token(storage::database& d, const std::string& partnership, const std::string& person)
{
    if (!d.has(partnership)) return {{"says", "there is no partnership \"" + partnership + "\" in this database"}};
    bool there = false;
    d.read(partnership, [&](engine::reader& known) {
        const auto* who = engine::get<workflows::person>(known, "person/" + person);
        there = who && !who->left;
    });
    if (!there) return {{"says", "there is no person \"" + person + "\" in " + partnership + ", or they have left"}};
    return {{"token", auth::issue_token(d, partnership, person, "api", "made on the command line", app::wall_clock())}};
}

std::string answer_control(storage::database& d, const std::string& line)
{
    boost::json::object answer{{"says", "this is no command of ours"}};
    try {
        const auto command = engine::parse_strict(line);
        if (command && command->is_object() && workflows::text_of(command->get_object(), "do") == "token")
            answer = make_token(d, workflows::text_of(command->get_object(), "partnership"),
                                workflows::text_of(command->get_object(), "person"));
    } catch (const std::exception& e) {
        answer = {{"says", e.what()}};
    }
    return boost::json::serialize(answer);
}

} // namespace cli
