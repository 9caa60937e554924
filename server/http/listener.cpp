// Listens at an address, with TLS or without, and begins a session for each connection.
#include "server/http/parts.hpp"
#include "server/http/session.hpp"

namespace http {
namespace {

awaitable<void> accept_all(server::parts& home, tcp::acceptor& acceptor, application& app, std::string own, net::ssl::context* tls)
{
    while (!home.stopping) {
        auto [failed, socket] = co_await acceptor.async_accept(quietly);
        if (home.stopping || failed == net::error::operation_aborted) co_return;
        if (failed) { // out of descriptors, say: wait a moment instead of spinning
            net::steady_timer pause(home.loop, seconds(1));
            auto [ignored] = co_await pause.async_wait(quietly);
            (void)ignored;
            continue;
        }
        if (home.connections >= home.options.connections_max) continue; // the socket closes: the client may come again
        if (tls) net::co_spawn(home.loop, serve_tls(home, std::move(socket), app, own, *tls), net::detached);
        else net::co_spawn(home.loop, serve_plain(home, std::move(socket), app, own), net::detached);
    }
}

/// A context with the certificate and its key. @throws std::runtime_error naming the file that cannot be used
void use_certificate(net::ssl::context& secure, const tls_files& tls)
{
    beast_error e;
    secure.set_options(net::ssl::context::default_workarounds | net::ssl::context::no_tlsv1 | net::ssl::context::no_tlsv1_1 |
                       net::ssl::context::single_dh_use);
    secure.use_certificate_chain_file(tls.certificate, e);
    if (e) throw std::runtime_error("the certificate " + tls.certificate + " cannot be read: " + e.message());
    secure.use_private_key_file(tls.key, net::ssl::context::pem, e);
    if (e) throw std::runtime_error("the private key " + tls.key + " cannot be read, or is not the certificate's: " + e.message());
}

/// @throws std::runtime_error when somebody else listens there, or nobody may
void bind_and_listen(tcp::acceptor& acceptor, const tcp::endpoint& end, const listen_at& where)
{
    beast_error e;
    acceptor.open(end.protocol());
    acceptor.set_option(net::socket_base::reuse_address(true));
    acceptor.bind(end, e);
    if (e)
        throw std::runtime_error(
            "cannot listen at " + where.address + ":" + std::to_string(where.port) + ": " + e.message() +
            (e == net::error::address_in_use ? "; another program listens there: stop it, or choose another port" : ""));
    acceptor.listen(1024);
}

} // namespace

unsigned short server::listen(const listen_at& where, application& app, const tls_files& tls)
{
    auto& p = *parts_;
    beast_error e;
    const auto address = net::ip::make_address(where.address == "localhost" ? "127.0.0.1" : where.address, e);
    if (e) throw std::runtime_error("\"" + where.address + "\" is no address to listen at: give one such as 127.0.0.1");
    net::ssl::context* secure = nullptr;
    if (!tls.certificate.empty()) {
        secure = &p.tls.emplace_back(net::ssl::context::tls_server);
        use_certificate(*secure, tls);
    }
    auto& acceptor = p.acceptors.emplace_back(p.loop);
    bind_and_listen(acceptor, tcp::endpoint(address, where.port), where);
    net::co_spawn(p.loop, accept_all(p, acceptor, app, where.address, secure), net::detached);
    return acceptor.local_endpoint().port();
}

} // namespace http
