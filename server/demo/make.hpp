// server/demo/make.hpp - a database that holds the demonstration, and its people as the console lists them.
#pragma once
#include "server/app/database_thread.hpp"
#include "server/app/words.hpp"

#include <string>

namespace demo {

/// The demonstration is made by commands through the core. Its salts come from a seed, so that a day's history is one history.
/// Data that a scenario made can be demonstrated too: nothing in it was decided by anybody. Real data cannot.
/// @throws std::runtime_error when the data holds a real partnership
void make(const std::string& database_url);

/// Who can sign in with one click, and as what, on standard output. @param address where they open it
void print_people(app::database_thread& work, const std::string& address, const app::words& word);

} // namespace demo
