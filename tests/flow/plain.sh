# The line mode: everything without a screen, back, help, break-off, resume.
. "$(dirname "$0")/lib.sh"
new_small
printf '\n1\n1\n38,5\nq\n' >"$work/in"
expect_from 1 "$work/in" interview 1001 --plain
prints "Wilt u meewerken?"
prints "1  ja"
prints "1001: onderbroken, "
expect 0 show 1001 --json
json '.cells[] | select(.id=="hours") | .value' 38.5
# resumes at the same question
printf '1\n1 8\n1 2\npoetsvrouw\n3\nn\n0\n' >"$work/in"
expect_from 0 "$work/in" interview 1001 --plain --json
json .outcome completed
json '.asked[] | select(.id=="trust_police") | .state' dont_know
expect 0 verify

# end of input breaks off; back and changing park what falls off the route
printf '\n1\n1\n40\n<\n<\n2\n8\n1\n1\n' >"$work/in"
expect_from 1 "$work/in" interview 1002 --plain --json
json '[.parked[].id] | join(" ")' hours
json .outcome broken_off
# wrong things are refused in words, and asked again
printf '\n5\nx\nn\n1\n?\n2\n\\n\n' >"$work/in"
expect_from 1 "$work/in" interview --group be --plain
prints "Dat staat niet in de lijst."
prints "Dat kan hier niet."
# a soft check asks for a reason
printf '\n1\n1\n70\ntwee jobs\n2\n' >"$work/in"
expect_from 1 "$work/in" interview --group be --plain --json
json '.checks[0].reason' 'twee jobs'
# and then goes on with the next question, each asked once
printf '\n1\n1\n70\ntwee jobs\n2\n1 8\n1 2\npoetsvrouw\n3\nn\n0\n' >"$work/whole"
expect_from 0 "$work/whole" interview --group be --plain
[ "$(grep -c '^A03' "$work/out")" = 1 ] || fault "a question was asked again after its check was confirmed"
prints "new-000003: volledig, "

# a battery's words and card are said once, before its first row; also when a respondent is watched
once() { [ "$(grep -cF -- "$1" "$work/out")" = 1 ] || fault "not said once: $1"; }
once "[kaart 3] In welke mate bent u het eens"
once "[kaart 3]"
expect 0 interview --practice --group ma --simulated --seed 3
once "[kaart 3] In welke mate bent u het eens"
once "[kaart 3]"

# practice never touches the real file
before=$(sha256sum <"$VELDWERK_STUDY")
expect_from 1 "$work/in" interview --practice --group be --plain
[ "$before" = "$(sha256sum <"$VELDWERK_STUDY")" ] || fault "a practice interview changed the study file"
expect 0 interview --practice --group ma --simulated --seed 3
[ "$before" = "$(sha256sum <"$VELDWERK_STUDY")" ] || fault "a practice interview changed the study file"
# screens want a terminal
expect 64 interview 1001
done_ok
