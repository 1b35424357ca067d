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
echo 'titel: x' >"$work/study.yaml"
expect 65 export --out "$work/c" --description "$work/study.yaml"
says E102
[ -e "$work/c" ] && fault "something was written in spite of a broken description"
done_ok
