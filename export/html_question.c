#include "export/html_priv.h"

#include "base/i18n.h"

/* One question: its words, of whom it is asked, its variables. */

/* Only languages that it is translated to; the others would show the same. */
static void tabs(struct page *p, const struct question *question)
{
    const struct codebook *codebook = p->model->newest->codebook;
    unsigned n = 0;
    for (unsigned l = 0; l < codebook->languages_n; l++) {
        n += question->text.in[l].len > 0;
    }
    if (n < 2) {
        return;
    }
    buf_add_text(&p->out, "<div class=\"tabs\">");
    for (unsigned l = 0; l < codebook->languages_n; l++) {
        if (question->text.in[l].len) {
            buf_format(&p->out, "<button value=\"%.*s\" aria-pressed=\"%s\">", STR_ARG(html_language(p, l)),
                       l == p->model->language ? "true" : "false");
            html_escape(&p->out, codebook->languages[l].name);
            buf_add_text(&p->out, "</button>");
        }
    }
    buf_add_text(&p->out, "</div>\n");
}

static bool told(const struct words *words)
{
    for (unsigned l = 0; l < LANGUAGES_MAX; l++) {
        if (words->in[l].len) {
            return true;
        }
    }
    return false;
}

static void in_words(struct page *p, const char *class, const struct words *words)
{
    if (told(words)) {
        buf_format(&p->out, "<div class=\"%s\">", class);
        html_words(p, "p", words);
        buf_add_text(&p->out, "</div>\n");
    }
}

/* What one group is asked, or the interviewer is told, in the languages of the model. */
static struct words gathered(struct page *p, const struct question *question, int group, bool instruction)
{
    struct words words = {0};
    for (unsigned l = 0; l < p->model->newest->codebook->languages_n; l++) {
        int own = questionnaire_language(question->q, html_language(p, l));
        if (own >= 0 && told_has(question, (unsigned)own)) {
            words.in[l] = instruction ? told_instruction(&p->telling, question, (unsigned)own)
                                      : told_text(&p->telling, question, (unsigned)own, group);
        }
    }
    return words;
}

static void variants(struct page *p, const struct question *question)
{
    uint32_t reworded = told_reworded(question);
    for (unsigned g = 0; g < question->q->groups_n; g++) {
        if (reworded >> g & 1) {
            struct words words = gathered(p, question, (int)g, false);
            struct str group = told_group(question->q, g);
            buf_add_text(&p->out, "<div class=\"own\">");
            html_ours(p, "p", "about", tr("Aan deze groep anders gevraagd: %.*s"), STR_ARG(group));
            html_words(p, "p", &words);
            buf_add_text(&p->out, "</div>\n");
        }
    }
}

static void about(struct page *p, const char *what, struct str text)
{
    buf_add_text(&p->out, "<p class=\"about\"><b>");
    html_escape(&p->out, str_from(what));
    buf_add_text(&p->out, "</b> ");
    html_escape(&p->out, text);
    buf_add_text(&p->out, "</p>\n");
}

static void groups_without(struct page *p, const struct question *question)
{
    uint32_t never = told_never(question);
    struct buf names = buf_new(BUF_LIMIT_DEFAULT);
    for (unsigned g = 0; g < question->q->groups_n; g++) {
        if (never >> g & 1) {
            struct str name = told_group(question->q, g);
            buf_format(&names, "%s%.*s", names.len ? ", " : "", STR_ARG(name));
        }
    }
    if (names.len) {
        about(p, tr("Niet gevraagd aan:"), buf_str(&names));
    }
    buf_free(&names);
}

static void readers(struct page *p, const struct question *question)
{
    const struct question *reader;
    bool any = false;
    for (size_t i = 0; (reader = told_reader(p->model, question, i)); i++) {
        if (!any) {
            any = true;
            buf_add_text(&p->out, "<p class=\"about\"><b>");
            html_escape(&p->out, str_from(tr("Hiervan hangt af:")));
            buf_add_text(&p->out, "</b>");
        }
        struct str nr = reader->q->items[reader->item].nr;
        buf_format(&p->out, " <a href=\"#q-%.*s\">", STR_ARG(reader->id));
        html_escape(&p->out, nr.len ? nr : reader->id);
        buf_add_text(&p->out, "</a>");
    }
    buf_add_text(&p->out, any ? "</p>\n" : "");
}

static void route(struct page *p, const struct question *question)
{
    struct str universe = told_universe(&p->telling, question);
    struct str calculation = told_calculation(&p->telling, question);
    if (calculation.len) {
        about(p, tr("Berekend:"), calculation);
    }
    if (universe.len) {
        about(p, tr("Alleen als:"), universe);
    } else if (!calculation.len) {
        about(p, tr("Gevraagd aan:"), str_from(tr("iedereen")));
    }
    groups_without(p, question);
    readers(p, question);
}

static void names(struct page *p, const struct question *question)
{
    const struct column *columns = &p->model->columns[question->first];
    html_tag(p, "code", "name", columns[0].name);
    if (question->n > 1) {
        html_ours(p, "code", "name", " … %.*s", STR_ARG(columns[question->n - 1].name));
    }
}

void html_question(struct page *p, const struct question *question)
{
    const struct item *item = &question->q->items[question->item];
    buf_format(&p->out, "<article id=\"q-%.*s\" data-l=\"%.*s\"><h3>", STR_ARG(question->id),
               STR_ARG(html_language(p, p->model->language)));
    if (item->nr.len) {
        html_tag(p, "span", "nr", item->nr);
    }
    html_escape(&p->out, model_words(p->model, &question->label, p->model->language));
    buf_add_char(&p->out, ' ');
    names(p, question);
    buf_add_text(&p->out, "</h3>\n");
    tabs(p, question);
    in_words(p, "lead", &question->lead);
    in_words(p, "question", &question->text);
    if (question->variable->role != ROLE_SPECIFY) {
        struct words instruction = gathered(p, question, -1, true);
        in_words(p, "instruct", &instruction);
    }
    variants(p, question);
    route(p, question);
    html_counts(p, question);
    buf_add_text(&p->out, "</article>\n");
}
