# Making a study, reading a sample: what is refused, with which exit code and which line.
. "$(dirname "$0")/lib.sh"
expect 65 show 1001
new_small
expect 65 new --questionnaire "$here/small"
says "study.veldwerk"

printf 'case,group,colour\n1003,be,red\n' >"$work/bad.csv"
expect 65 sample "$work/bad.csv"
says "bad.csv:1"
says "colour"
printf 'case,group,sex\n1003,be,f\n1004,xx,m\n1005,be,q\n' >"$work/bad.csv"
expect 65 sample "$work/bad.csv"
says "bad.csv:3"
says "bad.csv:4"
expect 65 show 1003
# a case that is there already: nothing of the file goes in
printf 'case,group\n1003,be\n1001,be\n' >"$work/bad.csv"
expect 65 sample "$work/bad.csv"
says "1001"
expect 65 show 1003
printf 'case,group\n"1003,be\n' >"$work/bad.csv"
expect 65 sample "$work/bad.csv"
expect 65 sample "$work/nothing.csv"

expect 0 show 1002 --json
json .group ma
json '.items[0].group' ma
silent Karim
silent Bedacht
expect 0 show 1002 --json --identity
json .identity.last_name 'Bedacht, de'

# a broken questionnaire makes no study and says where
cp -r "$here/small" "$work/broken"
sed -i 's/when: work == yes/when: work == maybe/' "$work/broken/modules/all.yaml"
expect 78 --study "$work/other.veldwerk" new --questionnaire "$work/broken"
says "$work/broken/modules/all.yaml:"
says E104
[ -e "$work/other.veldwerk" ] && fault "a study was made of a broken questionnaire"
expect 1 check "$work/broken"
prints "E104"
expect 1 check "$work/broken" --json
json '[.items[] | select(.code=="E104")] | length > 0' true
expect 0 check "$here/small"
expect 0 check --explain E104
expect 64 check --explain E99999

# usage
expect 64 nonsense
expect 64 show
expect 64 show 1 2 3
expect 64 show 1001 --plain
expect 64 --seed x simulate
expect 0 help
expect 0 version
expect 64
done_ok
