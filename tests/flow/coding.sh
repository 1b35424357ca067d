# frame import, check, search; code suggest, bench. In a project folder of their own, so that nothing is imported here.
. "$(dirname "$0")/lib.sh"
root=$(cd "$here/../.." && pwd)
mkdir -p "$work/project/questionnaire/sid"
cp -r "$root/codebook" "$work/project/codebook"
cd "$work/project" || exit 1

expect 0 frame check isco08 --json
json .levels 4
json .codes 436
json .entries 619
json .codes_without_index_word 0
for f in nace:88 isced2011:9 municipalities:565 countries:251; do
    expect 0 frame check "${f%:*}" --json
    json .codes "${f#*:}"
done
expect 78 frame check nobody
says "nobody"
expect 64 frame shake isco08
expect 0 frame search municipalities borgerh --json
json '.items[0].code' 11002
expect 1 frame search isco08 qqqq

expect 0 code suggest isco08 "poetsvrouw in een ziekenhuis" --json
json '.items[0].code' 9112
json '.items[0].level' 4
json '.items | length' 10
json '.items[0].p > .items[1].p' true
json '[.items[].p] | add <= 1.0001' true
expect 0 code suggest nace ziekenhuis --json
json '.items[0].code' 86
expect 1 code suggest isco08 "..."
expect 65 code suggest isco08 "$(printf 'kok\033[2J')"

# several labels in a cell, a code that the frame does not have, a title that is there already
printf 'conceptType,iscoGroup,preferredLabel,altLabels\nOccupation,9112,zwabberaar,"dweiler (m/v)\nPoetsvrouw\nZWABBERAAR"\nOccupation,9999,niets,\n' >published.csv
expect 0 frame import isco08 published.csv --json
json .titles 3
json .unknown_codes 1
[ "$(cat codebook/frames/isco08.index.tsv)" = "$(printf 'dweiler (m/v)\t9112\nPoetsvrouw\t9112\nZWABBERAAR\t9112')" ] ||
    fault "the index is not as expected: $(cat codebook/frames/isco08.index.tsv)"
expect 0 frame import isco08 published.csv
prints ", 0 nieuw"
expect 0 code suggest isco08 zwabberaar --json
json '.items[0].code' 9112
printf 'colour,shape\nred,round\n' >other.csv
cp codebook/frames/isco08.index.tsv before.tsv
expect 65 frame import isco08 other.csv
says I002
cmp -s before.tsv codebook/frames/isco08.index.tsv || fault "a refused import changed the index"
printf 'zonder code\n' >codebook/frames/isco08.index.tsv
expect 65 code suggest isco08 kok
says "isco08.index.tsv:1:1"
rm codebook/frames/isco08.index.tsv

printf 'schoonmaakster op kantoor\t9112\nbuschauffeur bij de lijn\t8331\nwerkt als kok of hulpkok\t5120;9412\n' >gold.tsv
printf 'chauffeur bij de lijn\t8331\n' >index.tsv
expect 0 code bench isco08 index.tsv gold.tsv --json
json .tested 3
json '.top10 >= .top5 and .top5 >= .top3 and .top3 >= .top1 and .top1 > 60' true
json '.digits["1"] >= .digits["4"]' true
json '.ms_p99 >= .ms_p50' true
expect 65 code bench isco08 index.tsv gold.tsv -n 2000
expect 65 code bench isco08 index.tsv nowhere.tsv
expect 64 code bench isco08
done_ok
