#include "export/manifest.h"

#include "base/file.h"
#include "base/i18n.h"
#include "export/citation.h"
#include "export/study_card.h"
#include "export/summary.h"

/* README.md of a bundle: what it is, how it is cited, what each file holds, how missing values are told. */

static const struct {
    const char *name, *holds;
} known_files[] = {
    {"data.sav", N_("de gegevens voor SPSS en PSPP")},
    {"data.dta", N_("de gegevens voor Stata, met labels in alle talen")},
    {"data.csv", N_("de gegevens als tekst: UTF-8, komma, decimale punt")},
    {"load.sps", N_("leest data.csv in SPSS of PSPP")},
    {"load.do", N_("leest data.csv in Stata")},
    {"load.R", N_("leest data.csv in R")},
    {"ddi.xml", N_("het codeboek voor archieven: DDI-Codebook 2.5")},
    {"codebook.html", N_("het codeboek om te lezen, met tellingen; zonder netwerk")},
    {"changes.csv", N_("elke verbetering aan een antwoord: wat, waarom, wanneer")},
    {"coding.csv", N_("elke code die aan een open antwoord gegeven is")},
    {"contacts.csv", N_("de bezoeken en wat ze opleverden")},
};

static void paragraph(struct buf *out, const char *title, struct str text)
{
    if (text.len) {
        buf_format(out, "## %s\n\n%.*s\n\n", title, STR_ARG(text));
    }
}

static void add_card(const struct export_job *job, struct str language, struct buf *out)
{
    const struct {
        enum card_field field;
        const char *title;
    } told[] = {
        {CARD_ABSTRACT, tr("Waarover")},      {CARD_UNIVERSE, tr("Over wie")},
        {CARD_SAMPLING, tr("Steekproef")},    {CARD_WEIGHTING, tr("Gewichten")},
        {CARD_CLEANING, tr("Verbeteringen")}, {CARD_CONFIDENTIALITY, tr("Vertrouwelijk")},
        {CARD_ACCESS, tr("Toegang")},
    };
    for (size_t i = 0; job->card && i < ARRAY_LEN(told); i++) {
        paragraph(out, told[i].title, card_words_in(&job->card->fields[told[i].field], language));
    }
}

static void add_files(const struct export_job *job, struct buf *out)
{
    buf_format(out, "## %s\n\n", tr("De bestanden"));
    for (size_t i = 0; i < ARRAY_LEN(known_files); i++) {
        struct str path = path_join(job->arena, str_from(job->folder), str_from(known_files[i].name));
        if (file_exists(path.ptr)) {
            buf_format(out, "- `%s`: %s\n", known_files[i].name, tr(known_files[i].holds));
        }
    }
    buf_format(out, "- `datapackage.*.json`: %s\n",
               tr("beschrijft data.csv, per taal (Frictionless Data Package)"));
    buf_format(out, "- `manifest.json`, `SHA256SUMS`: %s\n\n",
               tr("waaraan te zien is dat alles er is; nagaan met sha256sum -c SHA256SUMS"));
}

static void add_reasons(struct buf *out)
{
    buf_format(out, "## %s\n\n| %s | SPSS, CSV | Stata |\n|---|---|---|\n", tr("Waarom er geen waarde is"),
               tr("reden"));
    for (unsigned r = 1; r < REASONS; r++) {
        struct str label = reason_label(r, i18n_language());
        const struct reason_row *row = reason_row(r);
        if (row->tag) {
            buf_format(out, "| %.*s | -%u | .%c |\n", STR_ARG(label), r, row->tag);
        } else {
            buf_format(out, "| %.*s | %s | . |\n", STR_ARG(label), tr("leeg"));
        }
    }
    buf_format(
        out, "\n%s\n\n",
        tr("Variabelen die zelf negatief kunnen zijn, hebben codes van -9999901 tot -9999909. Van teksten en "
           "datums staat de reden in de variabele met _m achter haar naam."));
}

void readme_write(const struct export_job *job, struct buf *out)
{
    struct str language = job->model->newest->codebook->languages[job->model->language].id;
    struct str title = citation_title(job, language);
    struct str citation = citation_text(job, job->arena);
    buf_format(out, "# %.*s\n\n", STR_ARG(title));
    buf_format(out, tr("%llu gesprekken, %u variabelen, laag %s."),
               (unsigned long long)tally_rows(job->summary->tally), job->model->columns_n,
               export_layer_name(job->model->layer));
    buf_add_text(out, "\n\n");
    paragraph(out, tr("Zo te citeren"), citation);
    add_card(job, language, out);
    add_files(job, out);
    add_reasons(out);
}
