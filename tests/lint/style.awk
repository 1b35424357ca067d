# What a compiler does not see: guards, lengths, functions we do not call, SQL made by formatting.
BEGIN {
    ban["strcpy"] = "arena_copy or buf_add"
    ban["strcat"] = "buf_add"
    ban["strncpy"] = "arena_copy"
    ban["sprintf"] = "arena_format or buf_format"
    ban["vsprintf"] = "buf_vformat"
    ban["gets"] = "file_read"
    ban["atoi"] = "str_to_int64"
    ban["atol"] = "str_to_int64"
    ban["strtok"] = "str_split"
    ban["system"] = "nothing: no shell-outs"
    ban["popen"] = "nothing: no shell-outs"
    ban["setlocale"] = "nothing: text does not ask the locale"
    ban["localtime"] = "localtime_r"
    ban["rand"] = "draws_next"
    ban["sqlite3_mprintf"] = "parameters: no formatted SQL"
    ban["sqlite3_exec"] = "db_run: one prepared statement at a time"
    may["store/db.c:sqlite3_exec"] = "the schema script, a constant"
    may["tui/term_curses.c:setlocale"] = "curses wants to know that the terminal speaks UTF-8"
}
FNR == 1 {
    if (FILENAME ~ /\.h$/) { want = toupper(FILENAME); gsub(/[^A-Z0-9]/, "_", want); guard = 0 }
}
{ if (FNR > lines[FILENAME]) lines[FILENAME] = FNR }
FILENAME ~ /\.h$/ && !guard && /^#ifndef/ { guard = 1; if ($2 != want) complain("guard should be " want) }
/[ \t]$/ { complain("white space at the end") }
/\t/ { complain("tab") }
length($0) > 120 { complain("longer than 120 bytes") }
FILENAME ~ /\.c$/ && FILENAME !~ /^tests\// && /^extern / { complain("extern in a .c: put it in the header") }
{
    code = $0
    sub(/\/\/.*/, "", code)
    gsub(/"([^"\\]|\\.)*"/, "\"\"", code)
    if (code ~ /^ *\*/ || code ~ /^ *\/\*/) next
    while (match(code, /[A-Za-z_][A-Za-z0-9_]* *\(/)) {
        name = substr(code, RSTART, RLENGTH); sub(/ *\($/, "", name)
        if (name in ban && !((FILENAME ":" name) in may)) complain(name "(): use " ban[name])
        code = substr(code, RSTART + RLENGTH)
    }
}
function complain(text) { print FILENAME ":" FNR ": " text; bad = 1 }
END {
    for (f in lines) if (lines[f] > 900) { print f ": " lines[f] " lines, 900 is the limit"; bad = 1 }
    exit bad
}
