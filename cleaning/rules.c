#include "cleaning/rules_priv.h"

/* rules.yaml, entry by entry. */

const char *rule_severity_name(enum rule_severity severity)
{
    static const char *const names[] = {"error", "warning", "auto"};
    return names[severity];
}

static const char *const kind_names[RULE_KINDS] = {
    [RULE_WRITTEN] = "written", [RULE_CHECK] = "check",       [RULE_RANGE] = "range",   [RULE_LIST] = "list",
    [RULE_ROUTE] = "route",     [RULE_COMPLETE] = "complete", [RULE_UNIQUE] = "unique",
};

const char *rule_kind_name(enum rule_kind kind)
{
    return kind_names[kind];
}

struct clean_rule *rule_add(struct rule_loader *l)
{
    if (l->n == l->cap) {
        size_t cap = l->cap ? 2 * l->cap : 64;
        struct clean_rule *items = ARENA_ARRAY(l->def.arena, cap, struct clean_rule);
        if (l->n) {
            memcpy(items, l->items, l->n * sizeof *items);
        }
        l->items = items;
        l->cap = cap;
    }
    struct clean_rule *rule = &l->items[l->n];
    *rule = (struct clean_rule){.index = (uint32_t)l->n++,
                                .roster = NONE,
                                .check = NONE,
                                .groups = UINT32_MAX,
                                .severity = RULE_ERROR};
    return rule;
}

/* ---- one entry ---------------------------------------------------------------------------------- */

/* An entry while it is read; nodes are looked at once all is known. */
struct entry {
    struct rule_loader *l;
    const struct node *at;
    struct str id;
    struct rule_note note;
    const struct node *holds, *checks, *involves;
    int implied; /* enum rule_kind, or -1 */
};

static bool read_id(struct definition *def, void *context, const struct node *node)
{
    return definition_id(def, node, 28, &((struct entry *)context)->id);
}

static bool read_nr(struct definition *def, void *context, const struct node *node)
{
    return definition_text(def, node, &((struct entry *)context)->note.nr);
}

static bool read_severity(struct definition *def, void *context, const struct node *node)
{
    static const char *const names[] = {"error", "warning", "auto"};
    size_t which = 0;
    bool good = definition_choice(def, node, names, ARRAY_LEN(names), &which);
    ((struct entry *)context)->note.severity = (enum rule_severity)which;
    return good;
}

static bool read_groups(struct definition *def, void *context, const struct node *node)
{
    struct entry *entry = context;
    bool good = definition_is(def, node, NODE_LIST);
    entry->note.groups = 0;
    for (size_t i = 0; good && i < node->n; i++) {
        int group = questionnaire_group(entry->l->q, node->items[i]->text);
        good = group >= 0 || definition_error(def, "R101", node->items[i], "'%.*s' is no group",
                                              STR_ARG(node->items[i]->text));
        entry->note.groups |= group >= 0 ? UINT32_C(1) << group : 0;
    }
    return good;
}

static bool read_words(struct definition *def, void *context, const struct node *node)
{
    struct entry *entry = context;
    bool good = definition_is(def, node, NODE_MAP);
    for (size_t i = 0; good && i < node->n; i++) {
        int language = questionnaire_language(entry->l->q, node->keys[i]->text);
        struct str text = STR_EMPTY;
        good = definition_text(def, node->items[i], &text);
        if (good && language >= 0) { /* words in a language that this questionnaire lacks are not shown */
            entry->note.words.in[language] = text;
        }
    }
    return good;
}

static bool read_for(struct definition *def, void *context, const struct node *node)
{
    struct entry *entry = context;
    uint32_t item =
        definition_is(def, node, NODE_SCALAR) ? questionnaire_item(entry->l->q, node->text) : NONE;
    if (item == NONE || entry->l->q->items[item].kind != ITEM_ROSTER) {
        return definition_error(def, "R101", node, "'%.*s' is no roster", STR_ARG(node->text));
    }
    entry->l->roster = entry->l->q->items[item].roster;
    return true;
}

static bool keep_holds(struct definition *def, void *context, const struct node *node)
{
    ((struct entry *)context)->holds = node;
    return definition_is(def, node, NODE_SCALAR);
}

static bool keep_checks(struct definition *def, void *context, const struct node *node)
{
    ((struct entry *)context)->checks = node;
    return definition_is(def, node, NODE_LIST);
}

static bool keep_involves(struct definition *def, void *context, const struct node *node)
{
    ((struct entry *)context)->involves = node;
    return definition_is(def, node, NODE_LIST);
}

static bool read_implied(struct definition *def, void *context, const struct node *node)
{
    size_t which = 0;
    bool good = definition_choice(def, node, kind_names + RULE_RANGE, RULE_KINDS - RULE_RANGE, &which);
    ((struct entry *)context)->implied = good ? (int)(RULE_RANGE + which) : -1;
    return good;
}

/* ---- what an entry comes to ---------------------------------------------------------------------- */

static bool note_once(struct entry *entry, struct rule_note *note, const struct node *where)
{
    if (note->there) {
        return definition_error(&entry->l->def, "R103", where, "another entry speaks of this too");
    }
    *note = entry->note;
    return true;
}

static bool take_checks(struct entry *entry)
{
    struct rule_loader *l = entry->l;
    bool good = true;
    for (size_t i = 0; i < entry->checks->n; i++) {
        const struct node *node = entry->checks->items[i];
        uint32_t check = questionnaire_check(l->q, node->text);
        good &= check == NONE
                    ? definition_error(&l->def, "R101", node, "'%.*s' is no check of the questionnaire",
                                       STR_ARG(node->text))
                    : note_once(entry, &l->checks[check], node);
    }
    return good;
}

static bool id_is_free(struct entry *entry)
{
    struct rule_loader *l = entry->l;
    bool taken = codebook_find(l->q->codebook, entry->id) || questionnaire_check(l->q, entry->id) != NONE;
    for (size_t i = 0; i < l->n; i++) {
        taken |= str_equal(l->items[i].id, entry->id);
    }
    return !taken ||
           definition_error(&l->def, "R103", entry->at, "the id '%.*s' is taken", STR_ARG(entry->id));
}

static bool mark_involved(struct entry *entry, bool *marked)
{
    struct rule_loader *l = entry->l;
    bool good = true;
    for (size_t i = 0; entry->involves && i < entry->involves->n; i++) {
        const struct node *node = entry->involves->items[i];
        const struct variable *v = codebook_find(l->q->codebook, node->text);
        if (!v) {
            good = definition_error(&l->def, "R101", node, "'%.*s' is no variable of the questionnaire",
                                    STR_ARG(node->text));
        } else {
            involve_slot(l->q, v->slot, marked);
        }
    }
    return good;
}

static bool take_rule(struct entry *entry)
{
    struct rule_loader *l = entry->l;
    if (!entry->id.len || !entry->note.words.in[l->q->codebook->source_language].len) {
        return definition_error(&l->def, "R102", entry->at, "this rule lacks an id or words");
    }
    const struct expr *holds = id_is_free(entry) ? rule_compile(l, entry->holds) : NULL;
    if (!holds) {
        return false;
    }
    bool *marked = involve_none(l->def.arena, l->q);
    involve_expr(l->q, holds, marked);
    bool good = mark_involved(entry, marked);
    struct clean_rule *rule = rule_add(l);
    rule->id = entry->id;
    rule->nr = entry->note.nr;
    rule->kind = RULE_WRITTEN;
    rule->severity = entry->note.severity;
    rule->words = entry->note.words;
    rule->groups = entry->note.groups;
    rule->text = holds->text;
    rule->holds = holds;
    rule->roster = l->roster;
    involve_list(l->def.arena, l->q, marked, rule);
    if (!rule->involves_n && !rule->facts) {
        good = definition_error(&l->def, "R104", entry->holds, "this rule reads no answer and no fact");
    }
    return good;
}

static bool read_entry(struct rule_loader *l, const struct node *node)
{
    static const struct definition_key keys[] = {
        {"rule", read_id},         {"nr", read_nr},         {"severity", read_severity},
        {"groups", read_groups},   {"words", read_words},   {"for", read_for},
        {"holds", keep_holds},     {"checks", keep_checks}, {"involves", keep_involves},
        {"implied", read_implied},
    };
    struct entry entry = {.l = l, .at = node, .implied = -1};
    entry.note = (struct rule_note){.there = true, .severity = RULE_ERROR, .groups = UINT32_MAX};
    l->roster = EXPR_NO_ROSTER;
    if (!definition_map(&l->def, node, keys, ARRAY_LEN(keys), &entry)) {
        return false;
    }
    if ((entry.holds != NULL) + (entry.checks != NULL) + (entry.implied >= 0) != 1) {
        return definition_error(&l->def, "R102", node, "one of holds, checks and implied should stand here");
    }
    if (entry.checks) {
        return take_checks(&entry);
    }
    return entry.holds ? take_rule(&entry) : note_once(&entry, &l->implied[entry.implied], node);
}

/* ---- the file ------------------------------------------------------------------------------------ */

static bool read_name(struct definition *def, void *context, const struct node *node)
{
    (void)context;
    return definition_is(def, node, NODE_SCALAR);
}

static bool read_rules(struct definition *def, void *context, const struct node *list)
{
    bool good = definition_is(def, list, NODE_LIST);
    for (size_t i = 0; good && i < list->n; i++) {
        read_entry(context, list->items[i]);
    }
    return good;
}

static void read_file(struct rule_loader *l, struct str path, struct hash *hash)
{
    static const struct definition_key keys[] = {{"cleaning", read_name}, {"rules", read_rules}};
    struct document document;
    if (!definition_open(&l->def, path, NEED_NOT, NULL, &document)) {
        return;
    }
    l->def.source = document.source;
    *hash = hash_of(document.source->text);
    if (definition_is(&l->def, document.root, NODE_MAP)) {
        definition_map(&l->def, document.root, keys, ARRAY_LEN(keys), l);
    }
}

const struct rulebook *rules_load(struct arena *arena, struct diags *diags, const struct library *library,
                                  struct str path, const struct questionnaire *questionnaire)
{
    struct rule_loader *l = ARENA_NEW(arena, struct rule_loader);
    struct rulebook *rules = ARENA_NEW(arena, struct rulebook);
    l->def = (struct definition){.arena = arena, .diags = diags, .library = library};
    l->q = questionnaire;
    l->checks = ARENA_ARRAY(arena, questionnaire->checks_n + 1, struct rule_note);
    size_t errors = diags->errors;
    read_file(l, path, &rules->hash);
    rules_of_checks(l);
    rules->written_n = l->n;
    rules_implied(l);
    rules->items = l->items;
    rules->n = l->n;
    rules->facts_from = (uint32_t)questionnaire->codebook->variables_n;
    return diags->errors == errors ? rules : NULL;
}

uint32_t rules_find(const struct rulebook *rules, struct str id)
{
    for (size_t i = 0; i < rules->n; i++) {
        if (str_equal(rules->items[i].id, id)) {
            return (uint32_t)i;
        }
    }
    return NONE;
}
