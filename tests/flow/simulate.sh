# simulate: sample cases first, then cases made for it, numbered on from those there are.
. "$(dirname "$0")/lib.sh"
new_small
expect 0 simulate -n 5 --seed 1 --json
json '[.items[].case] | join(" ")' '1001 1002 sim-000001 sim-000002 sim-000003'
json '[.items[].group] | join(" ")' 'be ma be ma be'
expect 0 simulate -n 3 --seed 2 --group ma --json
json '[.items[].case] | join(" ")' 'sim-000004 sim-000005 sim-000006'
json '[.items[].group] | join(" ")' 'ma ma ma'
expect 0 interview --practice --group ma --simulated
expect 0 simulate -n 0 --json
json '.items | length' 0
# each interview is whole, and nobody holds a case afterwards
expect 0 show sim-000005 --json
expect 0 simulate -n 2 --seed 3 --json
json '.items[0].case' sim-000007
# more than one commit holds: every interview is there, and complete or stopped
expect 0 simulate -n 40 --seed 4 --json
json '.items | length' 40
json '.items[39].case' sim-000048
expect 0 show sim-000024 --json
expect 0 verify --json
json '.chain_faults + .cache_faults' 0

# two fresh studies of one seed are the same to the last byte: device, nonces, clock
for twin in a b; do
    rm -f "$VELDWERK_STUDY"*
    new_small
    expect 0 simulate -n 20 --seed 7 --dont-know 100
    expect 0 log --json
    cp "$work/out" "$work/log-$twin"
done
cmp -s "$work/log-a" "$work/log-b" || fault "two studies of one seed have different logs"
grep -q '"wall":"2026-03-0' "$work/log-a" || fault "the clock does not begin on the profile's day"
grep -q dont_know "$work/log-a" || fault "nobody said don't know at 100 per mille"

# a profile says who answers what; what it names wrongly is told with its place
cat >"$work/profile.yaml" <<'YAML'
simulation: small
start: 2026-05-04
interviewers: 3
rates: {break_off: 20, revision: 30}
questions:
  consent: {options: {yes: 1}}
  work: {options: {yes: 75, no: 25}}
  hours: [{when: jobs > 1, mean: 50, sd: 5}, {min: 20, mode: 38, max: 40}]
  jobs: {table: {1: 9, 2: 1}}
  trust: {options: {1: 1, 3: 1}}
YAML
expect 0 simulate -n 40 --seed 1 --profile "$work/profile.yaml" --json
json '[.items[].outcome] | unique | join(" ")' 'broken_off completed'
expect 0 log --json
jq -r 'select(.kind == "answer" and (.wall | startswith("2026-05"))) | .changes[] | select(.item | startswith("trust_")) | .value' "$work/out" |
    grep -qx 2 && fault "an option was chosen that the profile does not name"
grep -q '"who":"int03"' "$work/out" || fault "the profile's interviewers do not appear"
sed -i 's/  jobs:/  jbos:/' "$work/profile.yaml"
expect 65 simulate -n 1 --profile "$work/profile.yaml"
says "profile.yaml:9:3: error P101: there is no question 'jbos' (did you mean 'jobs'?)"
sed -i 's/  jbos:/  jobs:/; s/{yes: 75/{yess: 75/' "$work/profile.yaml"
expect 65 simulate -n 1 --profile "$work/profile.yaml"
says "profile.yaml:7:20: error P108: option 'yess' is not in list yes_no (did you mean 'yes'?)"
sed -i 's/{yess: 75/{yes: 75/; s/simulation: small/simulation: other/' "$work/profile.yaml"
expect 65 simulate -n 1 --profile "$work/profile.yaml"
says "error P106"
expect 65 simulate -n 1 --profile "$work/nothing.yaml"
expect 0 verify --json
json '.chain_faults + .cache_faults' 0
done_ok
