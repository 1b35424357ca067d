#!/bin/sh
# How well the rules find planted errors: N simulated interviews with errors and their clean twin.
#   VELDWERK=... BENCH_DIR=... sh tests/bench/clean.sh [N]
# An error is found when an open finding of its case involves its variable (straightlining and copies: when a rule about the
# interview fires), and named when its variable stands in the first proposal. A false alarm is a finding that an
# error is not behind, in the clean twin; those that the interviewer confirmed at the door are told apart.
set -eu
n=${1:-700}
work=$(mktemp -d "${BENCH_DIR:-/tmp}/clean-XXXXXX")
trap 'rm -rf "$work"' EXIT
for which in erring twin; do
    export VELDWERK_STUDY="$work/$which.veldwerk"
    errors=100
    [ $which = erring ] || errors=0
    "$VELDWERK" new --seed 1 >/dev/null
    "$VELDWERK" simulate -n "$n" --seed 5 --errors $errors --truth "$work/$which.csv" >/dev/null
    "$VELDWERK" clean run --json >"$work/$which.json" || [ $? = 1 ]
    jq -r '.items[] | select(.verdict == "fail") | . as $f
           | [.case, .rule, (.confirmed | tostring), (.variables | join(" ")),
              ([.proposals[0].set[]?.variable] | join(" ")), (.proposals | length | tostring)] | join("\t")' \
        "$work/$which.json" >"$work/$which.tsv"
done
jq -r '"\(.rules | length) rules on \(.records) records: \(.ms_judge) ms, \(.ms_judge / .records * 1000 | round) us a record (answers and routes read in \(.ms_read) ms)"' \
    "$work/erring.json"
jq '[.rules[] | .passed + .failed] | add' "$work/twin.json" >"$work/judged"
awk -F'\t' -v n="$n" -v judged="$(cat "$work/judged")" '
function holds(list, word,   i, k, parts) { k = split(list, parts, " "); for (i = 1; i <= k; i++) if (parts[i] == word) return 1; return 0 }
FILENAME == ARGV[1] { # findings
    f = ++found[$1]; rule[$1, f] = $2; vars[$1, f] = $4; first[$1, f] = $5; proposals[$1, f] = $6; next
}
FILENAME == ARGV[2] { # the truth, comma separated: case,question,row,true,planted,kind
    if (split($0, t, ",") < 6 || t[1] == "case") next
    kind = t[6]; for (i = 7; i in t; i++) kind = t[i]
    if (kind == "consequence" || kind !~ /^[a-z_]+$/) next
    if ((kind == "straightlining" || kind == "copied") && seen[t[1], kind]++) next
    planted[kind]++
    hit = right = offered = 0
    for (f = 1; f <= found[t[1]]; f++) {
        if (kind == "straightlining") hit = hit || rule[t[1], f] ~ /^r23_/
        else if (kind == "copied") hit = hit || rule[t[1], f] ~ /^(r29_|unique:)/
        else if (holds(vars[t[1], f], t[2])) {
            hit = 1
            if (proposals[t[1], f] > 0) { offered = 1; right = right || holds(first[t[1], f], t[2]) }
        }
    }
    hits[kind] += hit; with[kind] += offered; named[kind] += right
    next
}
{ # the twin
    if ($3 == "true") { confirmed++; next }
    alarms++; if (!($1 in alarmed)) { alarmed[$1] = 1; records++ }
    by[$2]++
}
END {
    printf "%-18s %8s %8s %7s %8s %7s\n", "planted", "errors", "found", "", "proposed", "named first"
    for (kind in planted) { line(kind, planted[kind], hits[kind], with[kind], named[kind])
        all += planted[kind]; h += hits[kind]; w += with[kind]; r += named[kind] }
    line("all", all, h, w, r)
    printf "clean twin: %d findings not confirmed at the door in %d of %d records; %.3f %% of %d judgements (and %d confirmed)\n",
        alarms, records, n, 100 * alarms / judged, judged, confirmed
    for (one in by) if (by[one] > n / 200) printf "  %-26s %d\n", one, by[one]
}
function line(name, p, h, w, r) {
    printf "%-18s %8d %8d %5.0f %% %8d %5.0f %%\n", name, p, h, p ? 100 * h / p : 0, w, w ? 100 * r / w : 0
}' "$work/erring.tsv" "$work/erring.csv" "$work/twin.tsv"
