# The witnesses of the proof, through the real interview: every one of a small questionnaire, and of the survey itself some who
# reach questions, who make checks fire, who are in either half of the split ballot, and who choose a single option.
# Keys wait for no disk here.
[ -w /dev/shm ] && export TMPDIR=/dev/shm
. "$(dirname "$0")/lib.sh"
root=$(cd "$here/../.." && pwd)

# What of the claims about this witness the interview does not show. `once` is claimed of questions only: those are what an
# interview's JSON can show to be asked.
cat >"$work/unshown.jq" <<'JQ'
($check[0].items | map(select(.verdict == "proved" and .witness == $witness))) as $claims
| ($check[0].items | map(select(.kind == "once") | .id) | unique) as $questions
| .items[0] as $got
| [$got.asked[], $got.open[] | .id] as $seen
| $claims | map(select(
    if .kind == "reach" then (.id as $id | ($questions | index([$id])) != null and ($seen | index([$id])) == null)
    elif .kind == "option" then (. as $c | [$got.asked[] | select(.id == $c.id) | .value | split(" ")[]] | index($c.option) == null)
    elif .kind == "check_fires" then (.id as $id | [$got.checks[] | select(.id == $id)] == [])
    else false end))
| map("\(.kind) \(.id) \(.option)") | join(", ")
JQ

# replay CASE: 0 or 1, never bad input; and shows all that is claimed.
replay() {
    "$VELDWERK" interview "$1" --answers "$work/w/$1.csv" --json >"$work/out" 2>"$work/err" </dev/null
    rc=$?
    [ "$rc" -le 1 ] || fault "exit $rc for the witness $1"
    unshown=$(jq -r --arg witness "$1.csv" --slurpfile check "$work/check.json" -f "$work/unshown.jq" "$work/out")
    [ -z "$unshown" ] || fault "the witness $1 does not show: $unshown"
    [ "$(jq '.unused | length' "$work/out")" = 0 ] || fault "the witness $1 says more than is asked"
}

# witnesses DIR [OPTIONS...]: checks it, makes a study of it and takes the sample in.
witnesses() {
    dir=$1
    shift
    expect 0 check "$dir" --json --witness "$work/w" "$@"
    cp "$work/out" "$work/check.json"
    expect 0 new --questionnaire "$dir"
    expect 0 sample "$work/w/sample.csv"
}

witnesses "$here/small"
cases=0
for file in "$work"/w/*-*.csv; do
    replay "$(basename "$file" .csv)"
    cases=$((cases + 1))
done
[ "$cases" -gt 5 ] || fault "only $cases witnesses"
# what a hard check bars stays barred: the respondent who makes it fire stops there
hard=$(jq -r '[.items[] | select(.kind == "check_fires" and .id == "c_jobs_hours")][0].witness' "$work/check.json")
expect 1 interview "${hard%.csv}" --answers "$work/w/$hard" --json
json '.checks[0].kind' hard
# nothing is written over
expect 65 check "$here/small" --witness "$work/w"
mkdir "$work/empty"
expect 0 check "$here/small" --witness "$work/empty" --group ma
[ -f "$work/empty/sample.csv" ] || fault "no sample in an empty folder"

# a question that is asked in English only
rm -rf "$work/w"
cp -r "$here/small" "$work/english"
cat >>"$work/english/modules/all.yaml" <<'YAML'
  - {id: english_only, type: code, list: yes_no, when: language == en}
YAML
sed -i 's/^items:/items:\n  english_only: {label: e, text: e}/' "$work/english/text/nl.yaml"
export VELDWERK_STUDY="$work/english.veldwerk"
witnesses "$work/english" --group be
english=$(jq -r '.items[] | select(.kind == "reach" and .id == "english_only") | .witness' "$work/check.json")
[ -n "$english" ] || fault "no witness who speaks English"
replay "${english%.csv}"

# the survey
rm -rf "$work/w"
export VELDWERK_STUDY="$work/sid.veldwerk"
witnesses "$root/questionnaire/sid" --group ma
chosen=$(jq -r '[.items[] | select(.kind == "check_fires") | .witness] + [.items[] | select(.kind == "reach") | .witness]
    | unique | .[] | rtrimstr(".csv")' "$work/check.json" | awk 'NR % 3 == 1')
halves=$(jq -r '.items[] | select(.kind == "reach" and (.id | startswith("faith_"))) | .witness | rtrimstr(".csv")' \
    "$work/check.json" | sort -u)
single=$(jq -r '.items[] | select(.kind == "option" and .option == "SN" and (.witness | endswith("-SN.csv"))) | .witness | rtrimstr(".csv")' \
    "$work/check.json" | head -n 3)
[ -n "$single" ] || fault "no witness of a single option"
for case in $chosen $halves $single; do
    replay "$case"
done
expect 0 verify

# what chance drew is told by the file, once
printf 'question,value\nfaith_law_form,3\n' >"$work/draw.csv"
expect 65 interview --group ma --answers "$work/draw.csv"
says "draw.csv:2"
printf 'question,value\nfaith_law_form,2\n' >"$work/draw.csv"
expect 1 interview --group ma --answers "$work/draw.csv" --json
json '.unused | length' 0
drawn=$(jq -r .case "$work/out")
expect 1 interview "$drawn" --answers "$work/draw.csv" --replay --json
json '.unused[0].question' faith_law_form
done_ok
