/*
 * The shim inside any program that uses the system's SQLite: LD_PRELOAD=.../shim_preload.so
 *   VELDWERK_SHIM_KILL=N    SIGKILL before the N-th write, truncate or sync; N+ for after it
 *   VELDWERK_SHIM_REPORT=F  at the end, the number of such calls into file F
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/crash/shim_vfs.h"

static struct shim shim = {.counted = SHIM_DISK_WRITES};

static void report(void)
{
    const char *path = getenv("VELDWERK_SHIM_REPORT");
    FILE *out = path ? fopen(path, "w") : NULL;
    if (out) {
        fprintf(out, "%" PRIu64 "\n", shim.calls);
        fclose(out);
    }
}

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("VELDWERK_SHIM_KILL");
    if (at) {
        char *end = NULL;
        shim.at = strtoull(at, &end, 10);
        shim.after = *end == '+';
        shim.kill = true;
    }
    /* before SQLite starts, as the store itself asks it */
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
    if (shim_register(&shim, "shim", true) != SQLITE_OK) {
        abort();
    }
    atexit(report);
}
