#!/usr/bin/env bash
# Runs the suites and ends with one line that sums them: tests/run.sh fast | all | recording | webinar | first-light
set -uo pipefail
cd "$(dirname "$0")/.."
mode=${1:-fast}
configuration=${CONFIGURATION:-Release}
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
passed=0 failed=0 began=0

heading() {
    printf '\n== %s\n' "$1"
    began=$SECONDS
}

count() { # name passed failed
    printf '   %s: %s passed, %s failed, %s s\n' "$1" "$2" "$3" $((SECONDS - began))
    passed=$((passed + $2)) failed=$((failed + $3))
}

# A step that has no tests of its own counts as one failure when it breaks and as nothing when it works.
step() { # name command…
    local name=$1; shift
    heading "$name"
    "$@" || count "$name" 0 1
}

trx_counter() { grep -oE "<Counters [^>]*" "$1" | grep -oE " $2=\"[0-9]+\"" | grep -oE '[0-9]+'; }

dotnet_suite() { # project [filter]
    local name=$1 filter=${2:-} trx="$results/$1.$BASHPID.trx"
    heading "$name"
    dotnet test "tests/$name/$name.csproj" -c "$configuration" --no-build --nologo -v quiet \
        ${filter:+--filter "$filter"} --logger "trx;LogFileName=$trx" --logger "console;verbosity=${VERBOSITY:-minimal}" \
        --blame-hang-timeout "${HANG_TIMEOUT:-10m}" --results-directory "$results"
    local code=$?
    if [[ -s $trx ]]; then
        local ran_passed ran_failed
        ran_passed=$(trx_counter "$trx" passed) ran_failed=$(trx_counter "$trx" failed)
        (( code == 0 || ran_failed > 0 )) || ran_failed=1
        count "$name" "$ran_passed" "$ran_failed"
    elif (( code == 0 )); then
        count "$name" 0 0
    else
        count "$name" 0 1
    fi
}

web_suite() {
    heading "web"
    local report="$results/web.json"
    (cd web && npx vitest run --reporter=default --reporter=json --outputFile.json="$report")
    local code=$?
    if [[ -s $report ]]; then
        count "web" "$(node -p "require('$report').numPassedTests")" "$(node -p "const r = require('$report'); Math.max(r.numFailedTests, r.success ? 0 : 1)")"
    else
        count "web" 0 $(( code == 0 ? 0 : 1 ))
    fi
}

recording_suite() { # filter
    export RECORDING_CASES_TABLE="$results/recording-cases.txt"
    dotnet_suite Broadcast.Recorder.Tests "$1"
    [[ ! -s $RECORDING_CASES_TABLE ]] || cat "$RECORDING_CASES_TABLE"
}

# What the worst guest may do, tried on a running server; the table says how each attack went.
attack_suite() {
    heading "attack"
    dotnet "tests/Broadcast.Bench/bin/$configuration/net10.0/Broadcast.Bench.dll" attack short
    local code=$?
    count "attack" $(( code == 0 ? 1 : 0 )) $(( code == 0 ? 0 : 1 ))
}

clients_suite() {
    step "clients that no one here wrote" make tests/Broadcast.EndToEnd.Tests/Clients/node_modules
    VERBOSITY=normal dotnet_suite Broadcast.EndToEnd.Tests "Suite=Clients"
}

# What failed once more, next to the sum: what is printed between may be long.
failures() {
    local reports=("$results"/*.trx "$results"/web.json)
    node tests/failures.mjs "${reports[@]}"
}

finish() {
    (( failed == 0 )) || failures
    printf '\n%s passed, %s failed\n' "$passed" "$failed"
    (( failed == 0 && passed > 0 ))
    exit
}

if [[ $mode == recording ]]; then
    recording_suite "Suite=Recording"
    finish
fi

if [[ $mode == first-light ]]; then
    export FIRST_LIGHT_FIGURES="$results/first-light.txt"
    dotnet_suite Broadcast.EndToEnd.Tests "Suite=Bench"
    [[ ! -s $FIRST_LIGHT_FIGURES ]] || cat "$FIRST_LIGHT_FIGURES"
    (( failed == 0 ))
    exit
fi

if [[ $mode == webinar ]]; then
    HANG_TIMEOUT=60m VERBOSITY=normal dotnet_suite Broadcast.EndToEnd.Tests "Suite=Webinar"
    finish
fi

# One compiler for all projects, which ends with the build: begun anew for each it takes a minute more.
build() {
    local code=0
    dotnet build Broadcast.sln -c "$configuration" -v quiet --nologo -nodeReuse:false -p:UseSharedCompilation=true -clp:"ErrorsOnly;NoSummary" || code=$?
    dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1 || true
    return $code
}

step "build, warnings as errors" build
step "web build" make web/dist
step "web lint" npm --prefix web run --silent lint

fast='Category!=Fuzz&Category!=Integration&Category!=Servers'
dotnet_suites() { # names…
    local suite
    for suite in "$@"; do
        if [[ $mode == fast ]]; then
            dotnet_suite "Broadcast.$suite.Tests" "$fast"
        elif [[ $suite == Recorder ]]; then
            recording_suite ""
        else
            dotnet_suite "Broadcast.$suite.Tests"
        fi
    done
}

# Suites that mostly wait, and the pages', run beside those that mostly work; what they say comes when they have ended.
aside() {
    ( passed=0 failed=0; dotnet_suites Jobs Api; web_suite; [[ $mode == fast ]] || clients_suite; echo "$passed $failed" >"$results/aside" ) >"$results/aside.log" 2>&1
}

await_aside() {
    local ran_passed=0 ran_failed=1
    wait "$1"
    cat "$results/aside.log"
    [[ ! -s $results/aside ]] || read -r ran_passed ran_failed <"$results/aside"
    passed=$((passed + ran_passed)) failed=$((failed + ran_failed))
}

aside &
waiting=$!
dotnet_suites Architecture Sfu Recorder
await_aside $waiting
if [[ $mode == all ]]; then
    attack_suite
    VERBOSITY=normal dotnet_suite Broadcast.EndToEnd.Tests "Suite!=Webinar&Suite!=Bench&Suite!=Clients"
fi
finish
