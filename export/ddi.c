#include "export/ddi_priv.h"

#include <libxml/xmlwriter.h>

#include "base/i18n.h"
#include "export/ddi.h"

/* The file as a whole, and writing elements. */

static const xmlChar *chars(struct ddi *d, struct str text)
{
    return (const xmlChar *)arena_copy(d->scratch, text).ptr;
}

/* The library's calls fail only with memory or the file; the file remembers its own failures. */
static void must(int result)
{
    if (result < 0) {
        mem_die();
    }
}

void ddi_start(struct ddi *d, const char *element)
{
    must(xmlTextWriterStartElement(d->xml, (const xmlChar *)element));
}

void ddi_end(struct ddi *d)
{
    must(xmlTextWriterEndElement(d->xml));
}

void ddi_put(struct ddi *d, const char *attribute, struct str text)
{
    if (text.len) {
        must(xmlTextWriterWriteAttribute(d->xml, (const xmlChar *)attribute, chars(d, text)));
    }
}

void ddi_say(struct ddi *d, struct str text)
{
    if (text.len) {
        must(xmlTextWriterWriteString(d->xml, chars(d, text)));
    }
}

void ddi_leaf_with(struct ddi *d, const char *element, const char *attribute, struct str value,
                   struct str text)
{
    if (!text.len && !value.len) {
        return;
    }
    ddi_start(d, element);
    if (attribute) {
        ddi_put(d, attribute, value);
    }
    ddi_say(d, text);
    ddi_end(d);
}

void ddi_leaf(struct ddi *d, const char *element, struct str text)
{
    ddi_leaf_with(d, element, NULL, STR_EMPTY, text);
}

void ddi_leaf_in(struct ddi *d, const char *element, struct str language, struct str text)
{
    if (text.len) {
        ddi_leaf_with(d, element, "xml:lang", language, text);
    }
}

void ddi_number(struct ddi *d, const char *element, const char *attribute, const char *value, uint64_t n)
{
    struct str text = arena_format(d->scratch, "%llu", (unsigned long long)n);
    ddi_leaf_with(d, element, attribute, str_from(value), text);
}

void ddi_indent(struct ddi *d, bool indent)
{
    must(xmlTextWriterSetIndent(d->xml, indent));
}

unsigned ddi_language(const struct ddi *d, unsigned turn)
{
    unsigned n = d->model->newest->codebook->languages_n;
    unsigned chosen = d->model->language;
    return turn == n - 1 ? chosen : turn < chosen ? turn : turn + 1;
}

struct str ddi_language_id(const struct ddi *d, unsigned language)
{
    return d->model->newest->codebook->languages[language].id;
}

void ddi_labels(struct ddi *d, const struct words *words, const char *level)
{
    unsigned n = d->model->newest->codebook->languages_n;
    const struct str main = model_words(d->model, words, d->model->language);
    for (unsigned turn = 0; turn < n; turn++) {
        unsigned language = ddi_language(d, turn);
        bool last = turn == n - 1;
        struct str text = last ? main : words->in[language];
        if (!text.len || (!last && str_equal(text, main))) {
            continue; /* the same words in another language are most often a gap that was filled in */
        }
        ddi_start(d, "labl");
        if (last && level) {
            ddi_put(d, "level", str_from(level));
        }
        ddi_put(d, "xml:lang", ddi_language_id(d, language));
        ddi_say(d, text);
        ddi_end(d);
    }
}

/* ---- the file ----------------------------------------------------------------------------------- */

static int write_bytes(void *context, const char *bytes, int n)
{
    output_bytes(context, bytes, (size_t)n);
    return n;
}

void *ddi_open(struct export_job *job)
{
    struct output_file *file = output_open(job, "ddi.xml");
    if (!file) {
        return NULL;
    }
    struct ddi *d = ARENA_NEW(job->arena, struct ddi);
    *d = (struct ddi){.job = job, .model = job->model, .file = file, .interface = i18n_language()};
    return d;
}

static void write_document(struct ddi *d)
{
    ddi_indent(d, true);
    must(xmlTextWriterStartDocument(d->xml, "1.0", "UTF-8", NULL));
    ddi_start(d, "codeBook");
    ddi_put(d, "xmlns", STR("ddi:codebook:2_5"));
    ddi_put(d, "version", STR("2.5"));
    ddi_put(d, "xml:lang", ddi_language_id(d, d->model->language));
    ddi_study(d);
    ddi_start(d, "dataDscr");
    ddi_groups(d);
    ddi_variables(d);
    ddi_end(d);
    ddi_end(d);
    must(xmlTextWriterEndDocument(d->xml));
}

bool ddi_close(void *writer, bool good)
{
    struct ddi *d = writer;
    if (good) {
        d->scratch = arena_new();
        d->telling = (struct telling_of){d->scratch, d->model};
        xmlOutputBufferPtr out = xmlOutputBufferCreateIO(write_bytes, NULL, d->file, NULL);
        d->xml = out ? xmlNewTextWriter(out) : NULL;
        if (!d->xml) {
            mem_die();
        }
        write_document(d);
        xmlFreeTextWriter(d->xml);
        arena_free(d->scratch);
    }
    return output_close(d->file, good);
}
