#include "cmd/study.h"

#include "base/file.h"
#include "base/i18n.h"

/*
 * A study to learn with: the SID questionnaire and seventy invented people, ten per group. Names, streets and
 * numbers are made up; telephone numbers lie in no range that is given out, e-mail addresses under
 * example.org.
 */
#define PER_GROUP 10

struct demo_group {
    const char *id;
    const char *language;
    const char *women[5], *men[5], *families[10];
};

static const struct demo_group demo_groups[] = {
    {"be",
     "nl",
     {"Lies", "Greet", "Hilde", "Sofie", "Marijke"},
     {"Jan", "Wouter", "Luc", "Pieter", "Koen"},
     {"Vervloet", "De Smedt", "Claeskens", "Van Hulle", "Goossens", "Mertens", "Roelants", "De Backer",
      "Lambrechts", "Wauters"}},
    {"ma",
     "nl",
     {"Fatima", "Samira", "Naima", "Hanane", "Loubna"},
     {"Youssef", "Rachid", "Karim", "Hicham", "Said"},
     {"El Idrissi", "Benali", "Bouzid", "El Amrani", "Tahiri", "Chakir", "Ouali", "Haddad", "Zeroual",
      "Mansouri"}},
    {"tr",
     "tr",
     {"Ayşe", "Elif", "Zeynep", "Emine", "Gül"},
     {"Mehmet", "Emre", "Hasan", "Murat", "Okan"},
     {"Yıldız", "Demirci", "Kaya", "Öztürk", "Şahin", "Arslan", "Çelik", "Aydın", "Koç", "Polat"}},
    {"pl",
     "pl",
     {"Agnieszka", "Marta", "Ewa", "Zofia", "Katarzyna"},
     {"Piotr", "Tomasz", "Marek", "Jakub", "Adam"},
     {"Kowalczyk", "Wiśniewska", "Zieliński", "Szymańska", "Dąbrowski", "Lewandowska", "Wójcik", "Kamińska",
      "Mazur", "Król"}},
    {"ro",
     "ro",
     {"Ioana", "Elena", "Mihaela", "Raluca", "Daniela"},
     {"Andrei", "Mihai", "Ștefan", "Radu", "Ion"},
     {"Popescu", "Ionescu", "Dumitru", "Stoica", "Țăranu", "Munteanu", "Gheorghe", "Marin", "Lupu", "Bălan"}},
    {"cd",
     "fr",
     {"Chantal", "Mireille", "Grâce", "Béatrice", "Solange"},
     {"Patrick", "Joël", "Trésor", "Dieudonné", "Serge"},
     {"Mbuyi", "Kabongo", "Ilunga", "Tshibangu", "Lukusa", "Makiese", "Nsimba", "Mulumba", "Kalala", "Ngoy"}},
    {"af",
     "en",
     {"Zahra", "Fereshta", "Maryam", "Nilofar", "Shabnam"},
     {"Ahmad", "Farid", "Hamid", "Najib", "Omid"},
     {"Rahimi", "Noori", "Sadat", "Haidari", "Stanekzai", "Amiri", "Karimi", "Safi", "Wardak", "Yousufi"}},
};

static const struct {
    const char *nis, *postcode;
} demo_places[] = {
    {"11002", "2018"}, {"12025", "2800"}, {"44021", "9000"}, {"46021", "9100"}, {"24062", "3000"},
    {"71072", "3500"}, {"71016", "3600"}, {"34022", "8500"}, {"21004", "1000"}, {"41002", "9300"},
};

static const char *const demo_streets[] = {"Lindestraat",  "Stationsplein", "Kapelleweg",    "Molenhoek",
                                           "Schoolstraat", "Havenkaai",     "Boomgaardlaan", "Oude Markt",
                                           "Veldstraat",   "Ringlaan"};

/* Person number `i` of a group: everything follows from group and number, so the demo is always the same. */
static void demo_person(struct arena *arena, size_t g, size_t i, struct case_record *record,
                        struct identity *identity)
{
    const struct demo_group *group = &demo_groups[g];
    bool woman = i % 2 == 0;
    bool second = i % 5 == 4 && g > 0;
    size_t place = (g * 3 + i) % ARRAY_LEN(demo_places);
    unsigned year = second ? 1988 + (unsigned)(i * 3 + g) % 17 : 1948 + (unsigned)(i * 11 + g * 5) % 56;
    *record = (struct case_record){
        .id = arena_format(arena, "%zu", 100101 + g * 100 + i),
        .group = str_from(group->id),
        .sex = woman ? STR("f") : STR("m"),
        .birth_date = arena_format(arena, "%u-%02u-%02u", year, 1 + (unsigned)(i * 5 + g) % 12,
                                   1 + (unsigned)(i * 7 + g * 3) % 28),
        .municipality = str_from(demo_places[place].nis),
        .language = str_from(second ? "nl" : group->language),
        .generation = g == 0   ? STR_EMPTY
                      : second ? STR("2")
                               : STR("1"),
        .mode = STR("capi"),
    };
    *identity = (struct identity){
        .first_name = str_from(woman ? group->women[i / 2] : group->men[i / 2]),
        .last_name = str_from(group->families[i]),
        .street = arena_format(arena, "%s %zu", demo_streets[(g + i) % ARRAY_LEN(demo_streets)],
                               3 + (i * 17 + g) % 140),
        .postcode = str_from(demo_places[place].postcode),
        .phone = arena_format(arena, "0499 00 %02zu %02zu", g, i),
        .email = arena_format(arena, "adres%zu@example.org", 100101 + g * 100 + i),
    };
}

static enum store_status add_people(struct study *study)
{
    const size_t n = ARRAY_LEN(demo_groups) * PER_GROUP;
    struct case_record *records = ARENA_ARRAY(study->arena, n, struct case_record);
    struct identity *identities = ARENA_ARRAY(study->arena, n, struct identity);
    for (size_t i = 0; i < n; i++) {
        demo_person(study->arena, i / PER_GROUP, i % PER_GROUP, &records[i], &identities[i]);
        records[i].interviewer = study->run->options.user;
    }
    return store_add_cases(study->store, records, identities, n);
}

enum exit_code run_demo(struct run *run)
{
    struct str path = study_path(run);
    enum exit_code code = study_make(run, path, run->options.questionnaire);
    struct study study;
    if (code != EXIT_GOOD || !study_open(&study, run, false, &code)) {
        return code;
    }
    enum store_status status = add_people(&study);
    code = status == STORE_OK ? EXIT_GOOD : study_fail(&study, status);
    if (code == EXIT_GOOD) {
        fprintf(run->out, tr("Oefenstudie met %zu verzonnen adressen: %.*s"),
                ARRAY_LEN(demo_groups) * PER_GROUP, STR_ARG(path));
        fputc('\n', run->out);
    }
    study_close(&study);
    return code;
}
