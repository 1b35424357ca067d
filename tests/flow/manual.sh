# What docs/interviewer.md shows of the command line: the backup and the line mode. Its screens are played by tests/docs.
. "$(dirname "$0")/lib.sh"
guide=$here/../../docs/interviewer.md
usb=$work/usb
mkdir "$usb"
# As installed: the program finds the survey beside itself, wherever it is started.
mkdir -p "$work/installed/bin" "$work/installed/share"
cp "$VELDWERK" "$work/installed/bin/veldwerk"
ln -s "$(cd "$here/../.." && pwd)" "$work/installed/share/veldwerk"
VELDWERK=$work/installed/bin/veldwerk
PATH=$work/installed/bin:$PATH
cd "$work" || exit 1
expect 0 demo --seed 1

# The block of text below a comment, /media/usb being a folder of ours.
block() { awk -v want="$1" '
    f && /^```$/ { exit }
    f { print }
    w && /^```console$/ { f = 1 }
    index($0, "<!-- " want) == 1 { n++; w = n == N }' N="$2" "$guide" | sed "s|/media/usb|$usb|g"; }

# Commands with what they say, one after the other.
for n in 1 2; do
    block console $n >"$work/block"
    [ -s "$work/block" ] || fault "the guide has no console block $n"
    : >"$work/played"
    while IFS= read -r line; do
        case $line in
        '$ veldwerk '*) echo "$line" && eval "${line#??}" ;;
        '$ '*) echo "$line is no command of ours" ;;
        esac >>"$work/played" 2>&1 </dev/null
    done <"$work/block"
    diff "$work/block" "$work/played" >"$work/out" || fault "the guide's console block $n is not what the program says"
done

# The line mode: what was typed stands behind the prompts.
block plain 1 | sed 1d >"$work/block"
prompts='^(Antwoord:|Enter = verder:|Welke\?|Klopt het\?[^:]*:)'
sed -nE "s/$prompts ?//p" "$work/block" >"$work/in"
[ "$(wc -l <"$work/in")" -gt 5 ] || fault "nothing is typed in the guide's line mode"
sed -E "s/$prompts.*/\\1 /" "$work/block" | awk '/: $|\? $/ { printf "%s", $0; next } { print }' >"$work/wanted"
expect_from 1 "$work/in" interview 100205 --plain
cmp -s "$work/wanted" "$work/out" || { diff "$work/wanted" "$work/out" >"$work/err"; fault "the guide's line mode is not what the program says"; }
done_ok
