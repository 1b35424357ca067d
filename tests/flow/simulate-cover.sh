# simulate --cover: few respondents reach every question, option and check, and their scripts play again.
. "$(dirname "$0")/lib.sh"
new_small
expect 0 simulate --cover "$work/cover" --json
json '[.items[].group] | join(" ")' 'be ma'
json '[.items[] | select(.reached != .goals)] | length' 0
json '[.items[].respondents] | max < 20' true
sh "$work/cover/replay.sh" "$here/small" >"$work/replayed" 2>&1 || fault "the scripts do not play again: $(cat "$work/replayed")"
# a script that says something else is found
sed -i '2s/^\(.*\),\(completed\|stopped\),/\1,incomplete,/' "$work/cover/expected.csv"
sh "$work/cover/replay.sh" "$here/small" >"$work/replayed" 2>&1 && fault "a wrong expectation was not noticed"
expect 65 simulate --cover "$work/cover"
says "bestaat al"
# the survey, one group: what chance does not reach, the prover's witnesses do
VELDWERK_STUDY="$work/sid.veldwerk"
expect 0 new --seed 1
expect 0 simulate --cover "$work/sid" --group ma --json
json '.items[0] | .goals > 1500 and .goals == .reached and .respondents < 100' true
grep -q ',stopped,.*c_child_older' "$work/sid/expected.csv" || fault "no hard check in the scripts"
# every commit waits for the disk: the first few, and those that end at a stop or a hard check
awk -F, 'NR <= 6 || $3 == "stopped"' "$work/sid/expected.csv" | head -n 16 >"$work/some" && mv "$work/some" "$work/sid/expected.csv"
sh "$work/sid/replay.sh" "$here/../../questionnaire/sid" >"$work/replayed" 2>&1 || fault "the survey's scripts do not play again: $(head -3 "$work/replayed")"
done_ok
