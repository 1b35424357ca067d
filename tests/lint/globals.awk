# nm's sysv lines: writable data that is not a relocated constant is a mutable global. The few permitted
# ones stand here, each with its reason.
BEGIN {
    allowed["i18n_state"] = "the interface's catalogue, chosen once at start"
    allowed["signal_seen"] = "set by signal handlers only"
}
{
    name = $1; sub(/.*:/, "", name); gsub(/ /, "", name); sub(/\.[0-9]+$/, "", name)
    section = $7; gsub(/ /, "", section)
    lines++
    if (section ~ /^(\.data|\.bss|\*COM)/ && section !~ /rel\.ro/ && !(name in allowed)) {
        where = $1; sub(/ *$/, "", where)
        print "mutable global: " where
        bad = 1
    }
}
END { if (!lines) { print "check-globals: nothing read"; exit 1 } exit bad }
