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
done_ok
