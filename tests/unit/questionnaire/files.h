#ifndef TESTS_UNIT_QUESTIONNAIRE_FILES_H
#define TESTS_UNIT_QUESTIONNAIRE_FILES_H

/* The files of a small good questionnaire, for tests and fuzzing. */
static const struct {
    const char *path;
    const char *bytes;
} world_files[] = {
    {"questionnaire.yaml", "questionnaire: t\nversion: 1.0.0\ncodebook: codebook/t\nsource_language: nl\n"
                           "languages: [nl, en]\ngroups: [be, ma]\nallow: [dont_know, refused]\n"
                           "include: [m.yaml]\n"},
    {"m.yaml", "items:\n- {id: a, type: int, min: 0, max: 9}\n"},
    {"text/nl.yaml", "language: nl\nname: Nederlands\ntitle: Proef\n"},
    {"text/en.yaml", "language: en\nname: English\n"},
    {"codebook/t/codebook.yaml",
     "codebook: t\nlanguages: [nl, en]\nlists:\n  yes_no: [1 yes, 2 no]\n  abc: [1 a, 2 b, 3 c]\n"
     "  jobs:\n  - 1 friends\n  - 2 agency\n  - {code: 7, name: other, specify: true}\n"
     "  - {code: 8, name: none_of_these, exclusive: true}\n"},
    {"codebook/t/text/nl.yaml",
     "language: nl\nlists:\n  yes_no: {1: ja, 2: nee}\n  abc: {1: aa, 2: bb, 3: cc}\n"
     "  jobs: {1: vrienden, 2: bureau, 7: andere, 8: geen}\n"},
    {"codebook/t/text/en.yaml", "language: en\nlists: {}\n"},
    {"codebook/frames/land.yaml", "frame: land\nversion: 1\nentries:\n- {code: BE, nl: Belgie, en: Belgium}\n"
                                  "- {code: NL, nl: Nederland, en: Netherlands}\n"},
};

#endif
