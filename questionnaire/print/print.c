#include "questionnaire/print/sheet_priv.h"

/* What is printed, from the whole sheet or as cards. */

void print_questionnaire(const struct print_job *job, struct buf *out)
{
    struct arena *arena = arena_new();
    struct sheet sheet;
    sheet_start(&sheet, arena, job);
    sheet_fill(&sheet);
    if (job->form == PRINT_HTML) {
        sheet_html(&sheet, out);
    } else {
        sheet_text(&sheet, out);
    }
    arena_free(arena);
}

/* ---- cards ------------------------------------------------------------------------------------- */

static const char style[] =
    "@page { size: A4; margin: 20mm; }\n"
    "body { font: 20pt/1.35 \"Noto Sans\", \"DejaVu Sans\", Arial, sans-serif; color: #000; background: "
    "#fff; "
    "max-width: 170mm; margin: 0 auto; }\n"
    ".card { break-after: page; break-inside: avoid; padding: 5mm 0; }\n"
    ".card:last-child { break-after: auto; }\n"
    ".long { font-size: 14pt; }\n"
    "h2 { font-size: 32pt; text-align: end; margin: 0 0 8mm; }\n"
    "p { margin: 0 0 6mm; }\n"
    "table { border-collapse: collapse; }\n"
    "th { text-align: end; vertical-align: top; padding: 1.2mm 0; padding-inline-end: 6mm; }\n"
    "td { vertical-align: top; padding: 1.2mm 0; }\n";

enum { OPTIONS_LARGE = 14 }; /* more of them go on a page in smaller type only */

/* One card: what it is called, and all that stands on it. */
struct card {
    struct str name;
    struct str words; /* above the options */
    const struct item *item;
    int32_t *options; /* NULL: none */
    size_t n;
};

/* The rows of a grid share its card. */
static bool read_card(const struct sheet *s, const struct item *item, struct card *card)
{
    const struct questionnaire *q = s->job->q;
    if (item->grid != NONE) {
        return false;
    }
    *card = (struct card){.name = sheet_card(s, item), .item = item};
    const struct text words = item_words(q, item->index, s->job->language, s->job->group)->card;
    card->words = words.n ? text_words(s->arena, &s->questions, words) : STR_EMPTY;
    if (item->kind == ITEM_GRID) {
        card->item = &q->items[item->index + 1];
    }
    const struct list *list = card->item->variable ? card->item->variable->list : NULL;
    if (card->name.len && list && !list->frame) {
        card->options = ARENA_ARRAY(s->arena, list->n, int32_t);
        card->n = sheet_offered(s, card->item, card->options);
    }
    return card->name.len && (card->n || card->words.len);
}

static struct str label_of(const struct sheet *s, const struct card *card, size_t i)
{
    struct text room;
    return text_words(
        s->arena, &s->questions,
        option_words(s->job->q, card->item->index, card->options[i], s->job->language, s->job->group, &room));
}

static struct str code_of(const struct card *card, size_t i)
{
    return card->item->variable->list->options[card->options[i]].code;
}

static bool same_card(const struct sheet *s, const struct card *a, const struct card *b)
{
    if (!str_equal(a->name, b->name) || !str_equal(a->words, b->words) || a->n != b->n) {
        return false;
    }
    for (size_t i = 0; i < a->n; i++) {
        if (!str_equal(code_of(a, i), code_of(b, i)) || !str_equal(label_of(s, a, i), label_of(s, b, i))) {
            return false;
        }
    }
    return true;
}

static void text_card(const struct sheet *s, const struct card *card, struct buf *out)
{
    buf_format(out, "%.*s\n\n", STR_ARG(card->name));
    if (card->words.len) {
        buf_format(out, "%.*s\n\n", STR_ARG(card->words));
    }
    for (size_t i = 0; i < card->n; i++) {
        buf_format(out, "%5.*s  %.*s\n", STR_ARG(code_of(card, i)), STR_ARG(label_of(s, card, i)));
    }
    buf_add_text(out, "\f\n"); /* to the next page */
}

static void html_card(const struct sheet *s, const struct card *card, struct buf *out)
{
    buf_format(out, "<section class=\"card%s\">\n<h2>", card->n > OPTIONS_LARGE ? " long" : "");
    html_escape(out, card->name);
    buf_add_text(out, "</h2>\n");
    if (card->words.len) {
        buf_add_text(out, "<p dir=\"auto\">");
        html_escape(out, card->words);
        buf_add_text(out, "</p>\n");
    }
    buf_add_text(out, card->n ? "<table>\n" : "");
    for (size_t i = 0; i < card->n; i++) {
        buf_add_text(out, "<tr><th scope=\"row\">");
        html_escape(out, code_of(card, i));
        buf_add_text(out, "</th><td dir=\"auto\">");
        html_escape(out, label_of(s, card, i));
        buf_add_text(out, "</td></tr>\n");
    }
    buf_add_text(out, card->n ? "</table>\n</section>\n" : "</section>\n");
}

/* Also what stands in a block that the group is never asked has no card. */
static uint32_t next_item(const struct sheet *s, uint32_t at)
{
    const struct item *item = &s->job->q->items[at];
    bool never = item->when.expr && condition_known(&s->names, item->when.expr->root) == TRUTH_FALSE;
    return never ? item->end : at + 1;
}

static void all_cards(const struct sheet *s, struct buf *out)
{
    const struct questionnaire *q = s->job->q;
    struct card *cards = ARENA_ARRAY(s->arena, q->items_n, struct card);
    size_t n = 0;
    for (uint32_t i = 0; i < q->items_n; i = next_item(s, i)) {
        bool known = next_item(s, i) != i + 1 || !read_card(s, &q->items[i], &cards[n]);
        for (size_t k = 0; k < n && !known; k++) {
            known = same_card(s, &cards[k], &cards[n]);
        }
        if (known) {
            continue;
        }
        if (s->job->form == PRINT_HTML) {
            html_card(s, &cards[n], out);
        } else {
            text_card(s, &cards[n], out);
        }
        n++;
    }
}

void print_cards(const struct print_job *job, struct buf *out)
{
    struct arena *arena = arena_new();
    struct sheet sheet;
    sheet_start(&sheet, arena, job);
    if (job->form == PRINT_HTML) {
        html_head(&sheet, style, out);
    }
    all_cards(&sheet, out);
    buf_add_text(out, job->form == PRINT_HTML ? "</body>\n</html>\n" : "");
    arena_free(arena);
}
