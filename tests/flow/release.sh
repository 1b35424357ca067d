# The documentation of an export, and reading a release back.
. "$(dirname "$0")/lib.sh"
expect 0 new --seed 3
expect 0 simulate -n 12 --seed 3
cat >"$work/study.yaml" <<'YAML'
agency: archief.example
id: P1
uri: https://archief.example/P1
title: {nl: Proef met & en <, en: Trial}
abstract: Een proef.
distributors: [Het Archief]
YAML
TZ=UTC LC_ALL=C.UTF-8 expect 0 export --out "$work/a" --release 1.0.0 --description "$work/study.yaml"
TZ=Asia/Tokyo LC_ALL=C LANG=nl_BE.UTF-8 expect 0 export --out "$work/b" --release 1.0.0 --description "$work/study.yaml"
cmp -s "$work/a/SHA256SUMS" "$work/b/SHA256SUMS" || fault "the bytes hang on time zone or locale"
(cd "$work/a" && sha256sum --quiet --strict -c SHA256SUMS) || fault "SHA256SUMS does not hold"
jq -e '.study and .version == "1.0.0" and .layer == "clean" and .counts.cases == 12 and
       (.questionnaire_hashes | length == 1) and
       ([.files[] | select(.unf) | .unf] | length == 3 and (unique | length == 1)) and
       ([.files[] | select(.unf)] | all(.rows == 12)) and (.variables | length > 1000)' \
    "$work/a/manifest.json" >/dev/null || fault "manifest.json lacks something"
unf=$(jq -r .unf "$work/a/manifest.json")
for f in README.md ddi.xml codebook.html; do
    grep -qF "$unf" "$work/a/$f" || fault "$f does not tell the fingerprint"
done
grep -qF '# Proef met & en <' "$work/a/README.md" || fault "README.md has no title"
grep -qF 'Proef met &amp; en &lt;' "$work/a/codebook.html" || fault "codebook.html does not escape"
xmllint --noout --nonet "$work/a/ddi.xml" || fault "ddi.xml is not XML"
if [ -n "${VELDWERK_DATA:-}" ]; then
    schema=$VELDWERK_DATA/ddi/codebook-2.5/ddi_codebook_2_5.xsd
    [ -r "$schema" ] || fault "no schema in VELDWERK_DATA"
    xmllint --noout --nonet --schema "$schema" "$work/a/ddi.xml" 2>"$work/err" || fault "ddi.xml is not valid"
else
    echo "1 check skipped: VELDWERK_DATA is not set, ddi.xml was not held against its schema"
fi

# read back: all three data files hold the same, and each fault is told
expect 0 release verify "$work/a" --json
json '[.items[] | select(.sha256 != "good")] | length' 0
json '[.items[] | select(.unf) | .unf] | join(" ")' 'good good good'
json '[.items[] | select(.unf_is) | .unf_is] | unique | length' 1
expect 0 release verify "$work/a"
prints "data.sav"
sed -i '2s/^sim-000001,/sim-000009,/' "$work/a/data.csv"
rm "$work/a/load.R"
touch "$work/a/more.txt"
expect 1 release verify "$work/a" --json
json '.items[] | select(.name == "data.csv") | .sha256 + " " + .unf + " " + .variable' 'differs differs case_id'
json '.items[] | select(.name == "data.dta") | .sha256 + " " + .unf' 'good good'
json '.items[] | select(.name == "load.R") | .sha256' missing
json '.items[] | select(.name == "more.txt") | .sha256' not_listed
expect 65 release verify "$work"
expect 64 release diff "$work/a"
# what leaves by a profile: no texts, no municipality, other names for cases in another order
project=$here/../..
printf 'een sleutel van genoeg tekens\n' >"$work/key"
expect 64 export --out "$work/p" --profile "$project/codebook/sid/profiles/public.yaml"
says "--key"
expect 0 export --out "$work/p" --profile "$project/codebook/sid/profiles/public.yaml" --key "$work/key"
expect 0 release verify "$work/p"
head -1 "$work/p/data.csv" | tr ',' '\n' >"$work/names"
for name in frame_birth frame_birth_y frame_municipality birth_date birth_date_y municipality member_name_1 child_name_1; do
    grep -qx "$name" "$work/names" && fault "$name left with the public profile"
done
grep -qx member_relation_1 "$work/names" || fault "the public profile lacks member_relation_1"
grep -q 'sim-0000' "$work/p/data.csv" "$work/p/changes.csv" && fault "a case id left"
cut -d, -f1 "$work/p/data.csv" | tail -n +2 >"$work/ids"
LC_ALL=C sort -c "$work/ids" || fault "cases are not in the order of their pseudonyms"
[ "$(sort -u "$work/ids" | wc -l)" = 12 ] || fault "pseudonyms are not unique"
printf 'een heel andere sleutel, even lang\n' >"$work/key2"
expect 0 export --out "$work/p2" --profile "$project/codebook/sid/profiles/public.yaml" --key "$work/key2"
[ -z "$(cut -d, -f1 "$work/p2/data.csv" | grep -Fxf "$work/ids")" ] || fault "another key gives the same pseudonyms"
expect 0 export --out "$work/q" --profile "$project/codebook/sid/profiles/scientific.yaml" --key "$work/key"
printf kort >"$work/key"
expect 65 export --out "$work/r" --profile "$project/codebook/sid/profiles/public.yaml" --key "$work/key"
echo 'titel: x' >"$work/study.yaml"
expect 65 export --out "$work/c" --description "$work/study.yaml"
says E102
[ -e "$work/c" ] && fault "something was written in spite of a broken description"
done_ok
