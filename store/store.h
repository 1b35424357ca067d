#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/str.h"
#include "codebook/act.h"
#include "codebook/codebook.h"

/*
 * The study file: one SQLite file that holds the definition, the cases, the identities, the append-only
 * event log, and caches folded from it. The only module that includes <sqlite3.h>. Schema:
 * store/schema.sql; settings and why: docs/reliability.md.
 */
struct store;

/* Every call says how it went; store_message tells it in words fit for a screen (interface language). */
enum store_status {
    STORE_OK,
    STORE_NOT_FOUND, /* no such file, case, definition */
    STORE_EXISTS,    /* the target is there already */
    STORE_FULL,      /* disk full: not saved */
    STORE_READ_ONLY,
    STORE_BUSY,     /* locked by somebody else for longer than the time-out */
    STORE_REPLACED, /* the file was moved, removed or replaced under us */
    STORE_IO,       /* the disk failed: after reopening, the act was looked up and is NOT saved */
    STORE_DAMAGED,  /* not a database, a damaged page, a broken chain */
    STORE_FOREIGN,  /* not a study file, or of a newer version */
    STORE_CLAIMED,  /* the case is being interviewed elsewhere */
    STORE_REFUSED,  /* what was asked contradicts the rules (bad input) */
    STORE_UNSURE, /* the disk failed and does not answer: nobody knows whether the act is saved; open again */
    STORE_STATUSES
};

struct store_options {
    struct clock clock; /* zero: the system's */
    struct str user;    /* who acts; NUL-terminated not needed */
    bool deterministic; /* device and nonces come from `seed`: simulated studies only */
    struct hash seed;
    const char *vfs;  /* SQLite VFS by name, NULL = default (tests) */
    unsigned busy_ms; /* default 5,000 */
    bool read_only;
    int64_t ballast_bytes; /* room kept for a full disk: 0 = 16 MB, negative = none (tests) */
};

/* A new study: refuses an existing path (STORE_EXISTS); written whole or not at all. `study_seed` steers
 * random orders; zero: drawn. On failure *out is NULL and `message` (>= 512 bytes, may be NULL) is filled. */
enum store_status store_create(const char *path, const struct store_options *options, const char *name,
                               const struct definition_file *files, size_t files_n,
                               const struct hash *questionnaire, const struct hash *study_seed,
                               struct store **out, char message[512]);
enum store_status store_open(const char *path, const struct store_options *options, struct store **out,
                             char message[512]);
void store_close(struct store *store); /* NULL is fine */

const char *store_message(const struct store *store);    /* of the last failure, never NULL */
const char *store_status_text(enum store_status status); /* in the interface's language */
const char *store_path(const struct store *store);
struct str store_name(const struct store *store);
struct hash store_study_seed(const struct store *store);
struct hash store_current_questionnaire(const struct store *store); /* of new cases */
struct str store_device(const struct store *store);

/* STORE_FULL when the ballast is gone or could not be laid: finish what runs, begin no new interview. */
enum store_status store_check_room(struct store *store);

/* A newer version of the definition: new cases take it, running ones keep theirs. The same hash again:
 * nothing. */
enum store_status store_add_definition(struct store *store, const struct definition_file *files, size_t n,
                                       const struct hash *questionnaire);
/* The hashes of all frozen versions, the oldest first. In `arena`. */
enum store_status store_versions(struct store *store, struct arena *arena, const struct hash **hashes,
                                 size_t *n);
/* The frozen files of a definition. In `arena`. */
enum store_status store_definition(struct store *store, const struct hash *questionnaire, struct arena *arena,
                                   const struct definition_file **files, size_t *n);

/* ---- cases ---- */

/* What the frame says, without identity. Texts; empty = not known. */
struct case_record {
    struct str id;
    struct str group, sex, birth_date, municipality, language, generation;
    struct str interviewer;    /* assigned to */
    struct hash questionnaire; /* zero until started: takes the current one then */
    struct str mode;           /* capi, cawi, practice, simulated */
};
struct identity {
    struct str first_name, last_name, street, postcode, phone, email;
};

/* Inside one transaction; nothing of a refused batch stays. A known case id: STORE_EXISTS (message names it).
 */
enum store_status store_add_cases(struct store *store, const struct case_record *cases,
                                  const struct identity *identities, size_t n);
enum store_status store_case(struct store *store, struct str id, struct arena *arena,
                             struct case_record *out);
enum store_status store_identity(struct store *store, struct str id, struct arena *arena,
                                 struct identity *out);

enum case_status { CASE_NEW, CASE_RUNNING, CASE_SUSPENDED, CASE_COMPLETED, CASE_STOPPED };
const char *case_status_name(enum case_status status);
/* One line of a case list: a cache. */
struct case_line {
    struct str id, group, municipality, language, interviewer;
    struct str first_name, last_name, street, postcode;
    enum case_status status;
    struct str place;   /* REGISTER_PLACE, where it was left */
    uint32_t answers;   /* cells answered */
    int64_t changed_ms; /* last act, 0 = none */
    struct str outcome; /* of a stop */
};
struct case_filter {
    struct str interviewer; /* empty: all */
    struct str group;
    struct str search; /* folded prefix of id, name, street or municipality */
    int status;        /* enum case_status, or -1 */
    bool open_only;    /* neither completed nor stopped */
};
enum case_sort { CASES_BY_ID, CASES_BY_CHANGED, CASES_BY_STATUS, CASES_BY_MUNICIPALITY };
enum store_status store_count_cases(struct store *store, const struct case_filter *filter, size_t *n);
/* Lines offset .. offset + max of the filtered list, in `arena`. */
enum store_status store_list_cases(struct store *store, const struct case_filter *filter, enum case_sort sort,
                                   size_t offset, size_t max, struct arena *arena, struct case_line **out,
                                   size_t *n);
/* A free case (new, not claimed) of a group (empty: any), lowest id; STORE_NOT_FOUND when there is none. */
enum store_status store_free_case(struct store *store, struct str group, struct arena *arena, struct str *id);

/* An interview is claimed by a row (device, pid, boot id) which a dead owner loses. STORE_CLAIMED: message
 * says who. */
enum store_status store_claim(struct store *store, struct str case_id);
enum store_status store_release(struct store *store, struct str case_id);

/*
 * Named claims on smaller things, such as the answers that a coder has before her; `under` is what the names
 * have in common. This process then holds of them just these n, except those that another living process
 * holds: held[i] tells. In one transaction. n = 0 gives all back.
 */
enum store_status store_hold(struct store *store, struct str under, const struct str *names, size_t n,
                             bool *held);
/* What other living processes hold under it, and who. */
enum store_status store_read_holds(struct store *store, struct str under,
                                   bool (*visit)(void *context, struct str name, struct str user),
                                   void *context);

/* ---- the event log ---- */

/*
 * Appends n acts in one durable transaction (BEGIN IMMEDIATE; the chain's tip is read inside), updates the
 * caches, fills in id, prev, device, seq of each. After an I/O error: closes, reopens, looks the event ids
 * up, then says STORE_OK (they are there) or the fault (they are not). On STORE_FULL the ballast file is
 * freed once and the write tried again.
 */
enum store_status store_append(struct store *store, struct act *acts, size_t n);
/* The same for several people at work on the same registers: seen[i] is the act by which the caller knows the
 * register of acts[i].changes[0] (zero: never written). STORE_EXISTS, and nothing is appended, when another
 * one has written it since. */
enum store_status store_append_seen(struct store *store, struct act *acts, const struct hash *seen, size_t n);
/* A sink for interviews over store_append. The sink's message is store_message. */
struct act_sink store_sink(struct store *store);

/* The acts of a case (all cases when empty) in the order of the log. The act lives until the next call.
 * `visit` returns false to stop. Each act's id is computed again first: a changed one ends with
 * STORE_DAMAGED. */
enum store_status store_read_acts(struct store *store, struct str case_id,
                                  bool (*visit)(void *context, const struct act *act), void *context);
/* The newest content of each register of a case (cache): folded from the log. Registers that an act has
 * emptied are told too (CELL_NOT_REACHED), with that act. */
enum store_status store_read_registers(struct store *store, struct str case_id,
                                       bool (*visit)(void *context, const struct change *change,
                                                     const struct hash *event),
                                       void *context);
/* The newest content of one item's register in all cases, in their order, with the act that wrote it and that
 * act's place in the log. Emptied registers are told too. */
enum store_status store_read_item(struct store *store, enum act_register reg, struct str item,
                                  bool (*visit)(void *context, const struct change *change,
                                                const struct act *act, int64_t n),
                                  void *context);
/* The last place in the log; 0: it is empty. */
enum store_status store_log_end(struct store *store, int64_t *n);
/* The acts behind a place in the log, of all cases; those about one item, or all (empty). */
enum store_status store_read_since(struct store *store, int64_t after, struct str item,
                                   bool (*visit)(void *context, const struct act *act, int64_t n),
                                   void *context);
/* Empties nonce and payload of all acts of (case, item) as an `erase` act with a reason; the chain stays
 * whole. */
enum store_status store_erase(struct store *store, struct str case_id, struct str item, uint32_t row,
                              struct str reason);
/* Identity and all payloads of the case. */
enum store_status store_forget(struct store *store, struct str case_id, struct str reason);

/* One packed row per finished interview: a cache for exports; `bytes` come from the caller (cmd packs
 * routes). */
enum store_status store_put_packed(struct store *store, struct str case_id, struct str bytes);
enum store_status store_get_packed(struct store *store, struct str case_id, struct arena *arena,
                                   struct str *bytes);

/* ---- verify, backup ---- */

struct verify_report {
    uint64_t acts, cases, erased;
    uint64_t chain_faults; /* id differs from its content, or prev from the tip before it */
    uint64_t cache_faults; /* rebuilt caches that differ from those stored */
    uint64_t page_faults;  /* integrity_check, foreign_key_check */
    struct hash tip;
    struct str *faults; /* up to 100 lines in words, in `arena` */
    size_t faults_n;
};
enum store_status store_verify(struct store *store, struct arena *arena, struct verify_report *out);
/* Rebuilds the caches from the log in one transaction. */
enum store_status store_rebuild(struct store *store);

/* Online Backup to a new file, read again and verified before the final name; refuses an existing target
 * unless `replace`. */
enum store_status store_backup(struct store *store, const char *target, bool replace, char message[512]);
/* Puts a verified backup in place of a missing study file; refuses an existing one. */
enum store_status store_restore(const char *backup, const char *path, char message[512]);

/* Small settings of the study (backup target, interviewer's language...). Empty when not set. */
enum store_status store_get_setting(struct store *store, struct str key, struct arena *arena,
                                    struct str *value);
enum store_status store_set_setting(struct store *store, struct str key, struct str value);
/* All settings whose key begins with `prefix`, in the order of the keys; `rest` is what follows it. */
enum store_status store_read_settings(struct store *store, struct str prefix,
                                      bool (*visit)(void *context, struct str rest, struct str value),
                                      void *context);

#endif
