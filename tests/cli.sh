#!/usr/bin/env bash
# The command line as a newcomer meets it: exit statuses, and errors that name file, line, field and what was expected.
set -u
program=$(realpath "$1")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0
expect() { # name, exit status, pattern in what is printed, command...
    local name=$1 want=$2 pattern=$3 status=0
    shift 3
    "$@" >"$dir/out" 2>&1 || status=$?
    if [ "$status" -eq "$want" ] && grep -qE -- "$pattern" "$dir/out"; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "FAILED: $name: exit $status (wanted $want), printed:"
        head -5 "$dir/out"
    fi
}
line() { printf '%s\n' "$@" >"$dir/s.jsonl"; }
setup='{"at":"2010-01-01T00:00:00Z","as":"system","do":"partnership.set_up","partnership":"p","name":"P","aims":[],"agencies":[],"expect":"accepted"}'

expect "no subcommand explains itself" 2 "scenario" "$program"
expect "help" 0 "who may decide what" "$program" --help
expect "help of a subcommand" 0 "JSON Lines" "$program" scenario --help
expect "a file that is not there" 2 "nowhere.jsonl: cannot be read" "$program" scenario "$dir/nowhere.jsonl"
line "$setup" '{"as":"system"'; expect "a line that is no JSON: file and line" 2 "s.jsonl:2: the line is no JSON" "$program" scenario "$dir/s.jsonl"
line "$setup" '{"as":"system","x":1}'; expect "a line that is no step" 2 's.jsonl:2: do: expected either' "$program" scenario "$dir/s.jsonl"
line "$setup" '{"at":"2009-01-01T00:00:00Z","as":"system","do":"aim.add"}'; expect "the clock never goes back, and nothing runs" 2 's.jsonl:2: at: is before the clock' "$program" scenario "$dir/s.jsonl"
line "$setup" '{"at":"soon","as":"system","do":"aim.add"}'; expect "at is no instant" 2 's.jsonl:2: at: expected an instant' "$program" scenario "$dir/s.jsonl"
line "$setup" '{"as":"system","do":"aim.add","do":"aim.add"}'; expect "a key twice" 2 's.jsonl:2: .*twice' "$program" scenario "$dir/s.jsonl"
line "$setup" '{"as":"system","do":"aim.add","expect":"maybe"}'; expect "an expectation that is none" 2 's.jsonl:2: expect' "$program" scenario "$dir/s.jsonl"
line "$setup" '{"as":"system","do":"aim.add","aim":"a","title":"A","expect":{"refused":["taken"]}}'; expect "a failed expectation tells what came instead" 1 's.jsonl:2: step 2: expected .*taken.*came .*accepted' "$program" scenario "$dir/s.jsonl"
line "$setup" '{"as":"system","do":"aim.add","aim":"a","title":"A","expect":"refused"}' '{"as":"system","do":"aim.add","aim":"b","title":"B","expect":"accepted"}'
expect "a failed expectation does not stop the run" 1 '"step":3,"do":"aim.add","result":"accepted"' "$program" scenario "$dir/s.jsonl"
printf '%s\n' '{"use":"more.jsonl"}' >"$dir/uses.jsonl"
printf '%s\n' "$setup" '{"as":"system","do":"aim.add","aim":"a","title":"A","expect":{"refused":["taken"]}}' >"$dir/more.jsonl"
expect "the lines of a file that is used are steps; a failed expectation names it" 1 'more.jsonl:2: step 2: expected' "$program" scenario "$dir/uses.jsonl"
line '{"use":"nothing.jsonl"}'; expect "a file to use that is not there" 2 's.jsonl:1: use: .*nothing.jsonl: cannot be read' "$program" scenario "$dir/s.jsonl"
line '{"use":"s.jsonl"}'; expect "a file that uses itself" 2 's.jsonl:1: use: s.jsonl uses itself' "$program" scenario "$dir/s.jsonl"
line '{"use":"more.jsonl","as":"system"}'; expect "use stands alone" 2 's.jsonl:1: use: expected the name' "$program" scenario "$dir/s.jsonl"
line '{"use":"more.jsonl"}'; expect "an import uses nothing" 2 's.jsonl:1: use: is not for an import' "$program" import "$dir/s.jsonl" --database "sqlite://$dir/use.db"
line "$setup" '{"show":"money","expect":{"streams":{"exactly":[]},"nothing":{"absent":true}}}'; expect "exact lists and absent fields" 0 '"show":"money"' "$program" scenario "$dir/s.jsonl"
line "$setup" '{"show":"money","expect":{"streams":{"absent":true}}}'; expect "a field that should be absent" 1 'streams is in the view' "$program" scenario "$dir/s.jsonl"
line '# a comment' '' "$setup"; expect "comments and blank lines" 0 '"step":1,"do":"partnership.set_up","result":"accepted","events":\["partnership.set_up"' "$program" scenario "$dir/s.jsonl"
printf '%s\r\n' "$setup" >"$dir/s.jsonl"; expect "line ends of another system" 0 accepted "$program" scenario "$dir/s.jsonl"
line "$setup"
expect "a database that cannot be named" 2 "sqlite://FILE or postgresql" "$program" scenario "$dir/s.jsonl" --database mysql://x
expect "a folder that is not there" 2 "does its folder exist" "$program" scenario "$dir/s.jsonl" --database "sqlite://$dir/no/x.db"
expect "into a database" 0 accepted "$program" scenario "$dir/s.jsonl" --database "sqlite://$dir/a.db"
line '{"at":"2009-01-01T00:00:00Z","as":"system","do":"aim.add","aim":"z","title":"Z"}'
expect "before the log's last instant" 2 "s.jsonl:1: at: is before the last instant of the log" "$program" scenario "$dir/s.jsonl" --database "sqlite://$dir/a.db"
expect "rebuild --check of a sound database" 0 "as the log has it" "$program" rebuild --check --database "sqlite://$dir/a.db"
expect "rebuild" 0 "as the log has it" "$program" rebuild --database "sqlite://$dir/a.db"
expect "rebuild --check of an empty database" 0 "nothing to compare" "$program" rebuild --check --database "sqlite://$dir/empty.db"
expect "export of a partnership that is not there" 2 'no partnership "q"' "$program" export "$dir/e" --partnership q --database "sqlite://$dir/a.db"
expect "export" 0 "is written" "$program" export "$dir/export" --partnership p --database "sqlite://$dir/a.db"
expect "export does not write over anything" 2 "is not empty" "$program" export "$dir/export" --partnership p --database "sqlite://$dir/a.db"
expect "verify" 0 "^SOUND" "$program" verify "$dir/export"
expect "verify says that a scenario made it" 0 "made from a scenario" "$program" verify "$dir/export"
expect "verify with the pinned key" 0 "^SOUND" "$program" verify "$dir/export" --key "$(cat "$dir/export/key")"
expect "verify with another key" 1 "UNSOUND" "$program" verify "$dir/export" --key "a+00000000+AAAA"
expect "verify of nothing" 2 "CANNOT TELL" "$program" verify "$dir/nowhere"
sed -i 's/"partnership":"p"/"partnership":"q"/' "$dir/export/leaves.jsonl"
expect "verify of a changed leaf" 1 "UNSOUND: checkpoints" "$program" verify "$dir/export"
printf '%064d\n' 7 >"$dir/seed"
expect "a signing key of one's own" 0 "lies in" "$program" export "$dir/own" --partnership p --database "sqlite://$dir/a.db" --key "$dir/seed"
expect "a key file that is none" 2 "64 hexadecimal" "$program" export "$dir/own2" --partnership p --database "sqlite://$dir/a.db" --key "$dir/s.jsonl"
for format in mermaid markdown json; do expect "process bid as $format" 0 "bid.sign_off" "$program" process bid --format $format; done
expect "a process that is not there" 2 "There are: bid" "$program" process song
line '{"do":"person.add","person":"x1","name":"X","email":"x@example.org"}' '{"do":"role.grant","person":"x1","role":"auditor"}' '{"do":"person.add","person":"x1","name":"X","email":"x1-again@example.org"}'
expect "import tells which line was refused" 1 's.jsonl:3: step 3: .*taken' "$program" import "$dir/s.jsonl" --database "sqlite://$dir/a.db"
expect "import again resumes: nothing twice" 1 'step":1,"do":"person.add","result":"accepted"' "$program" import "$dir/s.jsonl" --database "sqlite://$dir/a.db"
line '{"as":"system","do":"person.add","person":"x2","name":"X","email":"x2@example.org"}'
expect "import takes no as" 2 's.jsonl:1: as: is not for an import' "$program" import "$dir/s.jsonl" --database "sqlite://$dir/a.db"
line '{"do":"person.add","person":"x2","name":"X","email":"x2@example.org"}'
expect "import by someone who may not" 1 'AC-administrator' "$program" import "$dir/s.jsonl" --database "sqlite://$dir/a.db" --as x1
line "$setup"
expect "the story" 0 "The log was exported and verified" "$program" scenario "$dir/s.jsonl" --tell
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
