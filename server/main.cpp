// quorate: the program. Reads like the operations manual: one subcommand a job.
#include "server/cli/commands.hpp"
#include "workflows/vocabulary.hpp"

#include <CLI/CLI.hpp>

namespace {

/// What the command line says, and the subcommands that it can name.
class command_line {
public:
    command_line()
    {
        app_.name("quorate");
        app_.require_subcommand(1);
        app_.failure_message(CLI::FailureMessage::help);
        add_scenario();
        add_import();
        add_export();
        add_verify();
        add_rebuild();
        add_process();
        add_serve();
        add_token();
        add_config();
    }

    /// @return the exit status
    int run(int argc, char** argv)
    {
        try {
            workflows::vocabulary(); // a field of a shape that there is not stops the program here, before anything is asked of it
            app_.parse(argc, argv);
        } catch (const CLI::ParseError& e) {
            const int code = app_.exit(e);
            return code == 0 ? cli::done : cli::unusable;
        } catch (const std::exception& e) {
            std::fprintf(stderr, "quorate: %s\n", e.what());
            return cli::unusable;
        }
        return status_;
    }

private:
    void add_scenario()
    {
        auto* scenario =
            app_.add_subcommand("scenario", "Run a scenario file, and print what came of each step.\n"
                                            "Without --database it runs in memory and leaves nothing behind.\n"
                                            "Exit status: 0; 1 an expectation failed; 2 the file or the database cannot be used.");
        scenario->add_option("FILE", file_, "JSON Lines, one step a line; # begins a comment")->required();
        scenario->add_option("--database", database_, "Where to keep it");
        scenario->add_flag("--tell", tell_, "Tell it as a story, with the money and the proof at the end, instead of JSON");
        scenario->callback([this] { status_ = cli::scenario_command(file_, database_, tell_); });
    }

    void add_import()
    {
        auto* import =
            app_.add_subcommand("import", "Run the lines of a file on a live database, now. A line that ran before is not run again,\n"
                                          "so an import that was stopped can simply be started anew.\n"
                                          "Exit status: 0; 1 a line was refused; 2 the file or the database cannot be used.");
        import->add_option("FILE", file_, "The same lines as a scenario's, without \"as\", \"at\" and \"key\"")->required();
        import->add_option("--database", database_, "The database")->required();
        import->add_option("--as", as_, "The person in whose name it runs (default: the console)");
        import->callback([this] { status_ = cli::import_command(file_, database_, as_); });
    }

    void add_export()
    {
        auto* exported = app_.add_subcommand("export", "Write a partnership's log, its texts, checkpoints and public key as plain files,\n"
                                                       "which quorate verify, or any other program, can check.\n"
                                                       "Exit status: 0; 2 it could not be written.");
        exported->add_option("DIR", dir_, "A folder that is empty or not there yet")->required();
        exported->add_option("--partnership", partnership_, "Whose log")->required();
        exported->add_option("--database", database_, "The database")->required();
        exported->add_option("--key", key_,
                             "A file with the signing key's seed (64 hexadecimal digits), if it does not lie in the database");
        exported->callback([this] { status_ = cli::export_command(dir_, partnership_, database_, key_); });
    }

    void add_verify()
    {
        auto* verify =
            app_.add_subcommand("verify", "Check an export: hashes, root, signatures, consistency, and every decision judged again.\n"
                                          "Needs no server and no database.\n"
                                          "Exit status: 0 sound; 1 unsound, saying where; 2 cannot tell.");
        verify->add_option("DIR", dir_, "The folder that quorate export wrote")->required();
        verify->add_option("--key", key_, "The verifier key that you trust (name+hex+base64); without it the folder's own is taken");
        verify->callback([this] { status_ = cli::verify_command(dir_, key_); });
    }

    void add_rebuild()
    {
        auto* rebuild = app_.add_subcommand("rebuild", "Rebuild everything that is projected from the logs.\n"
                                                       "Exit status: 0; 1 with --check: they differ; 2 the database cannot be used.");
        rebuild->add_option("--database", database_, "The database")->required();
        rebuild->add_flag("--check", check_, "Compare only, and write nothing");
        rebuild->callback([this] { status_ = cli::rebuild_command(database_, check_); });
    }

    void add_process()
    {
        auto* process = app_.add_subcommand("process", "Print a process from its table. There are:\n" + cli::process_names() +
                                                           ".\nExit status: 0; 2 there is no such process.");
        process->add_option("NAME", name_, "Which process")->required();
        process->add_option("--format", format_, "mermaid (a diagram), markdown (a table) or json")
            ->check(CLI::IsMember({"mermaid", "markdown", "json"}));
        process->callback([this] { status_ = cli::process_command(name_, format_); });
    }

    void add_serve()
    {
        auto* serve =
            app_.add_subcommand("serve", "Serve the pages and the API, and send mails. SIGTERM or Ctrl-C stops it: what is being\n"
                                         "answered is finished first.\n"
                                         "Exit status: 0 on a graceful stop; 2 it cannot start.");
        add_settings(serve);
        serve->add_flag("--demo", demonstration_,
                        "Make and serve a demonstration partnership: one click signs in, no password.\nOnly on a loopback address");
        serve->callback([this] { status_ = cli::serve_command(settings(), config_, demonstration_); });
    }

    void add_token()
    {
        auto* token = app_.add_subcommand("token", "Bearer tokens for the API.");
        token->require_subcommand(1);
        auto* create = token->add_subcommand(
            "create", "Print a new token of a person. Works while the server runs.\nExit status: 0; 2 it cannot be made.");
        create->add_option("--data", data_, "The folder of the data (default ./data)");
        create->add_option("--database", database_, "The database (default: the one in the data folder)");
        create->add_option("--partnership", partnership_, "Which partnership")->required();
        create->add_option("--person", person_, "Whose token: it may do whatever they may")->required();
        create->callback([this] { status_ = cli::token_command(data_.empty() ? "./data" : data_, database_, partnership_, person_); });
    }

    void add_config()
    {
        auto* config = app_.add_subcommand("config", "The configuration: file < environment (QUORATE_...) < flags.");
        config->require_subcommand(1);
        auto* check =
            config->add_subcommand("check", "Print every setting in force, or what is wrong.\nExit status: 0; 2 something is wrong.");
        add_settings(check);
        check->callback([this] { status_ = cli::config_command(settings(), config_); });
    }

    void add_settings(CLI::App* to)
    {
        to->add_option("--data", data_, "The folder for everything (default ./data)");
        to->add_option("--database", database_, "The database (default: the one in the data folder)");
        to->add_option("--listen", listen_, "ADDRESS:PORT for browsers and programs (default 127.0.0.1:8080)");
        to->add_option("--metrics", metrics_, "ADDRESS:PORT on loopback for /livez, /readyz and /metrics, or off");
        to->add_option("--config", config_, "A TOML file (default: quorate.toml in the data folder)");
    }
    cli::flags settings() const
    {
        const std::pair<std::string, std::string> all[] = {
            {"data", data_}, {"database", database_}, {"listen", listen_}, {"metrics", metrics_}};
        cli::flags out;
        for (const auto& [option, value] : all)
            if (!value.empty()) out.emplace_back(option, value);
        return out;
    }

    CLI::App app_{"Quorate runs a partnership's funding bids and approvals: who may decide what, when, with which money,\n"
                  "and a history that anyone can check.\n\n"
                  "A database is named sqlite://FILE or postgresql://USER@HOST/NAME."};
    std::string file_, database_, dir_, partnership_, key_, name_, format_ = "markdown", as_ = "system";
    std::string data_, listen_, metrics_, config_, person_;
    bool check_ = false, tell_ = false, demonstration_ = false;
    int status_ = cli::done;
};

} // namespace

int main(int argc, char** argv) { return command_line().run(argc, argv); }
