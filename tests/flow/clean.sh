# clean run, fix, missing, okay, back, undo, redo, log, replay: on simulated interviews, so with the survey's own rules.
. "$(dirname "$0")/lib.sh"
cd "$here/../.." || exit 1

study() {
    rm -f "$VELDWERK_STUDY"*
    expect 0 new --seed 1
    expect 0 simulate -n 28 --seed 5 --errors 1000
}
run_json() {
    "$VELDWERK" clean run --json >"$work/out" 2>"$work/err"
}
# What the clean layer says, apart from who decided when.
clean_state() {
    run_json
    jq -c '.items[] | [.case, .rule, .row, .values, .verdict, .okay, .reason]' "$work/out" | sort
}
study
cp "$VELDWERK_STUDY" "$work/raw"

# ---- run: findings, counts, proposals; each proposal mends the rule it stands at ----
run_json
json '.records' 28
json '[.items[] | select(.verdict == "fail" and .rule[0:2] == "c_")] | length > 2' true
json '[.items[] | select(.complex)] | length' 0
json '[.rules[] | select(.rule == "r33_weight")][0].not_evaluable' 28
json '[.rules[] | select(.kind == "route" and .failed > 0)] | length' 0
json '[.rules[].nr | select(. != "") | tonumber] | unique | length' 33
json '[.items[] | select(.proposals | length > 0)] | length > 2' true
found=$(jq -c '[.items[] | select(.verdict == "fail" and .proposals[0].set != null and (.proposals[0].set | length) == 1
    and .proposals[0].set[0].row == 0)][0]' "$work/out")
case=$(echo "$found" | jq -r .case)
rule=$(echo "$found" | jq -r .rule)
variable=$(echo "$found" | jq -r '.proposals[0].set[0].variable')
old=$(echo "$found" | jq -r '.proposals[0].set[0].old')
new=$(echo "$found" | jq -r '.proposals[0].set[0].new')
[ "$case" != null ] || fault "no finding with a proposal"
clean_state >"$work/before"
open_of() { run_json; jq -r --arg r "$1" '.rules[] | select(.rule == $r) | .open' "$work/out"; }
raw_value() {
    expect 0 show "$case" --json
    jq -r --arg v "$variable" '.items[0].cells[] | select(.id == $v and .row == 0) | .raw' "$work/out"
}

# ---- what cannot be ----
expect 64 clean shake
expect 64 clean fix "$case" "$rule" --reason x
expect 65 clean fix "$case" "$rule" --set "$variable=$new"
says "reden"
expect 65 clean fix nobody "$rule" --set "$variable=$new" --reason x
expect 65 clean fix "$case" r99_nothing --set "$variable=$new" --reason x
expect 65 clean fix "$case" "$rule" --set "nothing=1" --reason x
expect 65 clean fix "$case" "$rule" --set "age=20" --reason x
expect 65 clean fix "$case" "$rule" --set "rooms=400" --reason x
expect 65 clean undo
clean_state >"$work/after"
cmp -s "$work/before" "$work/after" || fault "a refused edit changed something"

# ---- fix: the rule is mended, the answer stays ----
open=$(open_of "$rule")
expect 0 clean fix "$case" "$rule" --set "$variable=$new" --reason "twee cijfers"
[ "$(open_of "$rule")" = $((open - 1)) ] || fault "the rule $rule still fails after the fix"
[ "$(raw_value)" = "$old" ] || fault "the raw answer is not $old any more"
expect 65 clean fix "$case" "$rule" --set "$variable=$new" --reason "nog eens"
clean_state >"$work/fixed"
expect 0 clean undo
clean_state >"$work/undone"
cmp -s "$work/before" "$work/undone" || fault "undo does not lead back"
expect 0 clean redo
clean_state >"$work/redone"
cmp -s "$work/fixed" "$work/redone" || fault "redo does not lead forth"
VELDWERK_USER=other expect 65 clean undo

# ---- okay silences a rule until a value changes ----
run_json
other=$(jq -r --arg c "$case" '[.items[] | select(.verdict == "fail" and .case != $c and .rule[0:2] == "c_" and .row == 0)][0]
    | .case + " " + .rule + " " + .variables[0]' "$work/out")
set -- $other
open=$(open_of "$2")
expect 0 clean okay "$1" "$2" --reason "nagevraagd"
[ "$(open_of "$2")" = $((open - 1)) ] || fault "okay does not silence $2"
json "[.items[] | select(.case == \"$1\" and .rule == \"$2\" and .okay)] | length" 1
json "[.items[] | select(.case == \"$1\" and .rule == \"$2\")][0].reason" nagevraagd

# ---- missing, back ----
expect 0 clean missing "$case" "$rule" "$variable" --reason "niet te achterhalen"
expect 64 clean missing "$case" "$rule" --reason x
expect 0 clean back "$1" "$2" --reason "hoeveel kamers?"
clean_state >"$work/cleaned"

# ---- the log, and back again from the raw answers ----
expect 0 clean log
cp "$work/out" "$work/log.csv"
[ "$(head -1 "$work/log.csv")" = "seq,utc,actor,step,case,variable,row,old,new,reason,rule,rules_hash,version,event,prev" ] ||
    fault "the columns of the log are others"
[ "$(cut -d, -f4 "$work/log.csv" | tr '\n' ' ')" = "step edit undo redo okay edit back " ] || fault "the steps are others"
expect 0 clean log --json
json '.items | length' 6
json '.items[0].reason' "twee cijfers"
expect 0 verify
cp "$work/raw" "$VELDWERK_STUDY"
expect 0 clean replay "$work/log.csv"
clean_state >"$work/replayed"
cmp -s "$work/cleaned" "$work/replayed" || fault "replay does not rebuild the clean state: $(diff "$work/cleaned" "$work/replayed")"
expect 0 verify

# ---- a mark that was taken back is not made by a replay; one made good again is ----
for steps in "undo" "undo redo" "undo redo undo"; do
    cp "$work/raw" "$VELDWERK_STUDY"
    expect 0 clean okay "$1" "$2" --reason "nagevraagd"
    for step in $steps; do
        expect 0 clean "$step"
    done
    clean_state >"$work/marked"
    expect 0 clean log
    cp "$work/out" "$work/marks.csv"
    cp "$work/raw" "$VELDWERK_STUDY"
    expect 0 clean replay "$work/marks.csv"
    clean_state >"$work/replayed"
    cmp -s "$work/marked" "$work/replayed" || fault "replay of okay $steps: other marks"
done

# ---- where the answers are others: a list of conflicts, and nothing is written ----
cp "$work/raw" "$VELDWERK_STUDY"
expect 0 clean fix "$case" "$rule" --set "$variable=$new" --reason "eerder al"
clean_state >"$work/before"
expect 65 clean replay "$work/log.csv"
says R105
says "log.csv:2"
clean_state >"$work/after"
cmp -s "$work/before" "$work/after" || fault "a replay with conflicts wrote something"
expect 65 clean replay "$here/small/questionnaire.yaml"
says R106
expect 65 clean replay "$work/nothing.csv"
done_ok
