# Texts out to translators and in again.
. "$(dirname "$0")/lib.sh"
cp -r "$here/../fixtures/questionnaires/kitchen" "$work/kitchen"
kitchen="$work/kitchen"
export VELDWERK_UI=nl

# out: a .po file that gettext's own programs take
expect 0 translate export --lang en --questionnaire "$kitchen"
cp "$work/out" "$work/en.po"
grep -q 'msgctxt "items.hours.text"' "$work/en.po" || fault "the question about hours is not in the .po file"
msgfmt --check-format --check-domain -o /dev/null "$work/en.po" 2>"$work/err" || fault "msgfmt refuses the .po file"
# and in again, also after gettext wrote it its own way: the same comes out
msgcat --width=40 "$work/en.po" >"$work/wrapped.po" || fault "msgcat refuses the .po file"
expect 0 translate import "$work/wrapped.po" --lang en --questionnaire "$kitchen"
says "kitchen/text/en.yaml is geschreven"
expect 0 translate export --lang en --questionnaire "$kitchen"
cmp -s "$work/out" "$work/en.po" || fault "another .po file after an import"
expect 0 translate import "$work/en.po" --lang en --questionnaire "$kitchen"
[ ! -s "$work/err" ] || fault "an import that changes nothing says something"
expect 0 check "$kitchen"

# a mistake: its line, 65, and not a byte is written
sed 's/msgstr "{hours} hours is a lot/msgstr "{ours} hours is a lot/' "$work/en.po" >"$work/wrong.po"
line=$(grep -n '{ours}' "$work/wrong.po" | cut -d: -f1)
cp -r "$kitchen" "$work/before"
expect 65 translate import "$work/wrong.po" --lang en --questionnaire "$kitchen"
says "wrong.po:$line: error P007: '{ours}' is not in the msgid"
says "er is niets geschreven"
expect 65 translate import "$work/missing.po" --lang en --questionnaire "$kitchen"
expect 65 translate import "$work/en.po" --lang ar --questionnaire "$kitchen"
says "this file holds the language 'en', not 'ar'"
diff -r "$work/before" "$kitchen" >"$work/out" || fault "a refused import wrote something"

# a language without any file yet
rm "$kitchen/text/ar.yaml"
expect 0 translate export --lang ar --questionnaire "$kitchen"
sed '/^msgctxt "items.consent.text"/,/^msgstr/s/^msgstr ""/msgstr "هل؟"/' "$work/out" >"$work/ar.po"
expect 0 translate import "$work/ar.po" --lang ar --questionnaire "$kitchen"
grep -q '^status: draft' "$kitchen/text/ar.yaml" || fault "a new language is not a draft"
grep -q 'text: هل؟' "$kitchen/text/ar.yaml" || fault "the Arabic text is not in its file"

# how far it is
expect 0 translate
prints "taal     groep"
expect 0 translate status --lang ar --group ma --json --questionnaire "$kitchen"
json '.items | length' 1
json '.items[0] | [.language, .group, .stale] | join(" ")' "ar ma 0"
json '.items[0] | .translated + .missing == .texts' true
expect 0 translate status --lang en --questionnaire "$kitchen"
prints "en       be"
silent "ar "

# a source text that changes makes its translation stale
sed -i 's/^  hours: {\(.*\)text: /  hours: {\1text: Nu: /; s/is veel\. Klopt dit/is heel veel. Klopt dit/' "$kitchen/text/nl.yaml"
expect 0 translate export --lang en --questionnaire "$kitchen"
grep -A1 '^#, fuzzy' "$work/out" | grep -q 'msgctxt "checks.c_hours.text"' || fault "the changed check is not fuzzy"

# the example of docs/translation.md is one of the survey
expect 0 translate export --lang fr
awk '/^#\. grid: read out/{on = 1} /^```/{on = 0} on' "$here/../../docs/translation.md" >"$work/example"
[ "$(wc -l <"$work/example")" = 5 ] || fault "docs/translation.md shows no entry"
tr '\n' '~' <"$work/out" | grep -qF "$(tr '\n' '~' <"$work/example")" ||
    fault "the entry in docs/translation.md is not in the export"

# the command line
expect 64 translate export --questionnaire "$kitchen"
says "zeg met --lang om welke taal het gaat"
expect 64 translate export --lang nl --questionnaire "$kitchen"
says "'nl' is de brontaal"
expect 64 translate export --lang xx --questionnaire "$kitchen"
says "kent de taal 'xx' niet"
expect 64 translate import --lang en
expect 64 translate status --group xx --questionnaire "$kitchen"
expect 64 translate nonsense
says "gebruik: veldwerk translate status"
echo "items: [" >"$kitchen/modules/all.yaml"
expect 78 translate export --lang en --questionnaire "$kitchen"
done_ok
