# The bundle of data and documentation, read by programs of others: PSPP and ReadStat.
. "$(dirname "$0")/lib.sh"

pspp_run() {
    (cd "$work/$1" && pspp -O format=txt -o "$work/pspp.txt" "$2" >"$work/out" 2>&1) || fault "pspp fails on $2"
    grep -iE '(warning|error):' "$work/out" "$work/pspp.txt" >"$work/err" && fault "pspp warns on $2"
    return 0
}

# ---- a small study: a complete interview, one broken off, one with signs that others lose ----
new_small
full_answers | sed 's/poetsvrouw/"a""b; '"'c'"' =1+1"/' >"$work/full.csv"
expect 0 interview 1001 --answers "$work/full.csv"
printf 'question,row,value\nconsent,,1\nwork,,!\n' >"$work/half.csv"
expect 1 interview 1002 --answers "$work/half.csv"
expect 0 export --out "$work/small" --layer raw
says "2 interviews"
for file in data.sav data.dta data.csv datapackage.nl.json load.sps load.do load.R; do
    [ -s "$work/small/$file" ] || fault "$file is missing"
done
[ -e "$work/small.partial" ] && fault "the partial folder is still there"

# a cell of data.csv, by case and column: PSPP is not needed to read our own CSV
cell() {
    got=$(VELDWERK_CASE=$1 VELDWERK_COLUMN=$2 awk -v RS='\r\n' '
        { n = 0; rest = $0
          while (rest != "" || n == 0) {
              if (substr(rest, 1, 1) == "\"") {
                  text = ""; rest = substr(rest, 2)
                  while ((at = index(rest, "\"")) > 0) {
                      text = text substr(rest, 1, at - 1); rest = substr(rest, at + 1)
                      if (substr(rest, 1, 1) != "\"") break
                      text = text "\""; rest = substr(rest, 2)
                  }
                  rest = substr(rest, 2)
              } else { at = index(rest ",", ","); text = substr(rest, 1, at - 1); rest = substr(rest, at + 1) }
              f[++n] = text
          } }
        NR == 1 { for (i = 1; i <= n; i++) if (f[i] == ENVIRON["VELDWERK_COLUMN"]) c = i; next }
        f[1] == ENVIRON["VELDWERK_CASE"] { print f[c] }' "$work/small/data.csv")
    [ "$got" = "$3" ] || fault "$2 of $1 is '$got' instead of '$3'"
}
cell 1001 hours 38.5
cell 1001 search_1 1
cell 1001 search_2 0
cell 1001 search_7 1
cell 1001 search_other 'via de kerk'
cell 1001 job_title "a\"b; 'c' =1+1"
cell 1001 trust_police -3
cell 1001 child_name_2 Sam
cell 1001 child_birth_1 2010-02-03
cell 1001 child_birth_m_1 0
cell 1001 child_birth_2 ''
cell 1001 child_birth_m_2 2
cell 1001 child_birth_y_2 2013
cell 1001 child_birth_mo_2 -3
cell 1001 child_name_3 ''
cell 1001 child_name_m_3 -1
cell 1001 origin_only -1
cell 1001 case_status completed
cell 1002 work -2
cell 1002 hours -1
cell 1002 group ma

# ---- PSPP: the dictionary, the sets, the same cells as the CSV ----
cat >"$work/small/all.sps" <<'SPS'
GET FILE='data.sav'.
DISPLAY DICTIONARY.
DISPLAY ATTRIBUTES.
MRSETS /DISPLAY NAME=ALL.
FREQUENCIES /VARIABLES=work trust_police search_1 child_name_m_3.
SAVE TRANSLATE /OUTFILE='pspp.csv' /TYPE=CSV /FIELDNAMES /CELLS=VALUES /REPLACE.
SPS
pspp_run small all.sps
for words in 'QuestionText_nl' 'weet niet' 'wil niet zeggen' 'search'; do
    grep -q "$words" "$work/pspp.txt" || fault "pspp does not show: $words"
done
cat >"$work/small/loaded.sps" <<'SPS'
INSERT FILE='load.sps'.
SAVE TRANSLATE /OUTFILE='loaded.csv' /TYPE=CSV /FIELDNAMES /CELLS=VALUES /REPLACE.
SPS
pspp_run small loaded.sps
cmp -s "$work/small/pspp.csv" "$work/small/loaded.csv" || fault "load.sps gives other cells than data.sav"
awk 'length($0) > 250 { exit 1 }' "$work/small/load.sps" || fault "a line of load.sps is longer than 250 bytes"

# ---- ReadStat reads both ----
for kind in sav dta; do
    readstat "$work/small/data.$kind" "$work/small/$kind.csv" >"$work/out" 2>&1 || fault "readstat cannot read data.$kind"
    [ "$(head -n 1 "$work/small/$kind.csv" | tr -d '"')" = "$(head -n 1 "$work/small/data.csv" | tr -d '\r')" ] ||
        fault "data.$kind has other columns than data.csv"
done

# ---- a package per language, whose hash is that of the file ----
hash=$(sha256sum "$work/small/data.csv" | cut -d' ' -f1)
cp "$work/small/datapackage.nl.json" "$work/out"
json '.resources[0].hash' "sha256:$hash"
json '[.resources[0].schema.fields[] | select(.name == "work")] | .[0].categories | map(.label) | join(" ")' 'ja nee'
json '[.resources[0].schema.fields[] | select(.name == "work")] | .[0].missingValues | map(.value) | join(" ")' \
    ' -1 -2 -3 -4 -5'
json '.resources[0].schema.fields | length' "$(head -n 1 "$work/small/data.csv" | tr ',' '\n' | wc -l)"

# ---- the same bytes whatever zone and locale; an existing folder stays unless it is replaced ----
VELDWERK_STUDY="$work/survey.veldwerk"
expect 0 new --seed 1
expect 0 simulate -n 14 --seed 5
for zone in UTC Europe/Brussels Pacific/Kiritimati; do
    name=$(echo "$zone" | tr / -)
    TZ=$zone LC_ALL=nl_BE.UTF-8 LANG=C expect 0 export --out "$work/zone-$name"
    diff -r "$work/zone-UTC" "$work/zone-$name" >"$work/out" || fault "another bundle under TZ=$zone"
done
expect 65 export --out "$work/zone-UTC"
says "bestaat al"
expect 0 export --out "$work/zone-UTC" --replace
diff -r "$work/zone-UTC" "$work/zone-Europe-Brussels" >"$work/out" || fault "the replaced bundle differs"
expect 64 export
expect 64 export --out "$work/x" --layer cooked
expect 0 export --check
[ -e "$work/x" ] && fault "something was written"
cat >"$work/zone-UTC/all.sps" <<'SPS'
GET FILE='data.sav'.
DISPLAY DICTIONARY.
MRSETS /DISPLAY NAME=ALL.
SPS
pspp_run zone-UTC all.sps

# ---- killed while it replaces: the old bundle or the new one, never half a one ----
rm "$work/zone-UTC/all.sps"
for after in 0.02 0.05 0.1 0.15 0.2 0.3; do
    timeout -s KILL "$after" "$VELDWERK" export --out "$work/zone-UTC" --replace >"$work/out" 2>&1 </dev/null
    diff -r "$work/zone-UTC" "$work/zone-Europe-Brussels" >"$work/out" || fault "killed after $after s: a damaged bundle"
done
expect 0 export --out "$work/zone-UTC" --replace
[ -e "$work/zone-UTC.partial" ] && fault "the partial folder of a killed run is still there"

done_ok
