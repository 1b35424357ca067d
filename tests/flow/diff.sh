# Two versions of a questionnaire beside each other; every respondent who shows a difference is interviewed under both.
# Keys wait for no disk here.
[ -w /dev/shm ] && export TMPDIR=/dev/shm
. "$(dirname "$0")/lib.sh"
root=$(cd "$here/../.." && pwd)

# seen VERSION NAME ID: how often ID is asked of the respondent NAME under that version.
seen() {
    "$VELDWERK" --study "$work/$1.study" interview "$2" --answers "$work/w/$2.$1.csv" --json >"$work/out" 2>"$work/err"
    rc=$?
    [ "$rc" -le 1 ] || fault "exit $rc: the respondent $2 under the $1 version"
    [ "$(jq '(.unused | length) + (.open | length)' "$work/out")" = 0 ] || fault "$2 is not taken by the $1 version"
    count=$(jq --arg id "$3" 'if $id == "no_consent" then [.items[] | select(.outcome == "stopped")] | length
        else [.asked[] | select(.id == $id)] | length end' "$work/out")
}
# replay OLD NEW [OPTIONS...]: all respondents of a comparison, under both versions.
replay() {
    rm -rf "$work/w" "$work"/*.study
    old=$1
    new=$2
    shift 2
    "$VELDWERK" diff "$old" "$new" --witness "$work/w" "$@" --json >"$work/diff.json" 2>"$work/err" || [ $? = 1 ] || fault "diff"
    expect 0 --study "$work/old.study" new --questionnaire "$old" --seed 1
    expect 0 --study "$work/new.study" new --questionnaire "$new" --seed 1
    expect 0 --study "$work/old.study" sample "$work/w/sample.csv"
    expect 0 --study "$work/new.study" sample "$work/w/sample.csv"
    jq -r '.items[] | .id as $id | .routes[] | .asked_new, .asked_old | select(. != "") | "\(.) \($id)"' \
        "$work/diff.json" >"$work/names"
    while read -r name id; do
        seen old "$name" "$id"
        before=$count
        seen new "$name" "$id"
        case $name in
        *-new) [ "$count" -gt "$before" ] || fault "$name: $id is asked $before times before, $count times now" ;;
        *-old) [ "$count" -lt "$before" ] || fault "$name: $id is asked $before times before, $count times now" ;;
        esac
    done <"$work/names"
}

# edit DIR VERSION EXPRESSION: another version, by sed over its questions.
edit() {
    rm -rf "$work/$2"
    cp -r "$1" "$work/$2"
    sed -i "s/^version: .*/version: $2/" "$work/$2/questionnaire.yaml"
    sed -i "$3" "$work/$2/modules/all.yaml"
}
edit "$here/small" 1.0.0 ''

# words alone, and a number that was not raised, or not enough
edit "$work/1.0.0" 1.0.1 ''
sed -i 's/Hebt u nu betaald werk/Werkt u nu/' "$work/1.0.1/text/nl.yaml"
expect 0 diff "$work/1.0.0" "$work/1.0.1"
prints "  work: woorden"
expect 0 diff "$work/1.0.0" "$work/1.0.1" --json
json '.items | length' 1
json '"\(.items[0].id) \(.items[0].parts | join(" ")) \(.needed) \(.made)"' 'work words patch patch'
cp -r "$work/1.0.1" "$work/same"
sed -i 's/^version: .*/version: 1.0.0/' "$work/same/questionnaire.yaml"
expect 1 diff "$work/1.0.0" "$work/same"
prints "nodig is het derde getal, gedaan geen verhoging"
expect 0 diff "$work/1.0.0" "$work/1.0.0"

# routes: hours and jobs of other people, a stop for more of them, a row of the grid for some, children in the rows
edit "$work/1.0.0" 1.1.0 '/- id: hours/,/unknown:/s/unknown: skip/unknown: ask/
    /- id: job_title/,/when:/s/work == yes/work == no/
    /- id: trust_police/s/$/\n        when: jobs > 1\n        unknown: skip/
    /- id: child_birth/s/$/\n        when: child_name != "Sam"\n        unknown: skip/'
expect 1 diff "$work/1.0.0" "$work/1.1.0" --group be
prints "  job_title: route"
prints "    be: andere route"
silent "ma:"
replay "$work/1.0.0" "$work/1.1.0"
jq -r '.items[] | .id as $id | .routes[] | "\($id) \(.group) \(.route)"' "$work/diff.json" >"$work/routes"
cat >"$work/want" <<'TEXT'
hours be wider
hours ma wider
job_title be different
job_title ma different
trust_police be narrower
trust_police ma narrower
child_birth be narrower
child_birth ma narrower
TEXT
diff "$work/want" "$work/routes" >"$work/out" || fault "other routes than expected"
[ "$(wc -l <"$work/names")" = 10 ] || fault "not a respondent for each difference"

# a stop for others: whom it ends is asked nothing behind it, in rosters and grids too
edit "$work/1.0.0" 1.2.0 's/when: consent == no/when: consent == yes and group == ma/'
replay "$work/1.0.0" "$work/1.2.0"
jq -r '.items[] | .id as $id | .routes[] | "\(.route) \(.group)"' "$work/diff.json" | sort | uniq -c | sed 's/^ *//' >"$work/routes"
printf '12 different ma\n1 narrower be\n10 wider be\n' >"$work/want"
diff "$work/want" "$work/routes" >"$work/out" || fault "other routes than expected behind a stop"

# an added question is no route; nor is one that only one version has
edit "$work/1.0.0" 2.0.0 '/- id: jobs/,/unknown:/s/work == yes/work == no/'
replay "$work/1.0.0" "$work/2.0.0"
[ -s "$work/names" ] || fault "no respondent for another route"
expect 65 diff "$work/1.0.0" "$work/2.0.0" --witness "$work/w"
expect 78 diff "$work/1.0.0" "$work/nothing"
expect 64 diff "$work/1.0.0"
expect 64 diff "$work/1.0.0" "$work/2.0.0" --group xx

# a version that a study has frozen, by its hash
expect 0 new --questionnaire "$work/1.0.0"
expect 0 simulate -n 1 --seed 1
expect 0 log
hash=$(jq -r .questionnaire_hash "$work/out" | head -n 1)
expect 0 diff "$hash" "$work/2.0.0"
prints "small 1.0.0 -> 2.0.0"
expect 65 diff ffffffffffff "$work/2.0.0"

# the survey, in one group: a condition that much hangs on
mkdir "$work/survey"
cp -r "$root/questionnaire" "$root/codebook" "$work/survey/"
sed -i '/- id: last_work_year/,/when:/s/worked_before == yes/worked_before == no/' \
    "$work/survey/questionnaire/sid/modules/10-work.yaml"
replay "$root/questionnaire/sid" "$work/survey/questionnaire/sid" --group ma
json_routes=$(jq -r '[.items[].routes[] | .route] | unique | join(" ")' "$work/diff.json")
[ "$json_routes" = different ] || fault "the survey's routes are $json_routes"
[ "$(wc -l <"$work/names")" -ge 10 ] || fault "few respondents of the survey"
done_ok
