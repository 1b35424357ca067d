#!/bin/sh
# One table of all measuring programs, in the order given; under it, how busy the machine was meanwhile.
# $BENCH_COUNT is the program whose instructions are counted.
printf '%-8s %-63s %-20s %-31s %7s  %-17s %s\n' program what measured against ratio goal ''
for program in "$@"; do
    TZ=UTC LC_ALL=C.UTF-8 "$program" || exit 1
done
[ -z "${BENCH_COUNT:-}" ] || sh tests/bench/instructions.sh "$BENCH_COUNT" "$BENCH_DIR" || exit 1
read -r one five rest </proc/loadavg
echo "$(nproc) processors; processes that wanted one: $one in the last minute, $five in the last five"
