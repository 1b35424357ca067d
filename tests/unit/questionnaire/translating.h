#ifndef TESTS_UNIT_QUESTIONNAIRE_TRANSLATING_H
#define TESTS_UNIT_QUESTIONNAIRE_TRANSLATING_H

/* Beside those of files.h: a questionnaire with a text of each kind, for tests and fuzzing. */
static const struct {
    const char *path, *bytes;
} translating_files[] = {
    {"m.yaml", "fills:\n  origin: {by: group}\n  time: {by: a}\nitems:\n- {block: part, items: [{id: a, "
               "type: int, min: 0, "
               "max: 9, allow: []}]}\n- id: b\n  type: code\n  list: jobs\n  checks: [{id: c_b, soft: a > 0 "
               "or b != 7}]\n"
               "- {stop: over, when: a == 9}\n"},
    {"text/nl.yaml",
     "language: nl\nname: Nederlands\ntitle: Proef\ngroups: {be: Belgisch, ma: Marokkaans}\nblocks: {part: "
     "deel}\n"
     "items:\n  a: {label: hoe vaak, text: \"Hoe vaak?\", unit: keer}\n  b:\n    label: waar\n"
     "    text: \"{a} {time}: waar?\"\n    instruct: \"Niet voorlezen.\\nEcht niet.\"\n    options: {other: "
     "elders}\n"
     "    groups: {ma: \"Waar, {origin|noun}?\"}\n"
     "checks: {c_b: \"Echt {a}?\"}\nstops: {over: Dank u.}\n"
     "fills:\n  origin: {be: {adj: Belgische, noun: Belgen}, ma: {adj: Marokkaanse, noun: Marokkanen}}\n"
     "  time: {one: keer, other: keren}\n"},
    {"text/en.yaml", "language: en\nname: English\n"},
};

#endif
