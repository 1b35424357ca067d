# A study that lives through versions of its questionnaire: cases begun with the first go on with it until they are
# migrated; what that would change is told before, and nothing they answered is lost or changed.
. "$(dirname "$0")/lib.sh"

# before WHAT FILE: the lines of standard input go before the line that begins with WHAT.
before() {
    awk -v what="$1" -v more="$(cat)" 'index($0, what) == 1 { print more } { print }' "$2" >"$work/edited"
    mv "$work/edited" "$2"
}
# release DIR VERSION: a copy of DIR with another version number, in $work/VERSION.
release() {
    cp -r "$1" "$work/$2"
    sed -i "s/^version: .*/version: $2/" "$work/$2/questionnaire.yaml"
}

# The first version: the small questionnaire, with an order that chance draws. The second: questions added, removed
# and routed otherwise, a narrower range, a new check.
release "$here/small" 1.0.0
sed -i 's/^  - grid: trust/&\n    order: random/' "$work/1.0.0/modules/all.yaml"
release "$work/1.0.0" 2.0.0
new="$work/2.0.0"
before '  - id: work' "$new/modules/all.yaml" <<'YAML'
  - id: phone
    type: code
    list: yes_no
    checks:
      - id: c_phone
        soft: phone == no
  - id: phone_years
    type: int
    min: 0
    max: 50
    when: phone == yes
    unknown: skip
YAML
before '      - id: c_hours_many' "$new/modules/all.yaml" <<'YAML'
      - id: c_hours_few
        soft: hours >= 39
YAML
sed -i -e '/- id: search/,/list: ways/d' -e '/- id: job_title/,/when:/s/work == yes/work == no/' -e 's/    max: 9$/    max: 6/' \
    "$new/modules/all.yaml"
before '  work:' "$new/text/nl.yaml" <<'YAML'
  phone: {label: telefoon, text: Hebt u een telefoon?}
  phone_years: {label: jaren telefoon, text: Hoeveel jaren al?}
YAML
before '  c_hours_many' "$new/text/nl.yaml" <<'YAML'
  c_hours_few: "{hours} uren is weinig. Klopt dat?"
  c_phone: Zeker?
YAML
sed -i '/^  search:/d' "$new/text/nl.yaml" "$new/text/en.yaml"
expect 0 check "$new"

expect 0 new --questionnaire "$work/1.0.0" --seed 1
printf 'case,group\n1001,be\n1002,ma\n1003,be\n1004,be\n1005,be\n1006,be\n' >"$work/sample.csv"
expect 0 sample "$work/sample.csv"
head -n 6 <<'CSV' >"$work/1001.csv"
question,row,value
consent,,1
work,,1
hours,,38.5
jobs,,7
search,,1 7
CSV
printf 'search_other,,via de kerk\njob_title,,poetsvrouw\n' >>"$work/1001.csv"
expect 1 interview 1001 --answers "$work/1001.csv" --json
old_hash=$(jq -r .questionnaire_hash "$work/out")
printf 'question,row,value\nconsent,,1\nwork,,2\n' >"$work/1002.csv"
expect 1 interview 1002 --answers "$work/1002.csv"
full_answers >"$work/full.csv"
expect 0 interview 1003 --answers "$work/full.csv"
printf 'question,row,value\nconsent,,1\n' >"$work/1004.csv"
expect 1 interview 1004 --answers "$work/1004.csv"
printf 'question,row,value,reason\nconsent,,1,\nwork,,1,\nhours,,70,twee jobs\n' >"$work/1006.csv"
expect 1 interview 1006 --answers "$work/1006.csv"

# told before: nothing is written, not even the version
cp "$VELDWERK_STUDY" "$work/untouched"
expect 0 migrate --questionnaire "$new" --dry-run
prints "1001  1.0.0 -> 2.0.0"
prints "nieuw te vragen: phone phone_years (misschien)"
prints "geparkeerd: job_title"
prints "niet meer geldig: jobs=7"
prints "vraag bestaat niet meer: search search_other"
prints "controle die nu spreekt: c_hours_few"
silent "1005"
cmp -s "$VELDWERK_STUDY" "$work/untouched" || fault "a dry run writes"
expect 0 migrate --questionnaire "$new" --dry-run --json --finished
json '[.items[] | "\(.case) \(.fate)"] | join(", ")' \
    '1001 migrated, 1002 migrated, 1003 migrated, 1004 migrated, 1005 new, 1006 migrated'
json '.items[0] | [.asked[] | "\(.id) \(.certain)"] | join(", ")' 'phone true, phone_years false'
json '.items[0] | "\(.orders_kept) \(.orders_unused)"' '1 0'
json '.items[0] | [.parked, .live, .invalid, .gone, .check, .stop | length] | map(tostring) | join(" ")' '1 0 1 2 1 0'
json '.items[1] | [.asked, .parked, .live, .invalid, .gone, .check, .stop | length] | map(tostring) | join(" ")' '2 0 0 0 0 0 0'
# a check that fired before is no news, nor one that fires for an answer made up to look further
json '.items[5] | [.check, .invalid | length] | map(tostring) | join(" ")' '0 0'
# 1004 stood before the new question: it is asked in its turn
json '.items[3].asked | length' 0
json '.items[3].from.questionnaire_hash' "$old_hash"
new_hash=$(jq -r .to.questionnaire_hash "$work/out")
json .dry_run true

# refused: no version, an unknown case, a broken one, ids and codes that mean something else
expect 64 migrate
expect 65 migrate 9999 --questionnaire "$new"
release "$new" 2.0.1
sed -i 's/when: work == yes/when: work == maybe/' "$work/2.0.1/modules/all.yaml"
expect 78 migrate --questionnaire "$work/2.0.1"
says E104
release "$new" 2.0.2
sed -i '/- id: jobs/,/max:/s/type: int/type: decimal\n    step: 1/' "$work/2.0.2/modules/all.yaml"
expect 65 migrate --questionnaire "$work/2.0.2" --dry-run
says "E140"
says "'jobs'"
release "$new" 2.0.3
sed -i 's/2 neutral/2 unsure/' "$work/2.0.3/codebook/small/codebook.yaml"
expect 65 migrate --questionnaire "$work/2.0.3"
says "E141"
says "agree3"
# and what only the folder's own ids.lock remembers
release "$new" 2.0.4
printf 'id phone code other_list\n' >"$work/2.0.4/ids.lock"
expect 65 migrate --questionnaire "$work/2.0.4"
says "'phone'"
cmp -s "$VELDWERK_STUDY" "$work/untouched" || fault "a refused version leaves something behind"

# one case; the others keep theirs, and a case begun now takes the study's present version
expect 0 migrate 1001 --questionnaire "$new"
expect 0 show 1001 --json
json .questionnaire_hash "$new_hash"
json '.trail[-1] | "\(.kind) \(.reason) \(.who)"' 'migrate 1.0.0 -> 2.0.0 tester'
json '.trail[-1].questionnaire_hash' "$new_hash"
json '.trail[0].questionnaire_hash' "$old_hash"
expect 0 show 1002 --json
json .questionnaire_hash "$old_hash"
# what the version of a case does not have is said to be so, with what was answered
json '.cells[] | select(.id == "phone") | .state' not_in_version
expect 0 show 1001 --json
json '.cells[] | select(.id == "search") | "\(.state) \(.raw)"' 'not_in_version 1 7'
expect 0 show 1001
prints "2.0.0"
expect 0 verify
expect 1 interview 1005 --answers "$work/1004.csv" --json
json .questionnaire_hash "$new_hash"
json '.open[0].id' phone
# not migrated: goes on as it began
expect 1 interview 1004 --answers "$work/1001.csv" --json
json .questionnaire_hash "$old_hash"
json '[.asked[] | select(.id == "search")] | length' 1

# one that is being interviewed is left to the interviewer, and named
mkfifo "$work/in" "$work/told"
"$VELDWERK" interview 1004 --plain <"$work/in" >"$work/told" 2>/dev/null &
exec 3>"$work/in" 4<"$work/told"
read -r line <&4 # it is open
expect 1 migrate 1004 --questionnaire "$new" --json
json '.items[0].fate' claimed
expect 1 migrate 1004 --questionnaire "$new"
prints "1004"
exec 3>&-
cat <&4 >"$work/rest.out"
wait
exec 4<&-

# a case that is named is told of, whatever becomes of it
expect 0 migrate 1003 --questionnaire "$new"
prints "1003  afgewerkt"
expect 0 migrate 1001 --questionnaire "$new"
prints "1001  stond al op deze versie"

# all; a second time there is nothing left to do
expect 0 migrate --questionnaire "$new" --json
json '.totals | "\(.migrated) \(.there) \(.finished)"' '3 2 1'
expect 0 log
before_again=$(wc -l <"$work/out")
expect 0 migrate --questionnaire "$new" --json
json '.totals | "\(.migrated) \(.there) \(.finished)"' '0 5 1'
expect 0 log
[ "$(wc -l <"$work/out")" = "$before_again" ] || fault "a second migration writes acts"
expect 0 verify
expect 0 show 1003 --json
json .questionnaire_hash "$old_hash"

# resumed: the new question first, then on; the order that was drawn is the one that holds
expect 0 log 1001
order=$(jq -r 'select(.kind == "draw") | .changes[0].value' "$work/out")
cat >"$work/rest.csv" <<'CSV'
question,row,value,reason
phone,,1,ja
phone_years,,12,
hours,,38.5,toch
trust_people,,3,
trust_police,,?,
children,,0,
CSV
expect 0 interview 1001 --answers "$work/rest.csv" --json
json '[.parked[].id] | join(" ")' job_title
json '[.asked[] | select(.id == "jobs")][0].value' 7
json '[.checks[].id] | join(" ")' 'c_phone c_hours_few'
expect 0 log 1001
[ "$(jq -r 'select(.kind == "draw") | .changes[0].value' "$work/out")" = "$order" ] || fault "an order is drawn anew"

# finished ones when asked for; and back again: the answers of the first version are as they were
expect 0 migrate 1003 --questionnaire "$new" --finished --json
json '.items[0].asked | length' 2
expect 0 show 1003 --json
json .questionnaire_hash "$new_hash"
expect 0 migrate 1003 --questionnaire "$work/1.0.0" --finished --json
json '.items[0].gone | length' 0
expect 0 show 1003 --json
json '.cells[] | select(.id == "job_title") | "\(.state) \(.value)"' 'answered poetsvrouw'
json '.cells[] | select(.id == "search") | "\(.state) \(.value)"' 'answered 1 7'
expect 0 verify

# cut off wherever it is: no file may grow beyond a limit, which ends the program in the middle. Each case is whole on one
# version, and the same command goes on where it was.
export VELDWERK_STUDY="$work/cut.veldwerk"
expect 0 new --questionnaire "$work/1.0.0" --seed 2
printf 'case,group\n1001,be\n' >"$work/sample.csv"
expect 0 sample "$work/sample.csv"
expect 0 simulate -n 40 --seed 4
cut=0
size=$(($(wc -c <"$VELDWERK_STUDY") / 512))
for more in 1 16 24 32 40 48; do
    { (ulimit -c 0 && ulimit -f $((size + more)) && exec "$VELDWERK" migrate --questionnaire "$new" --finished >/dev/null 2>&1) ||
        cut=$((cut + 1)); } 2>/dev/null
    expect 0 verify
    expect 0 log
    jq -r 'select(.kind == "migrate") | .case' "$work/out" >"$work/moved"
    [ -z "$(sort "$work/moved" | uniq -d)" ] || fault "a case is migrated twice"
    for id in 1001 sim-000001 sim-000039; do
        expect 0 show "$id" --json
        wanted=$old_hash
        grep -qx "$id" "$work/moved" && wanted=$new_hash
        json .questionnaire_hash "$wanted"
    done
    wc -l <"$work/moved" >>"$work/steps"
done
[ "$cut" -gt 0 ] || fault "nothing was cut off"
awk '$1 > 0 && $1 < 40 { found = 1 } END { exit !found }' "$work/steps" || fault "nothing was cut off between two cases"
expect 0 migrate --questionnaire "$new" --finished --json
json '.totals | .migrated + .there' 40
expect 0 verify
done_ok
