#include "server/app/config.hpp"

#include "engine/values.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <sstream>

extern char** environ;

namespace app {
namespace {

std::vector<std::string> split(const std::string& text)
{
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string one; std::getline(in, one, ',');) {
        one.erase(0, one.find_first_not_of(' '));
        one.erase(one.find_last_not_of(' ') + 1);
        if (!one.empty()) out.push_back(one);
    }
    return out;
}
std::string join(const std::vector<std::string>& list)
{
    std::string out;
    for (const auto& e : list) out += (out.empty() ? "" : ",") + e;
    return out;
}

/// One key: how it is read (what is wrong, or ""), and how it is shown.
struct key {
    std::string_view name, expected;
    std::function<bool(config&, const std::string&)> read;
    std::function<std::string(const config&)> show;
};

key text(std::string_view name, std::string config::* slot)
{
    return {name, "a text", [slot](config& c, const std::string& v) { return (c.*slot = v, true); },
            [slot](const config& c) { return c.*slot; }};
}
key list(std::string_view name, std::vector<std::string> config::* slot)
{
    return {name, "texts with commas between, or a list", [slot](config& c, const std::string& v) { return (c.*slot = split(v), true); },
            [slot](const config& c) { return join(c.*slot); }};
}
key mail_text(std::string_view name, std::string mail_config::* slot)
{
    return {name, "a text", [slot](config& c, const std::string& v) { return (c.mail.*slot = v, true); },
            [slot](const config& c) { return c.mail.*slot; }};
}
bool read_number(const std::string& v, std::int64_t least, std::int64_t most, std::int64_t& slot)
{
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(v.data(), v.data() + v.size(), n);
    if (error != std::errc() || end != v.data() + v.size() || n < least || n > most) return false;
    slot = n;
    return true;
}
bool among(const std::string& v, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), v) != words.end();
}
std::string show(const http::listen_at& l)
{
    return (l.address.find(':') == std::string::npos ? l.address : "[" + l.address + "]") + ":" + std::to_string(l.port);
}

std::vector<key> keys_of_the_server()
{
    return {
        text("data", &config::data),
        text("database", &config::database),
        {"listen", "an address and a port such as 127.0.0.1:8080",
         [](config& c, const std::string& v) {
             const auto l = parse_listen(v);
             if (l) c.listen = *l;
             return l.has_value();
         },
         [](const config& c) { return show(c.listen); }},
        {"metrics", "a loopback address and a port such as 127.0.0.1:9464, or off",
         [](config& c, const std::string& v) {
             c.metrics_given = true;
             if (v == "off") return (c.metrics.reset(), true);
             const auto l = parse_listen(v);
             if (!l || !is_loopback(l->address)) return false;
             c.metrics = l;
             return true;
         },
         [](const config& c) { return c.metrics ? show(*c.metrics) : "off"; }},
        {"address", "an address such as https://quorate.example.org",
         [](config& c, const std::string& v) {
             c.address = v;
             while (c.address.ends_with('/')) c.address.pop_back();
             return c.address.empty() || c.address.starts_with("https://") || c.address.starts_with("http://");
         },
         [](const config& c) { return c.base(); }},
        list("hosts", &config::hosts),
        list("trusted_proxies", &config::trusted_proxies),
        {"log", "json, plain or off",
         [](config& c, const std::string& v) {
             c.log = v;
             return among(v, {"json", "plain", "off"});
         },
         [](const config& c) { return c.log; }},
        {"upload_max_mib", "a number from 1 to 1000",
         [](config& c, const std::string& v) { return read_number(v, 1, 1000, c.upload_max_mib); },
         [](const config& c) { return std::to_string(c.upload_max_mib); }},
    };
}

std::vector<key> keys_of_tls_and_mail()
{
    return {
        {"tls.certificate", "a PEM file", [](config& c, const std::string& v) { return (c.tls.certificate = v, true); },
         [](const config& c) { return c.tls.certificate; }},
        {"tls.key", "a PEM file", [](config& c, const std::string& v) { return (c.tls.key = v, true); },
         [](const config& c) { return c.tls.key; }},
        {"mail.server", "smtp://HOST:PORT or smtps://HOST:PORT",
         [](config& c, const std::string& v) {
             c.mail.server = v;
             return v.empty() || v.starts_with("smtp://") || v.starts_with("smtps://");
         },
         [](const config& c) { return c.mail.server; }},
        {"mail.tls", "required, opportunistic or none",
         [](config& c, const std::string& v) {
             c.mail.tls = v;
             return among(v, {"required", "opportunistic", "none"});
         },
         [](const config& c) { return c.mail.tls; }},
        mail_text("mail.user", &mail_config::user),
        mail_text("mail.password_file", &mail_config::password_file),
        mail_text("mail.certificates", &mail_config::certificates),
        {"mail.from", "an e-mail address",
         [](config& c, const std::string& v) {
             c.mail.from = v;
             return v.find('@') != std::string::npos && v.find_first_of(" \r\n<>\"") == std::string::npos;
         },
         [](const config& c) { return c.mail.from; }},
        {"mail.retry_seconds", "a number from 1 to 3600",
         [](config& c, const std::string& v) { return read_number(v, 1, 3600, c.mail.retry_seconds); },
         [](const config& c) { return std::to_string(c.mail.retry_seconds); }},
        {"mail.timeout_seconds", "a number from 1 to 600",
         [](config& c, const std::string& v) { return read_number(v, 1, 600, c.mail.timeout_seconds); },
         [](const config& c) { return std::to_string(c.mail.timeout_seconds); }},
    };
}

/// Every setting, in the order in which it is shown.
const std::vector<key>& keys()
{
    static const auto table = [] {
        auto all = keys_of_the_server();
        for (auto& k : keys_of_tls_and_mail()) all.push_back(std::move(k));
        return all;
    }();
    return table;
}

void take(config& c, const std::string& name, const std::string& value, const std::string& where, std::string& wrong)
{
    for (const auto& k : keys()) {
        if (k.name != name) continue;
        if (!k.read(c, value)) wrong += "  " + where + ": " + name + " is \"" + value + "\"; expected " + std::string(k.expected) + "\n";
        return;
    }
    wrong += "  " + where + ": there is no setting \"" + name + "\"\n";
}

void take_table(config& c, const toml::table& t, const std::string& prefix, const std::string& file, std::string& wrong)
{
    for (const auto& [k, v] : t) {
        const auto name = prefix + std::string(k.str());
        const auto where = file + ", line " + std::to_string(v.source().begin.line);
        if (const auto* inner = v.as_table()) take_table(c, *inner, name + ".", file, wrong);
        else if (const auto* list = v.as_array()) {
            std::string all;
            for (const auto& e : *list) all += (all.empty() ? "" : ",") + e.value_or<std::string>("");
            take(c, name, all, where, wrong);
        } else if (const auto* s = v.as_string()) take(c, name, s->get(), where, wrong);
        else if (const auto* n = v.as_integer()) take(c, name, std::to_string(n->get()), where, wrong);
        else wrong += "  " + where + ": " + name + " has a value that cannot be read; expected a text, a number or a list\n";
    }
}

} // namespace

std::optional<http::listen_at> parse_listen(const std::string& text)
{
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) return std::nullopt;
    auto address = text.substr(0, colon);
    std::int64_t port = 0;
    if (!read_number(text.substr(colon + 1), 0, 65535, port)) return std::nullopt;
    if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
    return http::listen_at{address, static_cast<unsigned short>(port)};
}

bool is_loopback(const std::string& a) { return a == "localhost" || a == "::1" || a.starts_with("127."); }

std::string config::base() const
{
    if (!address.empty()) return address;
    const auto host = listen.address.find(':') == std::string::npos ? listen.address : "[" + listen.address + "]";
    return (tls.certificate.empty() ? "http://" : "https://") + (is_loopback(listen.address) ? std::string("localhost") : host) + ":" +
           std::to_string(listen.port);
}

std::string config::database_url() const
{
    if (!database.empty()) return database;
    std::vector<std::string> found;
    std::error_code ignored;
    for (const auto& f : std::filesystem::directory_iterator(data, ignored))
        if (f.path().extension() == ".db" || f.path().extension() == ".sqlite") found.push_back(f.path().string());
    const auto usual = data + "/quorate.db";
    if (found.empty() || std::find(found.begin(), found.end(), usual) != found.end()) return "sqlite://" + usual;
    if (found.size() == 1) return "sqlite://" + found.front();
    std::sort(found.begin(), found.end());
    std::string all;
    for (const auto& f : found) all += (all.empty() ? "" : ", ") + f;
    throw std::runtime_error(data + " holds several databases (" + all + "): say which one by --database sqlite://FILE");
}

config load_config(const std::string& file, const settings& flags, std::vector<std::string>* unknown)
{
    config c;
    std::string wrong;
    for (const auto& [n, v] : flags)
        if (n == "data") c.data = v;
    std::string path = file;
    if (path.empty())
        if (const char* given = std::getenv("QUORATE_CONFIG")) path = given;
    if (path.empty() && std::filesystem::exists(c.data + "/quorate.toml")) path = c.data + "/quorate.toml";
    if (!path.empty()) {
        if (!std::filesystem::is_regular_file(path)) throw std::runtime_error("the configuration " + path + " is not there, or no file");
        try {
            const toml::table t = toml::parse_file(path);
            take_table(c, t, "", path, wrong);
        } catch (const toml::parse_error& e) {
            std::ostringstream where;
            where << path << ", line " << e.source().begin.line << ": " << e.description();
            throw std::runtime_error("the configuration cannot be read: " + where.str());
        }
    }
    for (char** e = environ; *e; ++e) {
        const std::string entry = *e;
        if (!entry.starts_with("QUORATE_") || entry.starts_with("QUORATE_CONFIG=")) continue;
        const auto equals = entry.find('=');
        auto name = entry.substr(8, equals - 8);
        const auto value = entry.substr(equals + 1);
        for (auto& ch : name) ch = static_cast<char>(std::tolower(static_cast<unsigned char>(ch)));
        for (const auto* section : {"mail_", "tls_"})
            if (name.starts_with(section)) name[std::string_view(section).size() - 1] = '.';
        if (unknown && std::none_of(keys().begin(), keys().end(), [&](const key& k) { return k.name == name; }))
            unknown->push_back(entry.substr(0, equals));
        else take(c, name, value, "the environment, " + entry.substr(0, equals), wrong);
    }
    for (const auto& [n, v] : flags) take(c, n, v, "--" + n, wrong);
    if (c.tls.certificate.empty() != c.tls.key.empty()) wrong += "  tls.certificate and tls.key belong together: give both or neither\n";
    if (!wrong.empty()) {
        wrong.pop_back();
        throw std::runtime_error("the configuration is wrong:\n" + wrong);
    }
    return c;
}

std::string show_config(const config& c)
{
    std::string out, section;
    for (const auto& k : keys()) {
        auto name = std::string(k.name);
        if (const auto dot = name.find('.'); dot != std::string::npos) {
            if (name.substr(0, dot) != section) out += "\n[" + (section = name.substr(0, dot)) + "]\n";
            name = name.substr(dot + 1);
        }
        out += name + " = \"" + k.show(c) + "\"\n";
    }
    return out;
}

} // namespace app
