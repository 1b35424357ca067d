#include "cmd/output.h"
#include "cmd/study.h"

#include "base/i18n.h"

static void verify_fields(struct run *run, struct json *json, void *context)
{
    (void)run;
    const struct verify_report *r = context;
    char hex[HASH_HEX];
    json_put_int(json, "acts", (int64_t)r->acts);
    json_put_int(json, "cases", (int64_t)r->cases);
    json_put_int(json, "erased", (int64_t)r->erased);
    json_put_int(json, "chain_faults", (int64_t)r->chain_faults);
    json_put_int(json, "cache_faults", (int64_t)r->cache_faults);
    json_put_int(json, "page_faults", (int64_t)r->page_faults);
    json_put(json, "tip", hash_hex(&r->tip, hex));
    json_key(json, "faults");
    json_array(json);
    for (size_t i = 0; i < r->faults_n; i++) {
        json_text(json, r->faults[i]);
    }
    json_array_end(json);
}

static void print_counts(FILE *out, const struct verify_report *report, uint64_t faults)
{
    fprintf(out, trn("%llu handeling, ", "%llu handelingen, ", report->acts),
            (unsigned long long)report->acts);
    fprintf(out, trn("%llu adres, ", "%llu adressen, ", report->cases), (unsigned long long)report->cases);
    fprintf(out, tr("%llu gewist, "), (unsigned long long)report->erased);
    fprintf(out, trn("%llu fout", "%llu fouten", faults), (unsigned long long)faults);
    fputc('\n', out);
}

enum exit_code run_verify(struct run *run)
{
    struct study study;
    enum exit_code code;
    if (!study_open(&study, run, false, &code)) {
        return code;
    }
    struct verify_report report;
    enum store_status status = store_verify(study.store, run->arena, &report);
    if (status != STORE_OK) {
        code = study_fail(&study, status);
        study_close(&study);
        return code;
    }
    if (run->options.json) {
        output_one(run, "verify", verify_fields, &report);
    } else {
        for (size_t i = 0; i < report.faults_n; i++) {
            fprintf(run->out, "%.*s\n", STR_ARG(report.faults[i]));
        }
        uint64_t faults = report.chain_faults + report.cache_faults + report.page_faults;
        print_counts(run->out, &report, faults);
    }
    study_close(&study);
    return report.chain_faults || report.cache_faults || report.page_faults ? EXIT_FINDINGS : EXIT_GOOD;
}
