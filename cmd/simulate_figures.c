#include "base/i18n.h"
#include "cmd/simulate.h"

/* Thousandths of a percent with one decimal: "41.2". */
static void add_share(struct buf *out, int32_t share)
{
    int32_t tenths = (share < 0 ? share - 50 : share + 50) / 100;
    buf_format(out, "%s%d.%d", tenths < 0 ? "-" : "", (tenths < 0 ? -tenths : tenths) / 10,
               (tenths < 0 ? -tenths : tenths) % 10);
}

static struct str group_id(const struct questionnaire *q, const struct figure_line *line)
{
    return line->group < 0 ? STR("all") : q->groups[line->group];
}

void figures_print(struct run *run, const struct questionnaire *q, const struct figures *figures)
{
    const struct figure_line *lines = NULL;
    size_t n = figures_lines(figures, &lines);
    if (n) {
        fprintf(run->out, "\n%-28s %-5s %10s %10s %6s %9s  %s\n", tr("indicator"), tr("groep"),
                tr("gepubl. %"), tr("gesim. %"), "n", tr("verschil"), tr("bron"));
    }
    for (size_t i = 0; i < n; i++) {
        const struct figure_line *line = &lines[i];
        struct buf share = buf_new(64);
        struct buf difference = buf_new(64);
        add_share(&share, tally_share(line->tally));
        add_share(&difference, figure_difference(line));
        fprintf(run->out, "%-28.*s %-5.*s %10.*s %10s %6u %9s  %.*s\n", STR_ARG(line->figure->id),
                STR_ARG(group_id(q, line)), STR_ARG(line->published->text), line->tally.n ? share.ptr : "-",
                line->tally.n, line->tally.n ? difference.ptr : "-", STR_ARG(line->figure->source));
        buf_free(&share);
        buf_free(&difference);
    }
}

static void put_share(struct json *json, const char *key, bool there, int32_t share)
{
    struct buf text = buf_new(64);
    add_share(&text, share);
    json_key(json, key);
    if (there) {
        json_raw(json, buf_str(&text));
    } else {
        json_null(json);
    }
    buf_free(&text);
}

void figures_json(struct json *json, const struct questionnaire *q, const struct figures *figures)
{
    const struct figure_line *lines = NULL;
    size_t n = figures_lines(figures, &lines);
    json_key(json, "figures");
    json_array(json);
    for (size_t i = 0; i < n; i++) {
        const struct figure_line *line = &lines[i];
        bool there = line->tally.n > 0;
        json_object(json);
        json_put(json, "id", line->figure->id);
        json_put(json, "label", line->figure->label);
        json_put(json, "source", line->figure->source);
        json_put(json, "group", group_id(q, line));
        json_put(json, "published", line->published->text);
        put_share(json, "published_low", true, line->published->low);
        put_share(json, "published_high", true, line->published->high);
        put_share(json, "simulated", there, tally_share(line->tally));
        json_put_int(json, "n", line->tally.n);
        put_share(json, "difference", there, figure_difference(line));
        json_object_end(json);
    }
    json_array_end(json);
}
