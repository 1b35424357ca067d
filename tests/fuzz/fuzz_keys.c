#include "tests/unit/tui/fake.h"

#include "base/file.h"

/*
 * Keys, pastes and sizes at random on the screens of an interview: nothing crashes, no text runs over a
 * border, and what is drawn fits. Two bytes of input are one step: what kind, and which. Each input gets a
 * fresh interview.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const pastes[] = {"a\nb\tc", "\xD7\x90\xD7\x91", "\x1B[2J", "1985",
                                     "e\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81"};
static const uint32_t letters[] = {'a',   'n',    'w',   'q', '/', '?', ' ', 0xE9,
                                   0x5D0, 0x6F22, 0x301, '&', '-', ':', ','};

static const struct questionnaire *questionnaire(void)
{
    /* Never changes; loading it for each input would take all the time. */
    static const struct questionnaire *loaded;
    if (!loaded) {
        if (!hash_init()) {
            abort();
        }
        loaded = fake_questionnaire(arena_new(), "tests/screens/huis");
    }
    return loaded;
}

static void step(struct app *app, struct fake *fake, uint8_t kind, uint8_t which)
{
    struct press press = {.kind = PRESS_KEY};
    switch (kind % 8) {
    case 0:
        app_resize(app, which % 130, (which >> 1) % 45);
        return;
    case 1:
        press = (struct press){.kind = PRESS_PASTE, .text = str_from(pastes[which % ARRAY_LEN(pastes)])};
        break;
    case 2:
        press.key = KEYS_CONTROL | ('A' + which % 26u);
        break;
    case 3:
        press.key = letters[which % ARRAY_LEN(letters)];
        break;
    case 4:
        fake->refusal = which % 4 == 0 ? "vol" : NULL;
        press.key = SPECIAL_ENTER;
        break;
    case 5:
        press.key = '0' + which % 10u;
        break;
    default:
        press.key = SPECIAL_ENTER + which % (uint32_t)(SPECIAL_END_OF_LIST - SPECIAL_ENTER);
    }
    fake->now_ms += FAKE_KEY_MS;
    app_key(app, &press);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fake *fake = fake_new(questionnaire());
    struct app_setup setup = {
        .services = fake_services(fake),
        .clock = fake_clock(fake),
        .tier = size > 0 ? (enum tier)(data[0] % TIERS) : TIER_FULL,
        .screen_reader = size > 0 && data[0] > 200,
    };
    struct app *app = app_new(&setup);
    app_start_menu(app);
    for (size_t i = 1; i + 1 < size && i < 600 && !app->quit && app_top(app); i += 2) {
        step(app, fake, data[i], data[i + 1]);
        if (app_top(app) && app_draw(app)->border_hits > 0) {
            abort();
        }
    }
    app_free(app);
    fake_free(fake);
    return 0;
}
