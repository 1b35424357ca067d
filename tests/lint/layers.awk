# Reads the compiler's .d files against the rules of the Makefile: who includes whom, also transitively;
# libraries only through their door; *_priv.h only inside its own folder.
BEGIN {
    n = split(rules, r, " ")
    for (i = 1; i <= n; i++) {
        split(r[i], part, ":")
        k = split(part[2], u, ",")
        for (j = 1; j <= k; j++) may[part[1], u[j]] = 1
        module[part[1]] = 1
    }
    n = split(doors, r, " ")
    for (i = 1; i <= n; i++) {
        split(r[i], part, ":")
        door[part[1]] = "," part[2] ","
    }
}
FNR == 1 {
    files++
    own = substr(FILENAME, length(prefix) + 1)
    sub(/\/.*/, "", own)
    shown = substr(FILENAME, length(prefix) + 1)
    sub(/\.d$/, ".c", shown)
}
{
    for (i = 1; i <= NF; i++) {
        f = $i
        sub(/:$/, "", f)
        if (f ~ /^\//) {
            for (d in door)
                if (index(f, "/" d) && index(door[d], "," own ",") == 0)
                    complain(shown ": " f " is only for" door[d])
        } else if (f ~ /\.h$/) {
            m = f
            sub(/\/.*/, "", m)
            if (m in module) {
                if (!((own, m) in may)) complain(shown ": " own "/ may not use " f)
                if (f ~ /_priv\.h$/ && m != own) complain(shown ": " f " is private to " m "/")
            }
        }
    }
}
function complain(text) { if (!(text in said)) { said[text] = 1; print text; bad = 1 } }
END {
    if (!files) { print "check-layers: no .d files read"; exit 1 }
    exit bad
}
