# The questionnaire on paper, and the cards. UPDATE_GOLDEN=1 writes tests/flow/print/ anew: look at what changed.
. "$(dirname "$0")/lib.sh"
kitchen="$here/../fixtures/questionnaires/kitchen"

# golden NAME: the output is what tests/flow/print/NAME holds
golden() {
    if [ -n "${UPDATE_GOLDEN:-}" ]; then
        cp "$work/out" "$here/print/$1"
    elif ! diff "$here/print/$1" "$work/out" >"$work/diff"; then
        head -20 "$work/diff"
        fault "not as in tests/flow/print/$1"
    fi
}
# Is the output a page that any reader takes: well-formed, and with nothing from elsewhere?
page() {
    xmllint --noout "$work/out" 2>"$work/err" || fault "the page is not well-formed"
    grep -q 'http\|src=\|url(' "$work/out" && fault "the page wants something from elsewhere"
    return 0
}

expect 0 print --questionnaire "$kitchen" --group ma
golden kitchen-ma.txt
expect 0 print --questionnaire "$kitchen" --lang en --ui en
golden kitchen-en.txt
expect 0 print --questionnaire "$kitchen" --lang ar --group ma --html
golden kitchen-ar.html
page
grep -q '<html lang="ar" dir="rtl">' "$work/out" || fault "Arabic does not run from right to left"
expect 0 print --questionnaire "$kitchen" --group tr --cards
golden kitchen-tr-cards.txt
expect 0 print --questionnaire "$kitchen" --lang ar --group tr --cards --html
golden kitchen-ar-cards.html
page

# the survey: which questions a group is asked, in their order; its words may change without this test
for group in ma be; do
    expect 0 print --group $group
    awk '/^[A-Z]+[0-9]+[a-z]* /{print $1}' "$work/out" >"$work/numbers" && mv "$work/numbers" "$work/out"
    golden sid-$group-numbers.txt
done
expect 0 print --group ma
grep -B 2 '^J03' "$work/out" | tr '\n' ' ' | grep -q 'Stel deze vraag als: J02 ‘.*’ is “ja”' ||
    fault "J03 does not say that it hangs on J02"
for group in be ma tr pl ro cd af; do
    expect 0 print --group $group --html
    page
done
expect 0 print --group be
silent "Inburgering en Nederlandse les"
expect 0 print --lang fr --group cd --html --cards
page

# files and refusals
expect 0 print --questionnaire "$kitchen" --out "$work/sheet.txt"
grep -q "STOP" "$work/sheet.txt" || fault "the file is not the sheet"
expect 65 print --questionnaire "$kitchen" --out "$work/sheet.txt"
says "bestaat al"
expect 74 print --questionnaire "$kitchen" --out "$work/nowhere/sheet.txt"
expect 64 print --lang xx
expect 64 print --group xx
expect 78 print --questionnaire "$work"
done_ok
