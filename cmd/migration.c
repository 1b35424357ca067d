#include "cmd/migration.h"

#include "base/i18n.h"

/* What migrating does, in words and as JSON. */
static const struct {
    const char *name; /* in JSON */
    const char *words;
} fates[FATES] = {
    [FATE_MIGRATED] = {"migrated", N_("overgezet")},
    [FATE_THERE] = {"there", N_("stond al op deze versie")},
    [FATE_NEW] = {"new", N_("nog niet begonnen: krijgt vanzelf de versie van de studie")},
    [FATE_FINISHED] = {"finished", N_("afgewerkt: blijft zoals het is (--finished zet ook die over)")},
    [FATE_CLAIMED] = {"claimed", N_("overgeslagen: wordt nu afgenomen")},
    [FATE_GROUP] = {"no_group", N_("overgeslagen: deze versie kent de groep niet")},
};
static const char *const change_words[CHANGE_KINDS] = {
    [CHANGE_ASKED] = N_("nieuw te vragen"),        [CHANGE_PARKED] = N_("geparkeerd"),
    [CHANGE_LIVE] = N_("telt weer mee"),           [CHANGE_INVALID] = N_("niet meer geldig"),
    [CHANGE_GONE] = N_("vraag bestaat niet meer"), [CHANGE_CHECK] = N_("controle die nu spreekt"),
    [CHANGE_STOP] = N_("eindigt nu bij"),
};

static void put_version(struct json *json, const char *key, const struct questionnaire *q)
{
    char hex[HASH_HEX];
    json_key(json, key);
    json_object(json);
    json_put(json, "version", q->version);
    json_put(json, "questionnaire_hash", hash_hex(&q->hash, hex));
    json_object_end(json);
}

static void put_change(struct json *json, const struct version_change *change)
{
    json_object(json);
    json_put(json, "id", change->id);
    json_put_int(json, "row", change->row);
    json_key(json, "certain");
    json_bool(json, change->certain);
    if (change->kind == CHANGE_CHECK) {
        json_put(json, "kind", change->check == CHECK_HARD ? STR("hard") : STR("soft"));
    } else {
        json_put(json, "value", change->value);
    }
    json_object_end(json);
}

static void put_changes(struct json *json, const struct version_changes *changes)
{
    for (int kind = 0; kind < CHANGE_KINDS; kind++) {
        json_key(json, change_kind_name((enum change_kind)kind));
        json_array(json);
        for (size_t i = 0; i < changes->n; i++) {
            if (changes->items[i].kind == (enum change_kind)kind) {
                put_change(json, &changes->items[i]);
            }
        }
        json_array_end(json);
    }
    json_put_int(json, "orders_kept", (int64_t)changes->orders_kept);
    json_put_int(json, "orders_unused", (int64_t)changes->orders_unused);
}

static void tell_json(struct migration *m, struct str id, enum fate fate, const struct questionnaire *old,
                      const struct version_changes *changes)
{
    struct json *json = &m->output.json;
    json_object(json);
    json_put(json, "case", id);
    json_put(json, "fate", str_from(fates[fate].name));
    if (old) {
        put_version(json, "from", old);
        put_version(json, "to", m->next);
        put_changes(json, changes);
    }
    json_object_end(json);
}

static void print_change(FILE *out, const struct version_change *change)
{
    fprintf(out, " %.*s", STR_ARG(change->id));
    if (change->row) {
        fprintf(out, "[%u]", change->row);
    }
    if (change->kind == CHANGE_INVALID) {
        fprintf(out, "=%.*s", STR_ARG(change->value));
    }
    if (!change->certain) {
        fputs(tr(" (misschien)"), out);
    }
}

static void tell_text(struct migration *m, struct str id, enum fate fate, const struct questionnaire *old,
                      const struct version_changes *changes)
{
    FILE *out = m->run->out;
    bool nothing = fate == FATE_NEW || fate == FATE_THERE || fate == FATE_FINISHED;
    if (nothing && !m->run->options.words_n) {
        return; /* counted only: that is most of a study */
    }
    fprintf(out, "%.*s  ", STR_ARG(id));
    if (!old) {
        fprintf(out, "%s\n", tr(fates[fate].words));
        return;
    }
    fprintf(out, "%.*s -> %.*s\n", STR_ARG(old->version), STR_ARG(m->next->version));
    for (int kind = 0; kind < CHANGE_KINDS; kind++) {
        if (!changes->of[kind]) {
            continue;
        }
        fprintf(out, "    %s:", tr(change_words[kind]));
        for (size_t i = 0; i < changes->n; i++) {
            if (changes->items[i].kind == (enum change_kind)kind) {
                print_change(out, &changes->items[i]);
            }
        }
        fputc('\n', out);
    }
}

void migration_tell(struct migration *m, struct str id, enum fate fate, const struct questionnaire *old,
                    const struct version_changes *changes)
{
    m->of[fate]++;
    for (int kind = 0; old && kind < CHANGE_KINDS; kind++) {
        m->cases[kind] += changes->of[kind] > 0;
        m->changes[kind] += changes->of[kind];
    }
    m->orders_kept += old ? changes->orders_kept : 0;
    m->orders_unused += old ? changes->orders_unused : 0;
    (m->run->options.json ? tell_json : tell_text)(m, id, fate, old, changes);
}

static void total_text(const struct migration *m)
{
    FILE *out = m->run->out;
    bool dry = m->run->options.dry_run;
    for (int fate = 0; fate < FATES; fate++) {
        const char *words = dry && fate == FATE_MIGRATED ? tr("zou overgezet worden") : tr(fates[fate].words);
        if (m->of[fate] || fate == FATE_MIGRATED) {
            fprintf(out, "%6zu  %s\n", m->of[fate], words);
        }
    }
    for (int kind = 0; kind < CHANGE_KINDS; kind++) {
        if (m->changes[kind]) {
            fprintf(
                out,
                trn("%6zu  adres: %s (%zu in totaal)", "%6zu  adressen: %s (%zu in totaal)", m->cases[kind]),
                m->cases[kind], tr(change_words[kind]), m->changes[kind]);
            fputc('\n', out);
        }
    }
    if (m->orders_kept || m->orders_unused) {
        fprintf(out, tr("%6zu  getrokken volgordes blijven, %zu worden niet meer gebruikt"), m->orders_kept,
                m->orders_unused);
        fputc('\n', out);
    }
}

static void total_json(struct run *run, struct json *json, void *context)
{
    const struct migration *m = context;
    json_key(json, "dry_run");
    json_bool(json, run->options.dry_run);
    put_version(json, "to", m->next);
    json_key(json, "totals");
    json_object(json);
    for (int fate = 0; fate < FATES; fate++) {
        json_put_int(json, fates[fate].name, (int64_t)m->of[fate]);
    }
    for (int kind = 0; kind < CHANGE_KINDS; kind++) {
        json_put_int(json, change_kind_name((enum change_kind)kind), (int64_t)m->changes[kind]);
    }
    json_object_end(json);
}

void migration_total(struct migration *m)
{
    if (m->run->options.json) {
        output_end_with(m->run, &m->output, total_json, m);
    } else {
        total_text(m);
    }
}
