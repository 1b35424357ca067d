# Plays the files and commands of a guide: blocks of text in its markdown.
#   ```yaml PATH, ```csv PATH   the file PATH, as it stands there
#   ```console                  lines that begin with "$ " are commands, the others what they say; what follows
#                               a question of the line mode was typed
# What is exported stays so. Prints the guide as it should be. Everything happens in the folder `work`; `from` in a block means `to`.
function quoted(text) { gsub(/'/, "'\\''", text); return "'" text "'" }
function swapped(text, a, b,    at, out) {
    while (a != "" && (at = index(text, a)) > 0) {
        out = out substr(text, 1, at - 1) b
        text = substr(text, at + length(a))
    }
    return out text
}
BEGIN { prompt = "(Antwoord|Enter = verder|Klopt het\\?[^:]*|Answer|Enter = go on|If it is right[^:]*): |(Welke|Which)\\? " }

# One command: typed lines in, what it says out, each typed line behind the question it answered.
function play(command, typed, n,    i, line, text, answer) {
    printf "" > (work "/typed")
    for (i = 1; i <= n; i++) { print typed[i] > (work "/typed") }
    close(work "/typed")
    system("cd " quoted(work) " && { " exported swapped(command, from, to) "\n} <typed >said 2>&1")
    if (command ~ /^export /) exported = exported swapped(command, from, to) "\n"
    print "$ " command
    i = 0
    text = ""
    while ((getline line < (work "/said")) > 0) { text = text line "\n" }
    close(work "/said")
    while (i < n && match(text, prompt)) {
        answer = substr(text, RSTART, RLENGTH) typed[++i]
        sub(/ $/, "", answer)
        printf "%s%s\n", swapped(substr(text, 1, RSTART - 1), to, from), answer
        text = substr(text, RSTART + RLENGTH)
    }
    printf "%s", swapped(text, to, from)
}
function commands(    line, command, n, typed) {
    command = ""
    while ((getline line) > 0 && line != "```") {
        if (line ~ /^\$ /) {
            if (command != "") play(command, typed, n)
            command = substr(line, 3)
            n = 0
        } else if (match(line " ", "^(" prompt ")")) {
            typed[++n] = substr(line, RLENGTH + 1)
        }
    }
    if (command != "") play(command, typed, n)
    print line
}
/^```(yaml|csv) / {
    file = work "/" $2
    folder = file
    sub(/\/[^\/]*$/, "", folder)
    system("mkdir -p " quoted(folder))
    printf "" > file
}
{ print }
/^```console$/ { commands(); next }
/^```$/ && file { close(file); file = ""; next }
file && !/^```/ { print > file }
