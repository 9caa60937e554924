// storage/schema.hpp - the tables, as numbered migrations: forward only, checksummed, each in one transaction.
#pragma once
#include "storage/sql.hpp"

namespace storage {

/// Brings the database to this program's schema. @throws database_error when it was made by a newer program, or when a
/// migration that was applied is not the one that this program knows.
void migrate(connection& c);
/// False for a database that no Quorate has touched.
bool has_schema(connection& c);

} // namespace storage
