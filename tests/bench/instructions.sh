#!/bin/sh
# The same goals in instructions, counted by callgrind: they do not change when the machine is busy.
#   instructions.sh PROGRAM FOLDER
set -u
if ! command -v valgrind >/dev/null; then
    echo "instructions are not counted: there is no valgrind here"
    exit 0
fi
program=$1
counts=$2/callgrind

# count FUNCTION WORDS...: instructions within the function, divided by what the program says.
count() {
    function=$1
    shift
    n=$(valgrind --tool=callgrind --toggle-collect="$function" --callgrind-out-file="$counts" "$program" "$@" \
        2>"$counts.log") || { cat "$counts.log" >&2; exit 1; }
    awk -v n="$n" '/^(summary|totals):/ { total = $2 } END { printf "%.0f\n", total / n }' "$counts"
}
# line WHAT MEASURED AGAINST RATIO GOAL MET
line() {
    printf '%-8s %-63s %-20s %-31s %7s  %-17s %s\n' count "$@"
}
# under A B LIMIT: prints A / B, and whether that is at most LIMIT.
under() {
    awk -v a="$1" -v b="$2" -v most="$3" 'BEGIN { printf "%.2f %s\n", a / b, a / b <= most ? "met" : "MISSED" }'
}
millions() {
    awk -v n="$1" 'BEGIN { printf "%.1f M\n", n / 1e6 }'
}
# compare WHAT QUESTIONNAIRE LIMIT: loading against libyaml's events.
compare() {
    events=$(count bench_events events "$2" 1) || exit 1
    load=$(count bench_load load "$2" 1) || exit 1
    set -- "$1" "$3" $(under "$load" "$events" "$3")
    line "instructions to load and compile $1" "$(millions "$load")" "libyaml's events $(millions "$events")" "$3" "<= $2 x" "$4"
}

compare SID sid 1.6
compare "400 items" 400 1.6
compare "300 items" 300 1.6
small=$load
compare "3,000 items" 3000 2.0 # more would take longer under callgrind than the loader allows a file
set -- $(under "$load" "$small" 12)
line "ten times the items: instructions for 3,000 against 300" "$(millions "$load")" "$(millions "$small")" "$1" "<= 12 x" "$2"
for q in sid 400; do
    each=$(count interview_answer answers $q 20) || exit 1
    set -- $(under "$each" 1 3000)
    line "instructions for each answer, $q" "$each" "" "" "<= 3000" "$2"
done
