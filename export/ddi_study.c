#include "export/ddi_priv.h"

#include "base/date.h"
#include "base/i18n.h"
#include "export/citation.h"

/* The study as a whole, and the data file. */

static const struct study_card no_card;

static const struct study_card *card_of(const struct ddi *d)
{
    return d->job->card ? d->job->card : &no_card;
}

static struct str primary(const struct ddi *d)
{
    return ddi_language_id(d, d->model->language);
}

/* The text in each language it is told in. */
static void words_as(struct ddi *d, const char *element, const struct card_words *words)
{
    for (size_t i = 0; i < words->n; i++) {
        struct str language = words->in[i].language;
        ddi_leaf_in(d, element, language.len ? language : primary(d), words->in[i].text);
    }
}

static void field_as(struct ddi *d, const char *element, enum card_field field)
{
    words_as(d, element, &card_of(d)->fields[field]);
}

/* One element per entry and language; `of` puts attributes and what stands behind the words. */
static void entries_as(struct ddi *d, const char *element, enum card_list list,
                       void (*attributes)(struct ddi *d, const struct card_entry *entry),
                       void (*inside)(struct ddi *d, const struct card_entry *entry))
{
    const struct study_card *card = card_of(d);
    for (size_t i = 0; i < card->lists[list].n; i++) {
        const struct card_entry *entry = &card->lists[list].items[i];
        for (size_t k = 0; k < entry->words.n; k++) {
            ddi_start(d, element);
            struct str language = entry->words.in[k].language;
            ddi_put(d, "xml:lang", language.len ? language : primary(d));
            attributes(d, entry);
            ddi_say(d, entry->words.in[k].text);
            if (inside) {
                ddi_indent(d, false);
                inside(d, entry);
            }
            ddi_end(d);
            ddi_indent(d, true);
        }
    }
}

static void nothing(struct ddi *d UNUSED, const struct card_entry *entry UNUSED)
{
}

static void put_affiliation(struct ddi *d, const struct card_entry *entry)
{
    ddi_put(d, "affiliation", entry->affiliation);
}

static void put_abbreviation(struct ddi *d, const struct card_entry *entry)
{
    ddi_put(d, "abbr", entry->abbreviation);
}

static void put_organisation(struct ddi *d, const struct card_entry *entry)
{
    put_abbreviation(d, entry);
    put_affiliation(d, entry);
}

static void put_distributor(struct ddi *d, const struct card_entry *entry)
{
    put_organisation(d, entry);
    ddi_put(d, "URI", entry->uri);
}

static void put_nation(struct ddi *d, const struct card_entry *entry)
{
    ddi_put(d, "abbr", entry->code);
}

static void put_vocabulary(struct ddi *d, const struct card_entry *entry)
{
    ddi_put(d, "vocab", entry->vocabulary);
    ddi_put(d, "vocabURI", entry->vocabulary_uri);
}

/* The term of a controlled vocabulary, for machines. */
static void say_concept(struct ddi *d, const struct card_entry *entry)
{
    if (entry->code.len) {
        ddi_start(d, "concept");
        put_vocabulary(d, entry);
        ddi_say(d, entry->code);
        ddi_end(d);
    }
}

/* ---- citation ----------------------------------------------------------------------------------- */

static struct str stamp_date(const struct ddi *d)
{
    char text[DATE_TEXT_MAX];
    return arena_copy(d->scratch, citation_date(d->model->stamp_ms, text));
}

static void titles(struct ddi *d)
{
    struct str title = citation_title(d->job, primary(d));
    const struct card_words *all = &card_of(d)->fields[CARD_TITLE];
    ddi_start(d, "titlStmt");
    ddi_leaf_in(d, "titl", primary(d), title);
    for (size_t i = 0; i < all->n; i++) {
        if (!str_equal(all->in[i].text, title)) {
            ddi_leaf_in(d, "parTitl", all->in[i].language, all->in[i].text);
        }
    }
    struct str id = card_of(d)->id;
    ddi_leaf_with(d, "IDNo", "agency", card_of(d)->agency, id.len ? id : d->model->study);
    ddi_end(d);
}

static void producers(struct ddi *d)
{
    ddi_start(d, "prodStmt");
    entries_as(d, "producer", CARD_PRODUCERS, put_organisation, NULL);
    ddi_leaf_with(d, "prodDate", "date", stamp_date(d), stamp_date(d));
    ddi_leaf(d, "software", STR("veldwerk"));
    entries_as(d, "fundAg", CARD_FUNDERS, put_abbreviation, NULL);
    ddi_end(d);
}

static void version(struct ddi *d)
{
    ddi_start(d, "verStmt");
    ddi_leaf_with(d, "version", "date", stamp_date(d), d->job->release.len ? d->job->release : STR("0"));
    ddi_end(d);
}

static void citation(struct ddi *d)
{
    const struct study_card *card = card_of(d);
    ddi_start(d, "citation");
    titles(d);
    ddi_start(d, "rspStmt");
    entries_as(d, "AuthEnty", CARD_AUTHORS, put_affiliation, NULL);
    ddi_end(d);
    producers(d);
    ddi_start(d, "distStmt");
    entries_as(d, "distrbtr", CARD_DISTRIBUTORS, put_distributor, NULL);
    ddi_leaf_with(d, "distDate", "date", stamp_date(d), stamp_date(d));
    ddi_end(d);
    if (card->fields[CARD_SERIES].n) {
        ddi_start(d, "serStmt");
        field_as(d, "serName", CARD_SERIES);
        ddi_end(d);
    }
    version(d);
    ddi_leaf_in(d, "biblCit", primary(d), citation_text(d->job, d->scratch));
    ddi_leaf_with(d, "holdings", "URI", card->uri, STR_EMPTY);
    ddi_end(d);
}

/* ---- what it is about, how it was done, who may use it -------------------------------------------- */

static void about(struct ddi *d)
{
    const struct study_card *card = card_of(d);
    ddi_start(d, "stdyInfo");
    ddi_start(d, "subject");
    entries_as(d, "keyword", CARD_KEYWORDS, put_vocabulary, NULL);
    entries_as(d, "topcClas", CARD_TOPICS, put_vocabulary, NULL);
    ddi_end(d);
    field_as(d, "abstract", CARD_ABSTRACT);
    ddi_start(d, "sumDscr");
    const struct str dates[] = {card->start, card->end};
    for (size_t i = 0; i < ARRAY_LEN(dates); i++) {
        if (dates[i].len) {
            ddi_start(d, "collDate");
            ddi_put(d, "date", dates[i]);
            ddi_put(d, "event", i ? STR("end") : STR("start"));
            ddi_say(d, dates[i]);
            ddi_end(d);
        }
    }
    entries_as(d, "nation", CARD_NATIONS, put_nation, NULL);
    field_as(d, "geogCover", CARD_GEOGRAPHY);
    entries_as(d, "anlyUnit", CARD_UNITS, nothing, say_concept);
    field_as(d, "universe", CARD_UNIVERSE);
    ddi_leaf_in(d, "dataKind", STR("en"), STR("Survey data"));
    ddi_end(d);
    ddi_end(d);
}

static void method(struct ddi *d)
{
    ddi_start(d, "method");
    ddi_start(d, "dataColl");
    entries_as(d, "timeMeth", CARD_TIME_METHODS, nothing, say_concept);
    entries_as(d, "dataCollector", CARD_COLLECTORS, put_organisation, NULL);
    field_as(d, "sampProc", CARD_SAMPLING);
    entries_as(d, "collMode", CARD_MODES, nothing, say_concept);
    field_as(d, "weight", CARD_WEIGHTING);
    field_as(d, "cleanOps", CARD_CLEANING);
    ddi_end(d);
    ddi_end(d);
}

static void access_terms(struct ddi *d)
{
    const struct study_card *card = card_of(d);
    ddi_start(d, "dataAccs");
    ddi_start(d, "useStmt");
    field_as(d, "confDec", CARD_CONFIDENTIALITY);
    field_as(d, "restrctn", CARD_ACCESS);
    field_as(d, "citReq", CARD_CITATION);
    ddi_leaf(d, "conditions", card->license.len ? card->license : card->license_uri);
    ddi_end(d);
    ddi_end(d);
}

static void data_file(struct ddi *d)
{
    const struct summary *summary = d->job->summary;
    ddi_start(d, "fileDscr");
    ddi_put(d, "ID", STR("F1"));
    ddi_put(d, "URI", STR("data.csv"));
    ddi_start(d, "fileTxt");
    ddi_leaf_in(d, "fileName", primary(d), STR("data.csv"));
    ddi_start(d, "dimensns");
    ddi_number(d, "caseQnty", NULL, "", tally_rows(summary->tally));
    ddi_number(d, "varQnty", NULL, "", d->model->columns_n);
    ddi_end(d);
    ddi_leaf_with(d, "fileType", "charset", STR("UTF-8"), STR("text/csv"));
    ddi_leaf(d, "ProcStat", str_from(export_layer_name(d->model->layer)));
    version(d);
    ddi_end(d);
    ddi_start(d, "notes");
    ddi_put(d, "type", STR("VDC:UNF"));
    ddi_put(d, "subject", STR("Universal Numeric Fingerprint"));
    ddi_put(d, "level", STR("file"));
    ddi_say(d, summary->unf_all);
    ddi_end(d);
    ddi_end(d);
}

void ddi_study(struct ddi *d)
{
    ddi_start(d, "stdyDscr");
    citation(d);
    about(d);
    method(d);
    access_terms(d);
    ddi_end(d);
    data_file(d);
}
