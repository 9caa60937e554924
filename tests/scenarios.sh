#!/usr/bin/env bash
# Every scenario, in memory, in a SQLite file and on PostgreSQL: expectations met, and the same output byte for byte; what
# each leaves behind is verified, and its projections are compared with their rebuild.
set -u
program=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0 skipped=0 n=0
ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "FAILED: $1"; [ -z "${2:-}" ] || tail -n 12 "$2"; }

# A story says in its first line what it shows, takes its set-up from a shared file and is short enough to be read at once.
is_story() {
    [[ $(sed -n 1p "$1") == "# "* && $(grep -vm1 '^#' "$1") == '{"use": "'* && $(wc -l <"$1") -le 60 ]]
}

on_store() { # name, scenario, url
    if "$program" scenario "$2" --database "$3" >"$dir/out" 2>"$dir/err"; then
        if cmp -s "$dir/memory" "$dir/out"; then ok; else bad "$2 on $1: other output than in memory"; fi
    else bad "$2 on $1" "$dir/err"; fi
    if "$program" rebuild --check --database "$3" >"$dir/out" 2>&1; then ok; else bad "$2 on $1: rebuild --check" "$dir/out"; fi
    rm -rf "$dir/export"
    if "$program" export "$dir/export" --partnership thurrock --database "$3" >"$dir/out" 2>&1 && "$program" verify "$dir/export" >"$dir/out" 2>&1; then ok; else bad "$2 on $1: verify" "$dir/out"; fi
}

for scenario in tests/scenarios/[!_]*.jsonl; do # those with _ are what others use
    n=$((n + 1))
    if is_story "$scenario"; then ok; else bad "$scenario: expected a comment that says what it shows, a first step {\"use\": …}, and at most 60 lines"; fi
    if "$program" scenario "$scenario" >"$dir/memory" 2>"$dir/err"; then ok; else bad "$scenario" "$dir/err"; continue; fi
    "$program" scenario "$scenario" >"$dir/again" 2>/dev/null
    if cmp -s "$dir/memory" "$dir/again"; then ok; else bad "$scenario: another output on the second run"; fi
    if python3 tests/support/plain_words.py "$scenario" "$dir/memory" >"$dir/err"; then ok; else bad "$scenario: its output has what is no word" "$dir/err"; fi
    on_store "SQLite" "$scenario" "sqlite://$dir/$n.db"
    if [ -n "${QUORATE_TEST_POSTGRES:-}" ]; then
        db=scenario$$_$n
        if psql -q "$QUORATE_TEST_POSTGRES/postgres" -c "CREATE DATABASE $db" >/dev/null 2>"$dir/err"; then on_store "PostgreSQL" "$scenario" "$QUORATE_TEST_POSTGRES/$db"; else bad "$scenario: no database" "$dir/err"; fi
    else
        skipped=$((skipped + 1))
    fi
done
[ "$skipped" -eq 0 ] || echo "SKIPPED: the scenarios on PostgreSQL: QUORATE_TEST_POSTGRES is not set"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
