# simulate, log, verify, backup, restore.
. "$(dirname "$0")/lib.sh"
new_small
expect 0 simulate -n 6 --seed 5 --json
json '.items | length' 6
json '[.items[].group] | join(" ")' 'be ma be ma be ma'
json '.items[0].case' 1001
json '.items[2].case' sim-000001
expect 0 verify --json
json .chain_faults 0
expect 0 log
lines=$(wc -l <"$work/out")
[ "$lines" -gt 30 ] || fault "the log has only $lines lines"
jq -s -e '[.[] | .event] | length == (unique | length)' "$work/out" >/dev/null || fault "an event id stands twice"
jq -s -e '. as $a | all(range(1; length); $a[.].prev == $a[. - 1].event)' "$work/out" >/dev/null || fault "the chain is broken"
expect 0 log 1001
jq -s -e 'all(.[]; .case == "1001")' "$work/out" >/dev/null || fault "log CASE shows other cases"
expect 65 log nobody

# same seeds, same studies: everything but the clock
for i in 1 2; do
    expect 0 --study "$work/s$i.veldwerk" new --questionnaire "$here/small" --seed 9
    expect 0 --study "$work/s$i.veldwerk" simulate -n 4 --seed 2
    expect 0 --study "$work/s$i.veldwerk" log
    jq -c '[.case, .kind, .item, .row, .changes]' "$work/out" >"$work/log$i"
done
cmp -s "$work/log1" "$work/log2" || fault "two studies of the same seeds differ"

expect 0 backup "$work/copy.veldwerk"
expect 65 backup "$work/copy.veldwerk"
says "copy.veldwerk: bestaat al"
expect 0 backup "$work/copy.veldwerk" --replace
expect 65 restore "$work/copy.veldwerk"
mv "$VELDWERK_STUDY" "$work/lost"
expect 0 restore "$work/copy.veldwerk"
expect 0 verify
expect 0 log 1001

# after each finished interview, once asked for
expect 0 backup "$work/always.veldwerk" --always
full_answers >"$work/a.csv"
rm "$work/always.veldwerk"
expect 0 interview --group be --answers "$work/a.csv"
[ -s "$work/always.veldwerk" ] || fault "no backup after a finished interview"
expect 0 --study "$work/always.veldwerk" verify

# one byte changed: verify says so
cp "$VELDWERK_STUDY" "$work/damaged.veldwerk"
offset=$(grep -obaF poetsvrouw "$work/damaged.veldwerk" | head -n 1 | cut -d: -f1)
printf 'P' | dd of="$work/damaged.veldwerk" bs=1 seek="$offset" conv=notrunc 2>/dev/null
"$VELDWERK" --study "$work/damaged.veldwerk" verify >"$work/out" 2>"$work/err"
[ $? != 0 ] || fault "verify did not see a changed answer"
done_ok
