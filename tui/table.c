#include "tui/canvas.h"

#include "base/i18n.h"

static int draw(const struct pane *pane, int row, int col, const struct column *column, enum style style,
                struct str text)
{
    if (column->right && text_width(text) <= column->width) {
        pane_text_right(pane, row, col + column->width, style, text);
    } else {
        pane_clip(pane, row, col, column->width, style, text);
    }
    return col + column->width + 1;
}

int pane_table_head(const struct pane *pane, int row, int col, const struct column *columns)
{
    for (size_t i = 0; columns[i].width > 0; i++) {
        col = draw(pane, row, col, &columns[i], STYLE_TITLE, str_from(tr(columns[i].head)));
    }
    return row + 1;
}

int pane_table_row(const struct pane *pane, int row, int col, const struct column *columns, enum style style,
                   const struct str *texts)
{
    for (size_t i = 0; columns[i].width > 0; i++) {
        col = draw(pane, row, col, &columns[i], style, texts[i]);
    }
    return row + 1;
}
