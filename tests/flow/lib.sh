# What the command tests share. Each script sources this, gets a study in a folder of its own, and says with `done_ok`
# that it came to its end.
set -u
: "${VELDWERK:?the program to test}"
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/veldwerk-flow-XXXXXX")
trap 'chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
export XDG_DATA_HOME="$work/xdg" VELDWERK_STUDY="$work/study.veldwerk" VELDWERK_USER=tester
unset VELDWERK_UI
failures=0

fault() {
    failures=$((failures + 1))
    echo "FAILED: $*"
    [ -s "$work/err" ] && sed 's/^/    err: /' "$work/err"
    [ -s "$work/out" ] && head -c 2000 "$work/out" | sed 's/^/    out: /'
}
# expect CODE WORDS...: runs the program, compares the exit code, keeps out and err.
expect() {
    want=$1
    shift
    "$VELDWERK" "$@" >"$work/out" 2>"$work/err" </dev/null
    rc=$?
    [ "$rc" = "$want" ] || fault "exit $rc instead of $want: veldwerk $*"
}
# The same with standard input from a file.
expect_from() {
    want=$1
    input=$2
    shift 2
    "$VELDWERK" "$@" >"$work/out" 2>"$work/err" <"$input"
    rc=$?
    [ "$rc" = "$want" ] || fault "exit $rc instead of $want: veldwerk $*"
}
# json FILTER WANT: jq over the output.
json() {
    got=$(jq -r "$1" "$work/out" 2>&1)
    [ "$got" = "$2" ] || fault "jq '$1' gives '$got' instead of '$2'"
}
says() { grep -qF -- "$1" "$work/err" || fault "standard error does not say: $1"; }
prints() { grep -qF -- "$1" "$work/out" || fault "standard output does not say: $1"; }
silent() { grep -qF -- "$1" "$work/out" && fault "standard output should not hold: $1"; return 0; }
# new_small: a study with the small questionnaire and two cases, 1001 (be) and 1002 (ma).
new_small() {
    expect 0 new --questionnaire "$here/small" --seed 1
    cat >"$work/sample.csv" <<'CSV'
case,group,sex,birth_date,municipality_nis,language,generation,first_name,last_name,street,postcode,phone,email,interviewer
1001,be,f,1980-05-06,44021,nl,,Lies,Verzonnen,Lindestraat 1,9000,,,tester
1002,ma,m,1991,11002,nl,2,Karim,"Bedacht, de",Havenkaai 2,2000,,,tester
CSV
    expect 0 sample "$work/sample.csv"
}
# The answers of a complete interview of the small questionnaire.
full_answers() {
    cat <<'CSV'
question,row,value,reason,note
consent,,1
work,,1
hours,,38.5
jobs,,1
search,,1 7
search_other,,via de kerk
job_title,,poetsvrouw
trust_people,,3
trust_police,,?
children,,2
child_name,1,Noor
child_birth,1,2010-02-03
child_name,2,Sam
child_birth,2,2013
CSV
}
done_ok() {
    [ "$failures" = 0 ] || { echo "$failures failures"; exit 1; }
    echo "ok"
}
