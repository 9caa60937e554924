#!/usr/bin/env bash
# Runs each fuzz target for some seconds, from a corpus made of the project's own files. What was found stays in
# FOLDER/findings.
set -u
folder=$1 seconds=$2
mkdir -p "$folder/corpus" "$folder/findings"
seed() { mkdir -p "$folder/corpus/$1"; }
for t in json scenario leaf note proof policy form http page; do seed $t; done
cp tests/scenarios/{whole-way,_people-bodies-and-money,_b1-in-check}.jsonl "$folder/corpus/scenario/" 2>/dev/null
cp tests/golden/processes/*.json "$folder/corpus/json/" 2>/dev/null
head -1 tests/golden/export-1/leaves.jsonl 2>/dev/null | tr -d '\n' >"$folder/corpus/leaf/first"
cp tests/golden/export-1/checkpoints/* tests/golden/export-1/key "$folder/corpus/note/" 2>/dev/null
printf '{"deadline":{"weekday":"monday","weeks_before":1,"bank_holiday":"keep"},"compliance_reviewers":"all","delegated_limit":"5.00","bank_holidays":["2010-12-27"]}' >"$folder/corpus/policy/policy"
printf '{"fraction":"1/2","plus":1,"round":"down","of":["statutory"],"at_least":[{"standing":"statutory","count":3}]}' >"$folder/corpus/policy/quorum"
printf '\001{"policy":{"casting_vote":true},"reason":"x"}' >"$folder/corpus/form/policy"
printf '\005{"person":"x","name":"X","email":"x@example.org"}' >"$folder/corpus/form/person"
printf 'POST /p/thurrock/do/bid.draft?x=%%20y HTTP/1.1\r\nHost: localhost:8080\r\nCookie: quorate=abc\r\nContent-Length: 3\r\n\r\na=b' >"$folder/corpus/http/head"
printf 'multipart/form-data; boundary=x\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n--x--\r\n' >"$folder/corpus/http/multipart"
printf '\001title=%%C2%%A327%%2C500&lines.abg=1%%2C000&starts-day=3&starts-month=4&starts-year=2027&aims=crime&outcomes.1.text=x' >"$folder/corpus/page/form"
head -c 200 /dev/zero >"$folder/corpus/proof/zero"
passed=0 failed=0
for t in json scenario leaf note proof policy form http page; do
    if "$folder/tests/fuzz/fuzz_$t" -max_total_time="$seconds" -max_len=8192 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$folder/findings/$t-" "$folder/corpus/$t" >"$folder/fuzz_$t.log" 2>&1; then
        passed=$((passed + 1))
        printf 'fuzz_%-9s %s\n' $t "$(grep -oE 'number_of_executed_units: [0-9]+' "$folder/fuzz_$t.log" | grep -oE '[0-9]+') inputs in $seconds s"
    else
        failed=$((failed + 1))
        echo "FAILED: fuzz_$t; the input is in $folder/findings"
        tail -n 30 "$folder/fuzz_$t.log"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
