#!/bin/sh
# Crash tests for as long as asked, and one table of them all.
#   tests/journeys/torture.sh BUILD SECONDS
# Four tenths of the time for power cuts (images of what a disk may hold), one for kills of the store alone, five for
# kills of the program: half of them driven by its screens, half by answers files.
set -u
build=$1
seconds=$2
logs=$build/log-torture
rm -rf "$logs"
mkdir -p "$logs"
failed=0

# repeat TENTHS NAME COMMAND...: with a seed behind it, until its part of the time is over.
repeat() {
    end=$(($(date +%s) + seconds * $1 / 10))
    name=$2
    shift 2
    seed=1
    while [ $seed = 1 ] || [ "$(date +%s)" -lt $end ]; do
        if ! "$@" $seed >>"$logs/$name.out" 2>>"$logs/$name.err"; then
            echo "$* $seed: FAILED" | tee -a "$logs/$name.err"
            failed=1
        fi
        seed=$((seed + 1))
    done
}

echo "power cuts, kills of the store, kills of the program: about $seconds s"
repeat 4 powerloss "$build/tests/crash/powerloss" 2000
repeat 1 kill "$build/tests/crash/kill" 200
"$build/tests/journeys/kills" --answers 10 --screens 10 --seconds $((seconds / 2)) --table "$logs/kills.rows" \
    >"$logs/kills.out" 2>"$logs/kills.err" || failed=1

line='%-36s %9s %9s %12s %6s %6s %8s %10s\n'
# shellcheck disable=SC2059
printf "$line" "" tried "inside %" acknowledged lost torn damaged misplaced
awk '
function row(name, tried, inside, acknowledged, lost, torn, damaged, misplaced) {
    printf "%-36s %9d %9s %12s %6d %6d %8d %10s\n", name, tried, inside, acknowledged, lost, torn, damaged, misplaced
}
/must lose/       { u[1] += $(NF - 3); u[2] += $(NF - 2); u[3] += $(NF - 1); u[4] += $NF }
/the store.s/     { s[1] += $(NF - 3); s[2] += $(NF - 2); s[3] += $(NF - 1); s[4] += $NF }
/^evenly/         { k[1] += $(NF - 4); k[2] += $(NF - 4) * $(NF - 3); k[3] += $(NF - 2); k[4] += $(NF - 1); k[5] += $NF }
FILENAME ~ /rows/ { name = "SIGKILL, program by " ($1 == "screens" ? "screens" : "answers file")
                    row(name, $(NF - 8), $(NF - 6), $(NF - 4), $(NF - 3), 0, $(NF - 2), $(NF - 1)) }
END {
    row("SIGKILL, store alone", k[1], k[1] ? int(k[2] / k[1]) : 0, "-", k[3], k[4], k[5], "-")
    row("power cut, as the store writes", s[1], "-", "-", s[2], s[3], s[4], "-")
    row("power cut, SQLite as it comes (*)", u[1], "-", "-", u[2], u[3], u[4], "-")
}' "$logs"/*.out "$logs/kills.rows"
echo "(*) must lose: otherwise the images would prove nothing"
if [ $failed != 0 ]; then
    tail -n 40 "$logs"/*.err
    echo "torture: FAILED, see $logs"
    exit 1
fi
