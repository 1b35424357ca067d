#include "export/html_codebook.h"

#include "base/i18n.h"
#include "export/citation.h"
#include "export/html_priv.h"

/* The page around the questions: head, menu, sections. */

void html_tag(struct page *p, const char *tag, const char *class, struct str text)
{
    buf_format(&p->out, "<%s class=\"%s\">", tag, class);
    html_escape(&p->out, text);
    buf_format(&p->out, "</%s>", tag);
}

void html_ours(struct page *p, const char *tag, const char *class, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    html_tag(p, tag, class, arena_vformat(p->scratch, format, args));
    va_end(args);
}

struct str html_language(const struct page *p, unsigned language)
{
    return p->model->newest->codebook->languages[language].id;
}

void html_words(struct page *p, const char *tag, const struct words *words)
{
    const struct codebook *codebook = p->model->newest->codebook;
    for (unsigned l = 0; l < codebook->languages_n; l++) {
        struct str text = model_words(p->model, words, l);
        bool own = words->in[l].len > 0;
        const struct language *language = &codebook->languages[own ? l : p->model->language];
        buf_format(&p->out, "<%s class=\"w l-%.*s\" lang=\"%.*s\" dir=\"%s\">", tag,
                   STR_ARG(codebook->languages[l].id), STR_ARG(language->id),
                   language->right_to_left ? "rtl" : "ltr");
        html_escape(&p->out, text);
        buf_format(&p->out, "</%s>", tag);
    }
}

static void flush(struct page *p)
{
    output_str(p->file, buf_str(&p->out));
    buf_clear(&p->out);
    arena_reset(p->scratch);
}

static struct str chosen(struct page *p, const struct words *words)
{
    return model_words(p->model, words, p->model->language);
}

/* The rules by which an article shows the words of the language it is set to. */
static void language_rules(struct page *p)
{
    const struct codebook *codebook = p->model->newest->codebook;
    for (unsigned l = 0; l < codebook->languages_n; l++) {
        struct str id = codebook->languages[l].id;
        buf_format(&p->out,
                   "[data-l=%.*s] p.l-%.*s{display:block}[data-l=%.*s] span.l-%.*s{display:inline}\n",
                   STR_ARG(id), STR_ARG(id), STR_ARG(id), STR_ARG(id));
    }
}

static void page_head(struct page *p)
{
    struct str id = html_language(p, p->model->language);
    struct str title = citation_title(p->job, id);
    char date[DATE_TEXT_MAX];
    buf_format(&p->out,
               "<!DOCTYPE html>\n<html lang=\"%.*s\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width\">\n<title>",
               STR_ARG(i18n_language()));
    html_escape(&p->out, title);
    buf_format(&p->out, "</title>\n<style>\n%s", html_style);
    language_rules(p);
    buf_add_text(&p->out, "</style>\n</head>\n<body>\n<header>");
    html_tag(p, "h1", "title", title);
    html_ours(p, "p", "about",
              tr("Codeboek · %llu gesprekken · %u variabelen · versie %.*s · stand van %.*s · laag %s"),
              (unsigned long long)tally_rows(p->job->summary->tally), p->model->columns_n,
              STR_ARG(p->job->release.len ? p->job->release : STR("–")),
              STR_ARG(citation_date(p->model->stamp_ms, date)), export_layer_name(p->model->layer));
    html_tag(p, "p", "about", citation_text(p->job, p->scratch));
    buf_add_text(&p->out, "</header>\n");
    flush(p);
}

static bool stands_in(const struct question *question, uint32_t section)
{
    return question->section == section;
}

static void menu_section(struct page *p, uint32_t section, struct str label)
{
    bool any = false;
    for (uint32_t i = 0; i < p->model->questions_n; i++) {
        const struct question *question = &p->model->questions[i];
        if (!stands_in(question, section)) {
            continue;
        }
        if (!any) {
            buf_add_text(&p->out, "<details><summary>");
            html_escape(&p->out, label);
            buf_add_text(&p->out, "</summary>\n");
            any = true;
        }
        buf_format(&p->out, "<a id=\"m-q-%.*s\" href=\"#q-%.*s\">", STR_ARG(question->id),
                   STR_ARG(question->id));
        struct str nr = question->q->items[question->item].nr;
        html_escape(&p->out, nr);
        buf_add_text(&p->out, nr.len ? " " : "");
        html_escape(&p->out, chosen(p, &question->label));
        buf_add_text(&p->out, "</a>\n");
    }
    buf_add_text(&p->out, any ? "</details>\n" : "");
    flush(p);
}

static void language_buttons(struct page *p)
{
    const struct codebook *codebook = p->model->newest->codebook;
    buf_add_text(&p->out, "<div class=\"tabs\">");
    for (unsigned l = 0; l < codebook->languages_n; l++) {
        buf_format(&p->out, "<button value=\"%.*s\" aria-pressed=\"%s\">", STR_ARG(codebook->languages[l].id),
                   l == p->model->language ? "true" : "false");
        html_escape(&p->out, codebook->languages[l].name);
        buf_add_text(&p->out, "</button>");
    }
    buf_add_text(&p->out, "</div>\n");
}

/* A section per block, and one for what stands in none. */
static void each_section(struct page *p, void (*write)(struct page *p, uint32_t section, struct str label))
{
    for (uint32_t s = 0; s < p->model->sections_n; s++) {
        write(p, s, chosen(p, &p->model->sections[s].label));
    }
    write(p, NONE, str_from(tr("Berekend, en zonder blok")));
}

static void menu(struct page *p)
{
    buf_add_text(&p->out, "<nav><input type=\"search\" id=\"search\" placeholder=\"");
    html_escape(&p->out, str_from(tr("Zoeken")));
    buf_add_text(&p->out, "\" aria-label=\"");
    html_escape(&p->out, str_from(tr("Zoeken")));
    buf_add_text(&p->out, "\"><p class=\"found\" id=\"found\" aria-live=\"polite\"></p>\n");
    language_buttons(p);
    each_section(p, menu_section);
    buf_add_text(&p->out, "</nav>\n");
}

static void write_section(struct page *p, uint32_t section, struct str label)
{
    bool any = false;
    for (uint32_t i = 0; i < p->model->questions_n; i++) {
        if (!stands_in(&p->model->questions[i], section)) {
            continue;
        }
        if (!any) {
            buf_add_text(&p->out, "<section>");
            html_tag(p, "h2", "section", label);
            any = true;
        }
        html_question(p, &p->model->questions[i]);
        flush(p);
    }
    buf_add_text(&p->out, any ? "</section>\n" : "");
}

static void write_page(struct page *p)
{
    page_head(p);
    buf_add_text(&p->out, "<div class=\"frame\">\n");
    menu(p);
    buf_add_text(&p->out, "<main>\n");
    each_section(p, write_section);
    buf_format(&p->out, "</main>\n</div>\n<script>\n%s</script>\n</body>\n</html>\n", html_script);
    flush(p);
}

void *html_open(struct export_job *job)
{
    struct output_file *file = output_open(job, "codebook.html");
    if (!file) {
        return NULL;
    }
    struct page *p = ARENA_NEW(job->arena, struct page);
    *p = (struct page){.job = job, .model = job->model, .file = file};
    return p;
}

bool html_close(void *writer, bool good)
{
    struct page *p = writer;
    if (good) {
        p->scratch = arena_new();
        p->out = buf_new(BUF_LIMIT_DEFAULT);
        p->telling = (struct telling_of){p->scratch, p->model};
        write_page(p);
        buf_free(&p->out);
        arena_free(p->scratch);
    }
    return output_close(p->file, good);
}
