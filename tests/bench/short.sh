#!/usr/bin/env bash
# The benchmark in small: it runs, and its numbers are numbers. What they are is for ./dev bench to say.
set -u
out=$("$1/tests/quorate_bench" short 2>&1) || { echo "$out"; echo "0 passed, 1 failed"; exit 1; }
echo "$out"
web=$(python3 tests/bench/http_bench.py "$1/quorate" "$1/tests/quorate_bench" short 2>&1)
echo "$web"
case $(tail -1 <<<"$web") in
"1 passed, 0 failed" | *"1 skipped") ;;
*) echo "1 passed, 1 failed"; exit 1 ;;
esac
grep -qE 'ratio [0-9.]+' <<<"$out" && grep -q ', sound,' <<<"$out" && echo "2 passed, 0 failed" || { echo "0 passed, 1 failed"; exit 1; }
