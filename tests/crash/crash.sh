#!/usr/bin/env bash
# Kills the program at every write, sync, truncation, unlink and rename of a 12-command scenario (strace injects SIGKILL at
# the N-th such call), and looks what is left: nothing acknowledged is lost, nothing is half done, verify is sound, and the
# same file run again ends where an undisturbed run ends.
#   crash.sh PROGRAM short   every ninth of these moments; skipped where ptrace is denied
#   crash.sh PROGRAM whole   all of them; fails where ptrace is denied
set -u
program=$(realpath "$1") form=$2
here=$(dirname "$(realpath "$0")")
calls=pwrite64,write,fdatasync,fsync,ftruncate,unlink,rename
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

if ! strace -o /dev/null true 2>/dev/null; then
    if [ "$form" = short ]; then
        echo "SKIPPED: crash tests: ptrace is denied here"
        echo "0 passed, 0 failed, 1 skipped"
        exit 0
    fi
    echo "ptrace is denied here: the crash campaign cannot run"
    echo "0 passed, 1 failed"
    exit 1
fi

url="sqlite://$dir/work.db"
"$program" scenario "$here/../scenarios/_partnership.jsonl" --database "sqlite://$dir/base.db" >/dev/null || { echo "the set-up failed"; echo "0 passed, 1 failed"; exit 1; }

fresh() {
    rm -f "$dir"/work.db*
    cp "$dir/base.db" "$dir/work.db"
}
leaves() {
    rm -rf "$dir/export"
    "$program" export "$dir/export" --partnership thurrock --database "$url" >/dev/null 2>"$dir/err" && wc -l <"$dir/export/leaves.jsonl"
}

# The undisturbed run: how many leaves there are after each command, and what the bid looks like at the end.
fresh
base=$(leaves)
fresh
"$program" scenario "$here/twelve.jsonl" --database "$url" >"$dir/reference" || { echo "the scenario failed"; echo "0 passed, 1 failed"; exit 1; }
end=$(tail -1 "$dir/reference")
after=("$base")
total=$base
while read -r line; do
    events=$(grep -oE '"events":\[[^]]*\]' <<<"$line" | grep -oE '"[a-z_]+\.[a-z_]+"' | wc -l)
    total=$((total + events))
    after+=("$total")
done < <(grep '"do"' "$dir/reference")

passed=0 failed=0 moment=0 step=1
[ "$form" = short ] && step=9
while :; do
    moment=$((moment + step))
    fresh
    status=0
    # One log file a process; only the program's own calls count.
    (
        strace -f -o /dev/null -e trace="$calls" -e inject="$calls:signal=SIGKILL:when=$moment" "$program" scenario "$here/twelve.jsonl" --database "$url" >"$dir/out"
        exit $? # the shell's word of the kill goes where the program's own does
    ) 2>"$dir/err" || status=$?
    [ "$status" -ne 0 ] || break # it came to its end: there is no such moment any more
    acknowledged=$(grep -c '"do".*"accepted"' "$dir/out")
    why=""
    now=$(leaves) || why="export failed: $(cat "$dir/err")"
    if [ -z "$why" ] && [ "$now" -ne "${after[$acknowledged]}" ] && [ "$now" -ne "${after[$((acknowledged + 1))]:-none}" ]; then
        why="$acknowledged commands were acknowledged (${after[$acknowledged]} leaves), $now leaves are there"
    fi
    [ -n "$why" ] || "$program" verify "$dir/export" >"$dir/told" 2>&1 || why="verify: $(cat "$dir/told")"
    [ -n "$why" ] || "$program" rebuild --check --database "$url" >"$dir/told" 2>&1 || why="rebuild --check: $(cat "$dir/told")"
    [ -n "$why" ] || "$program" scenario "$here/twelve.jsonl" --database "$url" >"$dir/again" 2>"$dir/err" || why="it does not start again: $(cat "$dir/err")"
    [ -n "$why" ] || [ "$(tail -1 "$dir/again")" = "$end" ] || why="run again, it ends elsewhere"
    [ -n "$why" ] || [ "$(leaves)" -eq "$total" ] || why="run again, there are other leaves"
    if [ -z "$why" ]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "FAILED: killed at moment $moment: $why"
    fi
    if [ -t 2 ] && [ "$form" = whole ]; then printf '\rmoment %d' "$moment" >&2; fi
    [ "$moment" -lt 5000 ] || { echo "FAILED: the scenario has no end"; failed=$((failed + 1)); break; }
done
echo "killed at $((passed + failed)) moments of $moment"
[ "$passed" -gt 0 ] || failed=$((failed + 1))
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
