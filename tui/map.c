#include "tui/map.h"

#include "base/i18n.h"

/* The letters of one group, as many times as there are addresses; as counts where they do not fit. */
static void draw_group(const struct pane *pane, int row, const struct standing_line *group, int width)
{
    uint32_t all = 0;
    for (int s = 0; s < STANDINGS; s++) {
        all += group->counts[s];
    }
    int col = 18;
    bool letters = all <= (uint32_t)(width - col) / 2;
    pane_clip(pane, row, 3, 14, STYLE_TEXT, group->group);
    for (int s = STANDINGS; s-- > 0;) {
        const char *letter = standing_row((enum standing)s)->letter;
        for (uint32_t i = 0; letters && i < group->counts[s]; i++) {
            col = pane_format(pane, row, col, STYLE_TEXT, "%s ", letter);
        }
        if (!letters && group->counts[s] > 0) {
            col = pane_format(pane, row, col, STYLE_TEXT, "%s %u  ", letter, (unsigned)group->counts[s]);
        }
    }
}

struct sums {
    uint32_t counts[STANDINGS];
    uint32_t all;
};

static struct sums sum(const struct standing_line *groups, size_t n)
{
    struct sums sums = {{0}, 0};
    for (size_t i = 0; i < n; i++) {
        for (int s = 0; s < STANDINGS; s++) {
            sums.counts[s] += groups[i].counts[s];
            sums.all += groups[i].counts[s];
        }
    }
    return sums;
}

/* Tenths of a percent, as people write them: 34,1. */
static struct str percent(struct arena *arena, uint32_t part, uint32_t all)
{
    unsigned tenths = all ? (unsigned)(((uint64_t)part * 2000 + all) / (2 * (uint64_t)all)) : 0;
    return arena_format(arena, "%u,%u %%", tenths / 10, tenths % 10);
}

#define LEGEND_WIDTH 24

static void draw_legend(const struct pane *pane, const struct sums *sums)
{
    int row = 1;
    int col = pane->width - LEGEND_WIDTH;
    for (int s = STANDINGS; s-- > 0;) {
        const struct standing_row *standing = standing_row((enum standing)s);
        if (sums->counts[s] > 0) {
            pane_format(pane, row++, col, STYLE_TEXT, "%s %4u  %s", standing->letter,
                        (unsigned)sums->counts[s], tr(standing->word));
        }
    }
}

static void draw_done(struct app *app, const struct pane *pane, const struct sums *sums)
{
    struct str done = percent(app->canvas->scratch, sums->counts[STANDING_COMPLETED], sums->all);
    pane_format(pane, pane->height - 1, 1, STYLE_TEXT, tr("Volledig %u van %u = %.*s"),
                (unsigned)sums->counts[STANDING_COMPLETED], (unsigned)sums->all, STR_ARG(done));
}

/* In words, for who hears the screen: "Pools: 1 volledig, 6 nieuw". */
static struct str group_words(struct arena *arena, const struct standing_line *group)
{
    struct str out = arena_format(arena, "%.*s:", STR_ARG(group->group));
    bool any = false;
    for (int s = STANDINGS; s-- > 0;) {
        if (group->counts[s] > 0) {
            out = arena_format(arena, "%.*s%s %u %s", STR_ARG(out), any ? "," : "",
                               (unsigned)group->counts[s], tr(standing_row((enum standing)s)->word));
            any = true;
        }
    }
    return out;
}

static void draw_map_words(struct app *app, const struct pane *pane, const struct standing_line *groups,
                           size_t n, const struct sums *sums)
{
    for (size_t i = 0; i < n && (int)i + 2 < pane->height; i++) {
        struct str words = group_words(app->canvas->scratch, &groups[i]);
        pane_clip(pane, (int)i + 1, 1, pane->width - 2, STYLE_TEXT, words);
    }
    draw_done(app, pane, sums);
}

void map_draw(struct app *app, const struct pane *pane, const struct standing_line *groups, size_t n)
{
    struct sums sums = sum(groups, n);
    if (app->screen_reader) {
        draw_map_words(app, pane, groups, n, &sums);
        return;
    }
    pane_line(pane, 0, 1, pane->width - 2);
    pane_text(pane, 1, 1, STYLE_TITLE, str_from(tr("Stand per groep (elke letter = 1 adres)")));
    for (size_t i = 0; i < n && (int)i + 3 < pane->height; i++) {
        draw_group(pane, 2 + (int)i, &groups[i], pane->width - LEGEND_WIDTH - 2);
    }
    draw_legend(pane, &sums);
    draw_done(app, pane, &sums);
}
