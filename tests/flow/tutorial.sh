# docs/designer.md, played: its files, its commands, and what they say. UPDATE_GOLDEN=1 writes what they should say.
. "$(dirname "$0")/lib.sh"
guide=$here/../../docs/designer.md
mkdir "$work/desk" "$work/bin"
ln -s "$VELDWERK" "$work/bin/veldwerk"
PATH=$work/bin:$PATH
unset VELDWERK_STUDY VELDWERK_USER
awk -v work="$work/desk" -f "$here/../docs/console.awk" "$guide" >"$work/played" || fault "the tutorial cannot be played"
if [ -n "${UPDATE_GOLDEN:-}" ]; then
    cat "$work/played" >"$guide"
fi
diff "$guide" "$work/played" >"$work/out" || fault "the tutorial is not what the program says: make pictures"
# It ends well: both studies are whole, and every interview of the tutorial is there.
expect 0 --study "$work/desk/street.veldwerk" verify --json
expect 0 --study "$work/desk/street.veldwerk" show 1 --json
json '[.cells[] | select(.id == "wishes_other") | .value] | join(" ")' 'a bench'
expect 0 --study "$work/desk/street-2.veldwerk" show 2 --json
json '[.cells[] | select(.id == "child_age") | .value] | join(" ")' 7
done_ok
