#!/bin/sh
# Runs test programs and scripts, two at a time, each with its own log; shows the log of what failed, and closes
# with one line that counts. A program tells how many tests it ran by cmocka's own line.
#   tests/run.sh LOGDIR SECONDS NAME...
set -u
logs=$1
seconds=$2
shift 2
mkdir -p "$logs"
rm -f "$logs"/*.log "$logs"/*.rc

TZ=UTC LC_ALL=C.UTF-8 LINES=24 COLUMNS=80
unset VELDWERK_STUDY VELDWERK_USER VELDWERK_UI NO_COLOR XDG_DATA_HOME 2>/dev/null
VELDWERK_TEST_DIR=$(pwd)/tests
UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export TZ LC_ALL LINES COLUMNS VELDWERK_TEST_DIR UBSAN_OPTIONS

one='
    name=$(echo "$3" | tr "/" "_")
    start=$(date +%s)
    case $3 in *.sh) set -- "$1" "$2" "$3" sh "$3" ;; *) set -- "$1" "$2" "$3" "$3" ;; esac
    log=$1; limit=$2; shown=$3; shift 3
    timeout -k 5 "$limit" "$@" >"$log/$name.log" 2>&1 </dev/null
    rc=$?
    echo $rc >"$log/$name.rc"
    if [ $rc = 0 ]; then echo "  ok      $shown  ($(( $(date +%s) - start )) s)"
    else echo "  FAILED  $shown  (exit $rc)"; fi
'
printf '%s\n' "$@" | xargs -P 2 -I{} sh -c "$one" sh "$logs" "$seconds" {}

passed=0
failed=0
for rc in "$logs"/*.rc; do
    if [ "$(cat "$rc")" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "---- $(basename "$rc" .rc): the end of its log"
        tail -n 40 "${rc%.rc}.log"
    fi
done
tests=$(cat "$logs"/*.log | sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' | awk '{ n += $1 } END { print n + 0 }')
echo "$tests tests in $((passed + failed)) programs and scripts"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
