#include "export/citation.h"

#include "base/i18n.h"
#include "export/study_card.h"
#include "export/summary.h"

struct str citation_date(int64_t wall_ms, char out[DATE_TEXT_MAX])
{
    static const int64_t day_ms = INT64_C(86400000);
    return date_format(date_from_days((int32_t)(wall_ms / day_ms)), out);
}

struct str citation_title(const struct export_job *job, struct str language)
{
    const struct model *model = job->model;
    struct str title = STR_EMPTY;
    if (job->card) {
        title = card_words_in(&job->card->fields[CARD_TITLE], language);
    }
    if (!title.len) {
        title = model_words(model, &model->newest->title, model->language);
    }
    return title.len ? title : model->study;
}

static void add_names(struct buf *out, const struct export_job *job, enum card_list list, struct str language)
{
    size_t n = job->card ? job->card->lists[list].n : 0;
    for (size_t i = 0; i < n; i++) {
        buf_add_text(out, i ? "; " : "");
        buf_add(out, card_words_in(&job->card->lists[list].items[i].words, language));
    }
}

struct str citation_text(const struct export_job *job, struct arena *arena)
{
    const struct model *model = job->model;
    struct str language = model->newest->codebook->languages[model->language].id;
    struct str title = citation_title(job, language);
    char date[DATE_TEXT_MAX];
    struct str year = str_slice(citation_date(model->stamp_ms, date), 0, 4);
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    add_names(&out, job, CARD_AUTHORS, language);
    buf_add_text(&out, out.len ? " " : "");
    buf_format(&out, "(%.*s). %.*s.", STR_ARG(year), STR_ARG(title));
    if (job->release.len) {
        buf_format(&out, tr(" Versie %.*s."), STR_ARG(job->release));
    }
    size_t before = out.len;
    buf_add_char(&out, ' ');
    add_names(&out, job, CARD_DISTRIBUTORS, language);
    buf_add_text(&out, out.len > before + 1 ? "." : "");
    if (job->card && job->card->uri.len) {
        buf_format(&out, "%s%.*s", out.len > before + 1 ? " " : "", STR_ARG(job->card->uri));
    }
    buf_format(&out, " %.*s", STR_ARG(job->summary->unf_all));
    struct str text = arena_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}
