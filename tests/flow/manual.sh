# What docs/interviewer.md shows of the command line: the backup and the line mode. Its screens are played by tests/docs.
# UPDATE_GOLDEN=1 writes what it should show.
. "$(dirname "$0")/lib.sh"
guide=$here/../../docs/interviewer.md
usb=$work/usb
# As installed: the program finds the survey beside itself, wherever it is started.
mkdir -p "$usb" "$work/desk" "$work/installed/bin" "$work/installed/share"
cp "$VELDWERK" "$work/installed/bin/veldwerk"
ln -s "$(cd "$here/../.." && pwd)" "$work/installed/share/veldwerk"
VELDWERK=$work/installed/bin/veldwerk
PATH=$work/installed/bin:$PATH
cd "$work" || exit 1
expect 0 demo --seed 1
awk -v work="$work/desk" -v from=/media/usb -v to="$usb" -f "$here/../docs/console.awk" "$guide" >"$work/played" ||
    fault "the guide cannot be played"
if [ -n "${UPDATE_GOLDEN:-}" ]; then
    cat "$work/played" >"$guide"
fi
diff "$guide" "$work/played" >"$work/out" || fault "the guide is not what the program says: make pictures"
[ "$(grep -c '^Antwoord: ' "$guide")" -gt 5 ] || fault "the guide shows no interview in the line mode"
done_ok
