# The survey's own profile: the simulated study looks like the survey, errors are told one by one, and without them
# the same persons say the same.
. "$(dirname "$0")/lib.sh"

# study NAME OPTIONS...: a fresh study of seven hundred respondents or as many as -n says
study() {
    VELDWERK_STUDY="$work/$1.veldwerk"
    shift
    expect 0 new --seed 1
    expect 0 simulate --seed 5 --json "$@"
}

# ---- as published: every figure within what chance allows (3.5 standard errors) ----
study look -n 700 --errors 0
cp "$work/out" "$work/report.json"
json '[.items[] | select(.outcome == "incomplete")] | length' 0
json '[.items[].group] | unique | join(" ")' 'af be cd ma pl ro tr'
json '.figures | length >= 40' true
json '[.figures[] | select(.n < 15)] | length' 0
json '[.figures[] | . as $f
       | ([.published_low, .published_high] | map((. - 50) * (. - 50)) | min) as $far
       | (((2500 - $far) / $f.n) | if . < 1 then 1 else . end | sqrt * 3.5) as $limit
       | select((.difference | fabs) > $limit + 0.5) | .group + " " + .id] | join(", ")' ''
expect 0 verify --json
json '.chain_faults + .cache_faults' 0

# ---- persons fit together: soft checks fire rarely ----
expect 0 log --json
confirms=$(grep -c '"kind":"confirm"' "$work/out")
[ "$confirms" -lt 100 ] || fault "$confirms soft checks fired for 700 persons without errors"
jq -r 'select(.kind == "answer") | .changes[] | select(.item == "job_title" and .state == "answered") | .value' \
    "$work/out" >"$work/jobs"
distinct=$(sort -u "$work/jobs" | wc -l)
[ "$distinct" -gt 150 ] || fault "only $distinct distinct job titles"
often=$(sort "$work/jobs" | uniq -c | sort -rn | awk 'NR == 1 {print $1}')
[ "$often" -ge 4 ] || fault "the most frequent job title comes $often times"

# ---- two fresh studies of one seed ----
for twin in a b; do
    study "$twin" -n 21 --errors 200
    expect 0 log --json
    cp "$work/out" "$work/log-$twin"
done
cmp -s "$work/log-a" "$work/log-b" || fault "two studies of one seed have different logs"

# ---- the clean twin: what differs is what the truth file tells, no more, no less ----
asked() {
    expect 0 log --json
    jq -r 'select(.kind == "answer") | .changes[].item' "$work/out" | sort -u >"$work/asked"
}
cells() {
    asked
    for n in $(seq 1 28); do
        expect 0 show "$(printf 'sim-%06d' "$n")" --json
        jq -r --rawfile asked "$work/asked" '($asked | split("\n")) as $asked | .case as $case | .cells[]
               | select(.state == "answered" or .state == "dont_know" or .state == "refused")
               | select(.id | IN($asked[]))
               | [$case, .id, (if .row == 0 then "" else .row end), .value] | @csv' "$work/out"
    done | sort
}
study erring -n 28 --errors 1000 --truth "$work/truth.csv"
cells >"$work/erring"
study clean -n 28 --errors 0 --truth "$work/clean-truth.csv"
cells >"$work/clean"
[ "$(cat "$work/clean-truth.csv")" = "case,question,row,true,planted,kind" ] || fault "errors without errors"
lines=$(wc -l <"$work/truth.csv")
[ "$lines" -gt 40 ] || fault "the truth file has $lines lines only"
comm -3 "$work/clean" "$work/erring" | sed 's/^\t//' | awk -F, '{gsub(/"/, ""); print $1 "," $2 "," $3}' | sort -u >"$work/differ"
awk -F, 'NR > 1 {print $1 "," $2 "," $3}' "$work/truth.csv" | sort -u >"$work/told"
cmp -s "$work/differ" "$work/told" ||
    fault "what differs is not what was told: $(diff "$work/differ" "$work/told" | head -5 | tr '\n' ' ')"
for kind in next_code straightlining contradiction consequence; do
    grep -q ",$kind\$" "$work/truth.csv" || fault "no error of kind $kind"
done

# ---- who does not want it ----
study flat -n 7 --profile uniform
json '.figures | length' 0
done_ok
