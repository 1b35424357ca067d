# The languages of the interface: every command's help in both, messages, refusals, the manual page.
. "$(dirname "$0")/lib.sh"
# The program finds its catalogue beside itself.
unset VELDWERK_LOCALE

expect 0 help
prints "kijk de vragenlijst na"
prints "Opties voor elke opdracht"
expect 0 --ui nl help
prints "kijk de vragenlijst na"
expect 0 --ui en help
prints "check the questionnaire"
prints "Options of every command"
silent "vragenlijst"
expect 0 --ui=en help
prints "check the questionnaire"
export VELDWERK_UI=en
expect 0 help
prints "check the questionnaire"
# what stands on the command line wins over the environment
expect 0 --ui nl help
prints "kijk de vragenlijst na"
unset VELDWERK_UI
# VELDWERK_LOCALE wins over what lies beside the program; where it has no catalogue, Dutch
export VELDWERK_LOCALE="$work"
expect 0 --ui en help
prints "kijk de vragenlijst na"
unset VELDWERK_LOCALE

expect 64 --ui fr help
says "--ui kent alleen nl"
expect 64 --ui
says "--ui wil een waarde"
expect 64 --ui en nonsense
says "unknown command 'nonsense'"
expect 64 --ui en help nonsense
says "unknown command 'nonsense'"
expect 64 nonsense
says "onbekende opdracht 'nonsense'"
expect 64 show --ui en --plain 1001
says "'show' has no option --plain"

commands=$("$VELDWERK" completion | tr ' ' '\n' | grep -v '^--')
[ "$(echo "$commands" | wc -l)" -ge 15 ] || fault "completion names too few commands: $commands"
for command in $commands; do
    expect 0 help "$command"
    prints "gebruik: veldwerk $command"
    mv "$work/out" "$work/dutch"
    expect 0 "$command" --help
    cmp -s "$work/out" "$work/dutch" || fault "help $command and $command --help differ"
    expect 0 --ui en help "$command"
    prints "usage: veldwerk $command"
    cmp -s "$work/out" "$work/dutch" && fault "the English help of $command is the Dutch one"
done

# messages of the store, of the line mode and of results
expect 65 --ui en --study "$work/none.veldwerk" verify
says "does not exist"
expect 65 --study "$work/none.veldwerk" verify
says "bestaat niet"
new_small
printf '\n5\nq\n' >"$work/in"
expect_from 1 "$work/in" --ui en interview 1001 --plain
prints "That is not in the list."
prints "1001: broken off, 0 answers, "
expect_from 1 "$work/in" interview 1001 --plain
prints "Dat staat niet in de lijst."
expect 0 --ui en verify
prints " acts, "

# the manual page
if command -v mandoc >/dev/null; then
    for ui in nl en; do
        expect 0 --ui $ui manpage
        mandoc -Tlint -W all "$work/out" >"$work/err" || fault "the manual page ($ui) is not sound mdoc"
    done
else
    echo "mandoc is not installed: the manual page was only looked through, not linted"
fi
expect 0 --ui en manpage
prints "check the questionnaire"
for option in $("$VELDWERK" completion | tr ' ' '\n' | sed -n 's/^--//p'); do prints "Fl -$option"; done
done_ok
