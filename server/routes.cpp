#include "server/routes.hpp"

#include "server/api/api.hpp"
#include "server/app/site.hpp"
#include "server/auth/auth.hpp"
#include "server/pages/pages.hpp"

namespace server {

namespace {

using app::route;
using enum app::access;

// clang-format off
const std::vector<route> for_anyone{
    {"GET",  "/",                                      anyone, auth::front},
    {"GET",  "/assets/{hash}/{file}",                  anyone, app::asset_file, true},
    {"GET",  "/sign-in",                               anyone, auth::sign_in_page},
    {"POST", "/sign-in",                               anyone, auth::sign_in},
    {"POST", "/sign-out",                              anyone, auth::sign_out},
    {"POST", "/demo/sign-in",                          anyone, auth::demo_sign_in},
    {"GET",  "/forgot",                                anyone, auth::forgot_page},
    {"POST", "/forgot",                                anyone, auth::forgot},
    {"GET",  "/join/{token}",                          anyone, auth::join_page},
    {"POST", "/join/{token}",                          anyone, auth::join},
    {"GET",  "/set-up",                                anyone, auth::set_up_page},
    {"POST", "/set-up",                                anyone, auth::set_up},
    {"GET",  "/kept/{id}",                             anyone, auth::kept},
    {"GET",  "/help",                                  anyone, pages::fixed, true},
    {"GET",  "/accessibility",                         anyone, pages::fixed, true},
    {"GET",  "/privacy",                               anyone, pages::fixed, true},
    {"GET",  "/rules",                                 anyone, pages::rules, true},
    {"GET",  "/rules/{rule}",                          anyone, pages::rule, true},
    {"GET",  "/register/{partnership}",                anyone, pages::register_page},
    {"GET",  "/calendar/{file}",                       anyone, pages::calendar_feed},
};

const std::vector<route> for_people{
    {"GET",  "/p/{partnership}",                       person, pages::home, false, "home"},
    {"POST", "/p/{partnership}/do/{verb}",             person, pages::do_command},
    {"GET",  "/p/{partnership}/bids",                  person, pages::bids, false, "bids"},
    {"GET",  "/p/{partnership}/bids/new",              person, pages::apply_new},
    {"GET",  "/p/{partnership}/bids/{bid}",            person, pages::bid},
    {"GET",  "/p/{partnership}/bids/{bid}/apply",      person, pages::apply},
    {"GET",  "/p/{partnership}/bids/{bid}/apply/check", person, pages::apply_check},
    {"GET",  "/p/{partnership}/bids/{bid}/apply/{part}", person, pages::apply_part},
    {"POST", "/p/{partnership}/bids/{bid}/apply/{part}", person, pages::save_part},
    {"GET",  "/p/{partnership}/queue",                 person, pages::queue},
    {"GET",  "/p/{partnership}/grid",                  person, pages::grid},
    {"GET",  "/p/{partnership}/meetings",              person, pages::meetings, false, "meetings"},
    {"GET",  "/p/{partnership}/meetings/{meeting}",    person, pages::room},
    {"POST", "/p/{partnership}/meetings/{meeting}/check", person, pages::confirm_sign_off},
    {"GET",  "/p/{partnership}/meetings/{meeting}/screen", person, pages::screen},
    {"GET",  "/p/{partnership}/meetings/{meeting}/pack", person, pages::pack},
    {"GET",  "/p/{partnership}/events",                person, pages::room_events},
    {"GET",  "/p/{partnership}/money",                 person, pages::money, false, "money"},
    {"GET",  "/p/{partnership}/money.csv",             person, pages::money_csv},
    {"GET",  "/p/{partnership}/money.xlsx",            person, pages::money_xlsx},
    {"GET",  "/p/{partnership}/money/{stream}",        person, pages::stream},
    {"GET",  "/p/{partnership}/risks",                 person, pages::risks, false, "risks"},
    {"GET",  "/p/{partnership}/risks/{risk}",          person, pages::risk},
    {"GET",  "/p/{partnership}/decisions",             person, pages::decisions, false, "decisions"},
    {"GET",  "/p/{partnership}/decisions/{index}",     person, pages::decision},
    {"GET",  "/p/{partnership}/rules/{rule}",          person, pages::rule},
    {"POST", "/p/{partnership}/documents",             person, pages::upload},
    {"GET",  "/p/{partnership}/documents/{document}",  person, api::download},
    {"GET",  "/p/{partnership}/bodies",                person, pages::bodies},
    {"GET",  "/p/{partnership}/bodies/{body}",         person, pages::body},
    {"GET",  "/p/{partnership}/account",               person, auth::account},
    {"POST", "/p/{partnership}/account/tokens",        person, auth::make_token},
    {"POST", "/p/{partnership}/account/tokens/revoke", person, auth::revoke_token},
    {"POST", "/p/{partnership}/account/password",      person, auth::change_password},
    {"POST", "/p/{partnership}/account/mail",          person, auth::set_preference},
};

const std::vector<route> for_auditors{
    {"GET",  "/p/{partnership}/proof",                 auditor, pages::proof},
    {"POST", "/p/{partnership}/proof/verify",          auditor, pages::verify_now},
    {"GET",  "/p/{partnership}/proof/bundle",          auditor, pages::proof_bundle},
};

const std::vector<route> for_administrators{
    {"GET",  "/p/{partnership}/admin",                 administrator, pages::admin},
    {"GET",  "/p/{partnership}/people",                administrator, pages::people},
    {"GET",  "/p/{partnership}/people/{person}",       administrator, pages::person},
    {"POST", "/p/{partnership}/invite",                administrator, auth::invite},
    {"GET",  "/p/{partnership}/policy",                administrator, pages::policy},
    {"GET",  "/p/{partnership}/outbox",                administrator, pages::outbox},
    {"POST", "/p/{partnership}/outbox/retry",          administrator, pages::outbox_retry},
    {"GET",  "/p/{partnership}/outbox/{mail}",         administrator, pages::outbox_mail},
};

const std::vector<route> for_programs{
    {"GET",  "/api/v1/openapi.json",                   anyone, api::openapi, true},
    {"POST", "/api/v1/partnerships/{partnership}/commands", bearer, api::command},
    {"GET",  "/api/v1/partnerships/{partnership}/bids", bearer, api::view},
    {"GET",  "/api/v1/partnerships/{partnership}/bids/{bid}", bearer, api::view},
    {"GET",  "/api/v1/partnerships/{partnership}/bids/{bid}/history", bearer, api::view},
    {"GET",  "/api/v1/partnerships/{partnership}/meetings/{meeting}", bearer, api::view},
    {"GET",  "/api/v1/partnerships/{partnership}/meetings/{meeting}/quorum", bearer, api::view},
    {"GET",  "/api/v1/partnerships/{partnership}/streams/{stream}", bearer, api::view},
    {"GET",  "/api/v1/partnerships/{partnership}/money", bearer, api::view},
    {"GET",  "/api/v1/partnerships/{partnership}/risks", bearer, api::view},
    {"GET",  "/api/v1/partnerships/{partnership}/tasks", bearer, api::view},
    {"GET",  "/api/v1/partnerships/{partnership}/outbox", bearer, api::view},
    {"POST", "/api/v1/partnerships/{partnership}/documents", bearer, api::upload},
    {"GET",  "/api/v1/partnerships/{partnership}/documents/{document}", bearer, api::download},
};
// clang-format on

} // namespace

const std::vector<app::route>& routes()
{
    static const auto all = [] {
        std::vector<route> table;
        for (const auto* part : {&for_anyone, &for_people, &for_auditors, &for_administrators, &for_programs})
            table.insert(table.end(), part->begin(), part->end());
        return table;
    }();
    return all;
}

} // namespace server
