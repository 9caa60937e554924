// quorate: the program. Reads like the operations manual: one subcommand a job.
#include "server/cli/commands.hpp"
#include "workflows/vocabulary.hpp"

#include <CLI/CLI.hpp>

int main(int argc, char** argv)
{
    CLI::App app{"Quorate runs a partnership's funding bids and approvals: who may decide what, when, with which money,\n"
                 "and a history that anyone can check.\n\n"
                 "A database is named sqlite://FILE or postgresql://USER@HOST/NAME."};
    app.name("quorate");
    app.require_subcommand(1);
    app.failure_message(CLI::FailureMessage::help);

    std::string file, database, dir, partnership, key, name, format = "markdown", as = "system";
    std::string data, listen, metrics, config, person;
    bool check = false, tell = false, demonstration = false;
    int status = cli::done;

    auto* scenario = app.add_subcommand("scenario", "Run a scenario file, and print what came of each step.\n"
                                                    "Without --database it runs in memory and leaves nothing behind.\n"
                                                    "Exit status: 0; 1 an expectation failed; 2 the file or the database cannot be used.");
    scenario->add_option("FILE", file, "JSON Lines, one step a line; # begins a comment")->required();
    scenario->add_option("--database", database, "Where to keep it");
    scenario->add_flag("--tell", tell, "Tell it as a story, with the money and the proof at the end, instead of JSON");
    scenario->callback([&] { status = cli::scenario_command(file, database, tell); });

    auto* import =
        app.add_subcommand("import", "Run the lines of a file on a live database, now. A line that ran before is not run again,\n"
                                     "so an import that was stopped can simply be started anew.\n"
                                     "Exit status: 0; 1 a line was refused; 2 the file or the database cannot be used.");
    import->add_option("FILE", file, "The same lines as a scenario's, without \"as\", \"at\" and \"key\"")->required();
    import->add_option("--database", database, "The database")->required();
    import->add_option("--as", as, "The person in whose name it runs (default: the console)");
    import->callback([&] { status = cli::import_command(file, database, as); });

    auto* exported = app.add_subcommand("export", "Write a partnership's log, its texts, checkpoints and public key as plain files,\n"
                                                  "which quorate verify, or any other program, can check.\n"
                                                  "Exit status: 0; 2 it could not be written.");
    exported->add_option("DIR", dir, "A folder that is empty or not there yet")->required();
    exported->add_option("--partnership", partnership, "Whose log")->required();
    exported->add_option("--database", database, "The database")->required();
    exported->add_option("--key", key, "A file with the signing key's seed (64 hexadecimal digits), if it does not lie in the database");
    exported->callback([&] { status = cli::export_command(dir, partnership, database, key); });

    auto* verify = app.add_subcommand("verify", "Check an export: hashes, root, signatures, consistency, and every decision judged again.\n"
                                                "Needs no server and no database.\n"
                                                "Exit status: 0 sound; 1 unsound, saying where; 2 cannot tell.");
    verify->add_option("DIR", dir, "The folder that quorate export wrote")->required();
    verify->add_option("--key", key, "The verifier key that you trust (name+hex+base64); without it the folder's own is taken");
    verify->callback([&] { status = cli::verify_command(dir, key); });

    auto* rebuild = app.add_subcommand("rebuild", "Rebuild everything that is projected from the logs.\n"
                                                  "Exit status: 0; 1 with --check: they differ; 2 the database cannot be used.");
    rebuild->add_option("--database", database, "The database")->required();
    rebuild->add_flag("--check", check, "Compare only, and write nothing");
    rebuild->callback([&] { status = cli::rebuild_command(database, check); });

    auto* process = app.add_subcommand("process", "Print a process from its table: bid, approval, meeting, item, interest, stream, plan,\n"
                                                  "partnership, body, seat, person.\nExit status: 0; 2 there is no such process.");
    process->add_option("NAME", name, "Which process")->required();
    process->add_option("--format", format, "mermaid (a diagram), markdown (a table) or json")
        ->check(CLI::IsMember({"mermaid", "markdown", "json"}));
    process->callback([&] { status = cli::process_command(name, format); });

    const auto settings = [&] {
        cli::flags out;
        for (const auto& [option, value] :
             {std::pair<std::string, std::string>{"data", data}, {"database", database}, {"listen", listen}, {"metrics", metrics}})
            if (!value.empty()) out.emplace_back(option, value);
        return out;
    };
    const auto setting_options = [&](CLI::App* to) {
        to->add_option("--data", data, "The folder for everything (default ./data)");
        to->add_option("--database", database, "The database (default: the one in the data folder)");
        to->add_option("--listen", listen, "ADDRESS:PORT for browsers and programs (default 127.0.0.1:8080)");
        to->add_option("--metrics", metrics, "ADDRESS:PORT on loopback for /livez, /readyz and /metrics, or off");
        to->add_option("--config", config, "A TOML file (default: quorate.toml in the data folder)");
    };
    auto* serve = app.add_subcommand("serve", "Serve the pages and the API, and send mails. SIGTERM or Ctrl-C stops it: what is being\n"
                                              "answered is finished first.\n"
                                              "Exit status: 0 on a graceful stop; 2 it cannot start.");
    setting_options(serve);
    serve->add_flag("--demo", demonstration,
                    "Make and serve a demonstration partnership: one click signs in, no password.\nOnly on a loopback address");
    serve->callback([&] { status = cli::serve_command(settings(), config, demonstration); });

    auto* token = app.add_subcommand("token", "Bearer tokens for the API.");
    token->require_subcommand(1);
    auto* token_create = token->add_subcommand(
        "create", "Print a new token of a person. Works while the server runs.\nExit status: 0; 2 it cannot be made.");
    token_create->add_option("--data", data, "The folder of the data (default ./data)");
    token_create->add_option("--database", database, "The database (default: the one in the data folder)");
    token_create->add_option("--partnership", partnership, "Which partnership")->required();
    token_create->add_option("--person", person, "Whose token: it may do whatever they may")->required();
    token_create->callback([&] { status = cli::token_command(data.empty() ? "./data" : data, database, partnership, person); });

    auto* configured = app.add_subcommand("config", "The configuration: file < environment (QUORATE_...) < flags.");
    configured->require_subcommand(1);
    auto* config_check =
        configured->add_subcommand("check", "Print every setting in force, or what is wrong.\nExit status: 0; 2 something is wrong.");
    setting_options(config_check);
    config_check->callback([&] { status = cli::config_command(settings(), config); });

    try {
        workflows::vocabulary(); // a field of a shape that there is not stops the program here, before anything is asked of it
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        const int code = app.exit(e);
        return code == 0 ? cli::done : cli::unusable;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "quorate: %s\n", e.what());
        return cli::unusable;
    }
    return status;
}
