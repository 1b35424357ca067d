/* The log's encoding: what is written is what is read, and nothing else is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "store/event_priv.h"

static const struct change changes[] = {
    {.reg = REGISTER_ANSWER, .item = {"age", 3}, .row = 300, .state = CELL_ANSWERED, .value = {"41", 2}},
    {.reg = REGISTER_STATUS, .state = CELL_NOT_REACHED},
};
static const struct act example = {.kind = ACT_ANSWER, .changes = changes, .n = 2, .reason = {"why", 3}};

/* As docs/reliability.md writes it down, byte for byte. */
static const char bytes[] = "\3why"
                            "\2"
                            "\6answer\3age\xac\2\10answered\00241"
                            "\6status\0\0\13not_reached\0";

static void a_payload_is_these_bytes(void **state)
{
    (void)state;
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    event_write_payload(&out, &example);
    assert_int_equal(out.len, sizeof bytes - 1);
    assert_memory_equal(out.ptr, bytes, sizeof bytes - 1);
    buf_free(&out);
}

static void a_payload_comes_back(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct act act = {0};
    assert_true(event_read_payload(arena, (struct str){bytes, sizeof bytes - 1}, &act));
    assert_true(str_is(act.reason, "why"));
    assert_int_equal(act.n, 2);
    assert_int_equal(act.changes[0].row, 300);
    assert_true(str_is(act.changes[0].value, "41") && act.changes[1].reg == REGISTER_STATUS);
    arena_free(arena);
}

/* Cut anywhere, or with something behind it, it is no payload. */
static void a_cut_payload_is_none(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct act act;
    for (size_t len = 0; len < sizeof bytes - 1; len++) {
        assert_false(event_read_payload(arena, (struct str){bytes, len}, &act));
    }
    /* the NUL that ends the array */
    assert_false(event_read_payload(arena, (struct str){bytes, sizeof bytes}, &act));
    arena_free(arena);
}

static void nonsense_is_none(void **state)
{
    (void)state;
    static const struct str nonsense[] = {
        {"\0\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10},                 /* more changes than bytes */
        {"\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 9},                    /* a text longer than all */
        {"\0\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 14}, /* a number without end */
        {"\0\1\6answer\0\x80\x80\x80\x80\x10\4open\0", 21},             /* row 2^32 */
        {"\0\1\6onswer\0\0\4open\0", 17},                               /* no such register */
        {"\0\1\6answer\0\0\4opun\0", 17},                               /* no such state */
    };
    static const struct str good = {"\0\1\6answer\0\0\4open\0", 17};
    struct arena *arena = arena_new();
    struct act act;
    assert_true(event_read_payload(arena, good, &act));
    for (size_t i = 0; i < ARRAY_LEN(nonsense); i++) {
        if (event_read_payload(arena, nonsense[i], &act)) {
            fail_msg("row %zu was read", i);
        }
    }
    arena_free(arena);
}

/* Each part of the header, and what hangs on it, makes another id. */
static void every_field_is_in_the_id(void **state)
{
    (void)state;
    assert_true(hash_init());
    struct hash content = event_content(STR("nonce"), STR("payload"));
    struct act variants[16];
    for (size_t i = 0; i < ARRAY_LEN(variants); i++) {
        variants[i] = (struct act){.kind = ACT_ANSWER, .case_id = STR("c"), .device = STR("d"), .seq = 1};
    }
    variants[1].prev.bytes[31] = 1;
    variants[2].device = STR("e");
    variants[3].seq = 2;
    variants[4].case_id = STR("x");
    variants[5].kind = ACT_NOTE;
    variants[6].item = STR("i");
    variants[7].row = 1;
    variants[8].undoes.bytes[0] = 1;
    variants[9].user = STR("u");
    variants[10].language = STR("u");
    variants[11].questionnaire.bytes[5] = 1;
    variants[12].wall_ms = 1;
    variants[13].boot_ms = 1;
    variants[14].shown_ms = 1;
    variants[15].idle_ms = 1;
    struct hash ids[18];
    for (size_t i = 0; i < 16; i++) {
        ids[i] = event_id(&variants[i], STR_EMPTY, &content);
    }
    ids[16] = event_id(&variants[0], STR("r"), &content);
    struct hash other = event_content(STR("nonce2"), STR("payload"));
    ids[17] = event_id(&variants[0], STR_EMPTY, &other);
    for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
        for (size_t k = 0; k < i; k++) {
            assert_false(hash_equal(&ids[i], &ids[k]));
        }
    }
}

/* Fixed: a study of today must verify in ten years. */
static void ids_never_change(void **state)
{
    (void)state;
    assert_true(hash_init());
    char text[HASH_HEX];
    struct hash study = hash_of(STR("study"));
    struct act act = example;
    act.prev = event_root(&study, STR("0123456789abcdef"));
    act.device = STR("0123456789abcdef");
    act.seq = 1;
    act.case_id = STR("c1");
    act.item = STR("age");
    struct hash content = event_content(STR("0123456789abcdef"), (struct str){bytes, sizeof bytes - 1});
    struct hash id = event_id(&act, STR_EMPTY, &content);
    assert_string_equal(hash_hex(&id, text).ptr,
                        "b93255534ea4831ccbff318a36e88bcbba5fcd6036427baea3120c271a5fa005");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_payload_is_these_bytes), cmocka_unit_test(a_payload_comes_back),
        cmocka_unit_test(a_cut_payload_is_none),    cmocka_unit_test(nonsense_is_none),
        cmocka_unit_test(every_field_is_in_the_id), cmocka_unit_test(ids_never_change),
    };
    return cmocka_run_group_tests_name("store event", tests, NULL, NULL);
}
