# Interviews from an answers file: the JSON of the contract, soft and hard checks, bad values, replay.
. "$(dirname "$0")/lib.sh"
new_small
full_answers >"$work/a.csv"
expect 0 interview 1001 --answers "$work/a.csv" --json
json .case 1001
json .outcome completed
json '.asked | length' 14
json '.asked[] | select(.id=="hours") | .value' 38.5
json '.asked[] | select(.id=="trust_police") | .state' dont_know
json '.asked[] | select(.id=="search_other") | .value' 'via de kerk'
json '.asked[] | select(.id=="child_birth" and .row==2) | .value' 2013
json '.asked | all(.event | length == 64)' true
json '.open | length' 0
json '.unused | length' 0
json '.questionnaire_hash | length' 64
expect 0 verify
expect 0 show 1001 --json
json '.cells[] | select(.id=="work") | .state' answered
json '.cells[] | select(.id=="origin_only") | .state' not_applicable
json '[.trail[] | select(.item=="hours")][0].new' 38.5
json '[.trail[] | select(.item=="hours")][0].who' tester

# file order is free, what is not asked is listed, what is missing leaves it incomplete
{ echo "question,row,value"; full_answers | tail -n +2 | cut -d, -f1-3 | tac; } >"$work/b.csv"
expect 1 interview 1002 --answers "$work/b.csv" --json
json .outcome incomplete
json '.open[0].id' origin_only
printf 'question,value\norigin_only,2\n' >"$work/c.csv"
expect 0 interview 1002 --answers "$work/c.csv" --json
json .outcome completed

# a soft check without a reason stops, with a reason goes on
sed 's/^hours,,38.5/hours,,70/' "$work/a.csv" >"$work/d.csv"
expect 1 interview --group be --answers "$work/d.csv" --json
json .outcome stopped
json '.checks[0].id' c_hours_many
json '.checks[0].kind' soft
sed 's/^hours,,38.5/hours,,70,twee voltijdse jobs/' "$work/a.csv" >"$work/e.csv"
expect 0 interview --group be --answers "$work/e.csv" --json
json .outcome completed
json '.checks[0].reason' 'twee voltijdse jobs'
# a hard check cannot be confirmed
sed 's/^hours,,38.5/hours,,8/; s/^jobs,,1/jobs,,6,toch/' "$work/a.csv" >"$work/f.csv"
expect 1 interview --group be --answers "$work/f.csv" --json
json '.checks[0].kind' hard

# values that cannot be
sed 's/^hours,,38.5/hours,,38.3/' "$work/a.csv" >"$work/g.csv"
expect 65 interview --group be --answers "$work/g.csv" --json
says "g.csv:4"
sed 's/^consent,,1/consent,,?/' "$work/a.csv" >"$work/g.csv"
expect 65 interview --group be --answers "$work/g.csv"
printf 'question,value\nnonsense,1\n' >"$work/g.csv"
expect 65 interview --group be --answers "$work/g.csv"
says "nonsense"
printf 'question,value,colour\n' >"$work/g.csv"
expect 65 interview --group be --answers "$work/g.csv"
printf 'question,value\nconsent,1\nconsent,2\n' >"$work/g.csv"
expect 65 interview --group be --answers "$work/g.csv"
expect 65 interview 9999 --answers "$work/a.csv"
expect 64 interview --group xx --answers "$work/a.csv"

# stop
printf 'question,value\nconsent,2\n' >"$work/h.csv"
expect 1 interview --group be --answers "$work/h.csv" --json
json .outcome stopped

# replay: the file's order, a repeated key is a later change; what fell off the route is parked
printf 'question,row,value\nconsent,,1\nwork,,1\nhours,,38\njobs,,1\nwork,,2\n' >"$work/r.csv"
expect 1 interview --group be --answers "$work/r.csv" --replay --json
json '[.parked[].id] | join(" ")' 'hours jobs'
json '.parked[0].value' 38
# literal question marks
sed 's/^job_title,,.*/job_title,,\\?/' "$work/a.csv" >"$work/q.csv"
expect 0 interview --group be --answers "$work/q.csv" --json
json '.asked[] | select(.id=="job_title") | .state + " " + .value' 'answered \?'

# without --json every act is printed once it is on disk
expect 0 interview --group be --answers "$work/a.csv"
prints " answer hours 0 38.5"
expect 0 verify

# an answer whose option leaves the route parks, and its question waits again
cp -r "$here/small" "$work/options"
cat >>"$work/options/modules/all.yaml" <<'YAML'
  - id: route
    nr: A12
    type: code
    list: ways
    options: {when: {2: work == yes}, unknown: skip}
  - id: last
    type: note
YAML
cat >"$work/words" <<'YAML'
  route: {label: weg, text: Welke weg?}
  last: {text: Dank u.}
YAML
sed -i "/^  origin_only:/r $work/words" "$work/options/text/nl.yaml"
export VELDWERK_STUDY="$work/options.veldwerk"
expect 0 new --questionnaire "$work/options"
{ cat "$work/a.csv"; echo "route,,2"; } >"$work/o.csv"
expect 0 interview --group be --answers "$work/o.csv" --json
json .outcome completed
{ head -n 1 "$work/o.csv"; tail -n +2 "$work/o.csv"; echo "work,,2"; } >"$work/o2.csv"
expect 1 interview --group be --answers "$work/o2.csv" --replay --json
json '.parked[] | select(.id=="route") | .value' 2
printf 'question,value\nroute,1\n' >"$work/o3.csv"
expect 0 interview new-000002 --answers "$work/o3.csv" --json
json '.asked[] | select(.id=="route") | .value' 1
done_ok
