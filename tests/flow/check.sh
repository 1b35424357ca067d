# What `check` says of sound and of defective questionnaires: text, JSON, exit codes, explanations.
. "$(dirname "$0")/lib.sh"
root=$(cd "$here/../.." && pwd)

# a sound one: a line per group, all claims with their verdict
expect 0 --ui nl check "$here/small"
prints "small 1.0: vragen"
prints "bewijs"
expect 0 check "$here/small" --json
json '[.items[] | select(.severity == "error")] | length' 0
json '[.items[] | select(.verdict) | .group] | unique | join(" ")' 'be ma'
json '[.items[] | select(.verdict) | .kind] | unique | join(" ")' 'check_fires check_holds goes_on once option reach'
json '[.items[] | select(.verdict and .verdict != "proved" and (.meant | not))] | length' 0
json '[.items[] | select(.verdict == "proved" and .kind != "goes_on" and .kind != "once" and .witness == "")] | length' 0
json '.items[] | select(.group == "ma" and .kind == "reach" and .id == "hours") | .verdict' proved
json '[.items[] | select(.kind == "option" and .id == "search") | .option] | unique | join(" ")' '1 2 7 8'
# the question for one group only is impossible in the other, and so meant
json '.items[] | select(.group == "be" and .kind == "reach" and .id == "origin_only") | "\(.verdict) \(.meant)"' 'impossible true'
expect 0 check "$here/small" --group be --json
json '[.items[] | select(.verdict) | .group] | unique | join(" ")' be
json '[.items[] | select(.severity == "error")] | length' 0
expect 64 check "$here/small" --group xx

# defects: a bound that makes a question unreachable
cp -r "$here/small" "$work/broken"
sed -i 's/when: work == yes/when: work == yes and years_here > 99/; t' "$work/broken/modules/all.yaml"
sed -i '0,/  - id: work$/s//  - id: years_here\n    nr: A00\n    type: int\n    min: 0\n    max: 90\n  - id: work/' "$work/broken/modules/all.yaml"
sed -i 's/^items:/items:\n  years_here: {label: jaren hier, text: Hoeveel jaar woont u hier?}/' "$work/broken/text/nl.yaml"
expect 1 check "$work/broken"
prints "modules/all.yaml:26:27: warning W311: 'years_here > 99' is never true, in the condition of 'hours'"
prints "error E301: 'hours' is never asked"
prints "hint: its condition: work == yes and years_here > 99"
prints "    when: work == yes and years_here > 99"
expect 1 check "$work/broken" --json
json '[.items[] | select(.code == "E301") | .file | split("/") | last] | unique | join(" ")' all.yaml
json '.items[] | select(.verdict == "impossible" and .kind == "reach" and .group == "be" and .id == "jobs") | .witness' ''
# a broken file: no proof, and still exit code 1
printf 'items: [' >"$work/broken/modules/all.yaml"
expect 1 check "$work/broken" --json
json '[.items[] | select(.verdict)] | length' 0
json '[.items[] | select(.severity == "error")] | length > 0' true

# what the solver cannot decide fails, unless the item says that this is accepted
cp -r "$here/small" "$work/hard"
cat >>"$work/hard/modules/all.yaml" <<'YAML'
  - {id: left, type: int, min: 2, max: 99999, allow: []}
  - {id: right, type: int, min: 2, max: 99999, allow: []}
  - {id: product, type: int, min: 0, max: 9, when: left * right == 2147483647}
YAML
sed -i 's/^items:/items:\n  left: {label: l, text: l}\n  right: {label: r, text: r}\n  product: {label: p, text: p}/' "$work/hard/text/nl.yaml"
expect 1 check "$work/hard" --json
json '[.items[] | select(.code == "E306") | .text][0] | startswith("whether \u0027product\u0027 is ever asked is not decided")' true
json '.items[] | select(.kind == "reach" and .id == "product" and .group == "be") | .verdict' undecided
sed -i 's/{id: product,/{id: product, undecided: accepted,/' "$work/hard/modules/all.yaml"
expect 0 check "$work/hard" --json
json '.items[] | select(.kind == "reach" and .id == "product" and .group == "be") | .verdict' undecided

# texts: one item each in JSON, one line per file and code for people; only --strict minds
cp -r "$here/small" "$work/texts"
printf 'language: en\nname: English\nitems:\n  work: {label: work, text: Do you work?, source: "00000000", status: draft}\n' >"$work/texts/text/en.yaml"
expect 0 check "$work/texts" --json
json '[.items[] | select(.code == "W320" and (.file | endswith("text/en.yaml")))] | length > 10' true
json '[.items[] | select(.code == "W321")] | length' 1
json '.items[] | select(.code == "W321") | .line' 4
missing=$(jq '[.items[] | select(.code == "W320")] | length' "$work/out")
expect 0 check "$work/texts"
prints "and $((missing - 1)) more in this file; --json names each"
expect 1 check "$work/texts" --strict

# every code that the sources name is explained
for code in $(sed -n 's/^DIAG_CODE("\([A-Z0-9-]*\)".*/\1/p' "$root"/*/codes.def "$root"/questionnaire/lint/codes.def); do
    expect 0 check --explain "$code"
    prints "$code: "
done
for code in $(grep -hoE '"[EW](-UNK|[0-9]{3})"' "$root"/questionnaire/*.c "$root"/questionnaire/*/*.c | tr -d '"' | sort -u); do
    expect 0 check --explain "$code"
done
expect 64 check --explain E999

# without a name, wherever one stands: the survey that came with the program
cd "$work" || exit 1
case $VELDWERK in /*) expect 0 check; prints "sid " ;; esac
done_ok
