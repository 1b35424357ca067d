#include "cmd/proofs.h"

#include "base/buf.h"
#include "base/csv.h"
#include "base/file.h"
#include "base/i18n.h"

/*
 * The witnesses of the proofs as files: each a case of one sample with its answers, so that
 *     veldwerk sample DIR/sample.csv; veldwerk interview CASE --answers DIR/CASE.csv
 * takes the interview where the claim says.
 */
struct writing {
    struct run *run;
    const struct questionnaire *q;
    struct str folder;
    struct buf sample, answers;
    struct arena *arena; /* of one witness */
    size_t n;
    bool failed;
};

/* Thousands of small files that can be made again: nobody waits for the disk here. */
static void write_file(struct writing *w, struct str name, const struct buf *bytes)
{
    struct str path = path_join(w->arena, w->folder, name);
    FILE *file = fopen(path.ptr, "wbxe");
    bool fine = file && fwrite(bytes->ptr, 1, bytes->len, file) == bytes->len;
    fine = file && fclose(file) == 0 && fine && !bytes->full;
    if (!fine && !w->failed) {
        fail(w->run, EXIT_IO, tr("%s kon niet geschreven worden"), path.ptr);
    }
    w->failed = w->failed || !fine;
}

/* What chance drew is told beside the answers. */
static void add_draws(struct writing *w, const struct witness *witness)
{
    for (size_t i = 0; i < witness->draws_n; i++) {
        const struct witness_answer *draw = &witness->draws[i];
        const struct variable *variable = w->q->codebook->variables[draw->slot];
        buf_format(&w->answers, "%.*s,", STR_ARG(variable->id));
        if (draw->row) {
            buf_format(&w->answers, "%u", draw->row);
        }
        buf_add_char(&w->answers, ',');
        value_write(&w->answers, variable, &draw->cell.value);
        buf_add_text(&w->answers, ",,\n");
    }
}

/* The interview is held in the sample's language: where the claim hangs on that, and on nothing that the
 * sample says of it, the sample says the witness's. */
static void add_case(struct writing *w, const struct proof *proof, struct str name,
                     const struct witness *witness)
{
    struct witness known = *witness;
    const uint32_t *readers = &w->q->reader_from[BUILTIN_FRAME_LANGUAGE];
    if (witness->language != w->q->codebook->source_language && readers[0] == readers[1]) {
        known.known[BUILTIN_FRAME_LANGUAGE] = known.known[BUILTIN_LANGUAGE];
    }
    witness_write_case(&w->sample, w->q, proof->group, name, &known);
}

static void write_witness(struct writing *w, const struct proof *proof, struct str name,
                          const struct witness *witness)
{
    buf_clear(&w->answers);
    witness_write(&w->answers, w->q, witness);
    add_draws(w, witness);
    write_file(w, arena_format(w->arena, "%.*s.csv", STR_ARG(name)), &w->answers);
    add_case(w, proof, name, witness);
    w->n++;
    arena_reset(w->arena);
}

static void write_proof(struct writing *w, const struct proof *proof)
{
    for (uint32_t i = 0; i < proof->witnesses_n; i++) {
        struct claim claim = {.witness = i};
        struct str name = proof_case(w->arena, proof, &claim);
        write_witness(w, proof, name, proof_respondent(w->arena, proof, i));
    }
    for (size_t i = 0; i < proof->claims_n; i++) {
        const struct claim *claim = &proof->claims[i];
        if (claim->replaced && claim->witness != NONE) {
            struct str name = proof_case(w->arena, proof, claim);
            write_witness(w, proof, name, proof_witness(w->arena, proof, claim));
        }
    }
}

static bool is_empty(struct run *run, const char *folder)
{
    struct str *names = NULL;
    size_t n = 0;
    return !file_exists(folder) || (folder_list(run->arena, folder, &names, &n) && n == 0);
}

enum exit_code proofs_write(struct run *run, const struct proofs *proofs, struct str folder)
{
    const char *path = arena_copy(run->arena, folder).ptr;
    if (!is_empty(run, path)) {
        return fail(run, EXIT_DATA, tr("%s bestaat al en is niet leeg"), path);
    }
    if (!folder_make(path, NULL)) {
        return fail(run, EXIT_IO, tr("de map %s kon niet gemaakt worden"), path);
    }
    struct writing w = {.run = run,
                        .q = proofs->q,
                        .folder = folder,
                        .sample = buf_new((size_t)1 << 30),
                        .answers = buf_new(BUF_LIMIT_DEFAULT),
                        .arena = arena_new()};
    buf_add_text(&w.sample, "case,group,sex,birth_date,municipality_nis,language,generation\n");
    for (size_t i = 0; i < proofs->n && !w.failed; i++) {
        write_proof(&w, proofs->of[i]);
    }
    write_file(&w, STR("sample.csv"), &w.sample);
    if (!w.failed) {
        fprintf(run->err, trn("%zu getuige in %s", "%zu getuigen in %s", w.n), w.n, path);
        fputc('\n', run->err);
    }
    buf_free(&w.sample);
    buf_free(&w.answers);
    arena_free(w.arena);
    return w.failed ? EXIT_IO : EXIT_GOOD;
}
