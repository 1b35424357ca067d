#include "tui/style.h"

#include "base/attr.h"

static const char *const style_names[STYLES] = {
    [STYLE_TEXT] = "text",
    [STYLE_DIM] = "dim",
    [STYLE_HEADER] = "header",
    [STYLE_KEYBAR] = "keybar",
    [STYLE_QUESTION] = "question",
    [STYLE_INSTRUCTION] = "instruction",
    [STYLE_TITLE] = "title",
    [STYLE_FOCUS] = "focus",
    [STYLE_FIELD] = "field",
    [STYLE_BORDER] = "border",
    [STYLE_OK] = "ok",
    [STYLE_WARN] = "warn",
    [STYLE_ERROR] = "error",
};

static const char *const palette_names[PALETTES] = {"dark", "light", "basic", "mono", "contrast"};

/*
 * Good, doubtful and wrong are colours that stay apart for people who do not see red or green (test_palette
 * simulates the three kinds of colour blindness); body text has the terminal's own colours.
 */
static const struct look looks[PALETTES][STYLES] =
    {
        [PALETTE_DARK] =
            {
                [STYLE_TEXT] = {-1, -1, 0},
                [STYLE_DIM] = {248, -1, 0},
                [STYLE_HEADER] = {231, 24, 0},
                [STYLE_KEYBAR] = {16, 252, 0},
                [STYLE_QUESTION] = {-1, -1, LOOK_BOLD},
                [STYLE_INSTRUCTION] = {116, -1, 0},
                [STYLE_TITLE] = {-1, -1, LOOK_UNDERLINE},
                [STYLE_FOCUS] = {16, 153, 0},
                [STYLE_FIELD] = {231, 238, 0},
                [STYLE_BORDER] = {248, -1, 0},
                [STYLE_OK] = {75, -1, 0},
                [STYLE_WARN] = {214, -1, 0},
                [STYLE_ERROR] = {203, -1, LOOK_BOLD},
            },
        [PALETTE_LIGHT] =
            {
                [STYLE_TEXT] = {-1, -1, 0},
                [STYLE_DIM] = {240, -1, 0},
                [STYLE_HEADER] = {231, 24, 0},
                [STYLE_KEYBAR] = {16, 252, 0},
                [STYLE_QUESTION] = {-1, -1, LOOK_BOLD},
                [STYLE_INSTRUCTION] = {24, -1, 0},
                [STYLE_TITLE] = {-1, -1, LOOK_UNDERLINE},
                [STYLE_FOCUS] = {231, 25, 0},
                [STYLE_FIELD] = {16, 253, 0},
                [STYLE_BORDER] = {240, -1, 0},
                [STYLE_OK] = {61, -1, 0},
                [STYLE_WARN] = {130, -1, 0},
                [STYLE_ERROR] = {88, -1, LOOK_BOLD},
            },
        [PALETTE_BASIC] =
            {
                [STYLE_HEADER] = {7, 4, LOOK_BOLD},
                [STYLE_KEYBAR] = {0, 7, 0},
                [STYLE_TEXT] = {-1, -1, 0},
                [STYLE_DIM] = {-1, -1, 0},
                [STYLE_QUESTION] = {-1, -1, LOOK_BOLD},
                [STYLE_INSTRUCTION] = {6, -1, 0},
                [STYLE_TITLE] = {-1, -1, LOOK_UNDERLINE},
                [STYLE_FOCUS] = {-1, -1, LOOK_REVERSE},
                [STYLE_FIELD] = {-1, -1, LOOK_UNDERLINE},
                [STYLE_BORDER] = {-1, -1, 0},
                [STYLE_OK] = {6, -1, 0},
                [STYLE_WARN] = {3, -1, 0},
                [STYLE_ERROR] = {1, -1, LOOK_BOLD},
            },
        [PALETTE_MONO] =
            {
                [STYLE_TEXT] = {-1, -1, 0},
                [STYLE_DIM] = {-1, -1, 0},
                [STYLE_HEADER] = {-1, -1, LOOK_REVERSE},
                [STYLE_KEYBAR] = {-1, -1, LOOK_REVERSE},
                [STYLE_QUESTION] = {-1, -1, LOOK_BOLD},
                [STYLE_INSTRUCTION] = {-1, -1, 0},
                [STYLE_TITLE] = {-1, -1, LOOK_UNDERLINE},
                [STYLE_FOCUS] = {-1, -1, LOOK_REVERSE},
                [STYLE_FIELD] = {-1, -1, LOOK_UNDERLINE},
                [STYLE_BORDER] = {-1, -1, 0},
                [STYLE_OK] = {-1, -1, 0},
                [STYLE_WARN] = {-1, -1, LOOK_BOLD},
                [STYLE_ERROR] = {-1, -1, LOOK_BOLD | LOOK_UNDERLINE},
            },
        [PALETTE_CONTRAST] =
            {
                [STYLE_TEXT] = {231, 16, LOOK_BOLD},
                [STYLE_DIM] = {231, 16, LOOK_BOLD},
                [STYLE_HEADER] = {16, 231, LOOK_BOLD},
                [STYLE_KEYBAR] = {16, 231, LOOK_BOLD},
                [STYLE_QUESTION] = {231, 16, LOOK_BOLD},
                [STYLE_INSTRUCTION] = {231, 16, LOOK_BOLD},
                [STYLE_TITLE] = {231, 16, LOOK_BOLD | LOOK_UNDERLINE},
                [STYLE_FOCUS] = {16, 231, LOOK_BOLD},
                [STYLE_FIELD] = {231, 16, LOOK_BOLD | LOOK_UNDERLINE},
                [STYLE_BORDER] = {231, 16, LOOK_BOLD},
                [STYLE_OK] = {231, 16, LOOK_BOLD},
                [STYLE_WARN] = {231, 16, LOOK_BOLD},
                [STYLE_ERROR] = {231, 16, LOOK_BOLD | LOOK_UNDERLINE},
            },
};

const char *style_name(enum style style)
{
    return style_names[style];
}

const char *palette_name(enum palette palette)
{
    return palette_names[palette];
}

struct look palette_look(enum palette palette, enum style style)
{
    return looks[palette][style];
}

uint32_t palette_rgb(int16_t colour)
{
    static const uint32_t first[16] = {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd,
                                       0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00,
                                       0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff};
    static const uint32_t steps[6] = {0, 0x5f, 0x87, 0xaf, 0xd7, 0xff};
    if (colour < 0) {
        return 0;
    }
    if (colour < 16) {
        return first[colour];
    }
    if (colour >= 232) {
        uint32_t grey = (uint32_t)(8 + (colour - 232) * 10);
        return grey << 16 | grey << 8 | grey;
    }
    unsigned cube = (unsigned)(colour - 16);
    return steps[cube / 36] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6];
}
