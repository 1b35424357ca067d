#ifndef CODEBOOK_LOAD_H
#define CODEBOOK_LOAD_H

#include "codebook/codebook.h"

/*
 * Building a codebook: the loader of the questionnaire starts one, reads the folder that the head names and
 * declares the variables; readers see it finished.
 */
struct codebook_builder;

/* The label of an option, one line. */
enum { OPTION_LABEL_BYTES_MOST = 120 };

/* Reads <folder>/codebook.yaml with its includes, and text/<language>.yaml for the labels. `files`
 * receives every file read. Diagnostics E1xx. Never NULL: after errors it holds what could be read. */
struct codebook_builder *codebook_begin(struct arena *arena, struct diags *diags,
                                        const struct library *library, struct str folder,
                                        const struct language *languages, unsigned languages_n,
                                        unsigned source_language);
/* The same; of the languages in `unread`, a bit for each, the files of labels are kept and not read yet. */
struct codebook_builder *codebook_begin_unread(struct arena *arena, struct diags *diags,
                                               const struct library *library, struct str folder,
                                               const struct language *languages, unsigned languages_n,
                                               unsigned source_language, uint32_t unread);
/* The labels of a language that was left unread: from now on, also after codebook_finish, it is not. */
void codebook_read_language(struct codebook_builder *builder, unsigned language, struct diags *diags);
/* A list of the codebook by id, NULL (no diagnostic) when there is none. */
const struct list *codebook_list(struct codebook_builder *builder, struct str id);
/* A frame, read at first use from codebook/frames/<id>.yaml of the library. NULL after a diagnostic at
 * `where`. Names from iso-codes are resolved here, or come from the frozen file `frames/<id>.frozen` when
 * the library has one. */
const struct list *codebook_frame(struct codebook_builder *builder, struct str id,
                                  const struct source *source, const struct node *where);
/* Ids of all lists, for "did you mean". */
size_t codebook_list_ids(struct codebook_builder *builder, const struct str **out);
/* A list made by the questionnaire itself (its groups, its languages, sexes). */
const struct list *codebook_add_list(struct codebook_builder *builder, struct str id, const struct str *codes,
                                     size_t n);
/* The label of an option in a list made by codebook_add_list; false when there is no such list or option. */
bool codebook_label(struct codebook_builder *builder, struct str list, struct str code, unsigned language,
                    struct str label);
/* A new variable with its slot set; the caller fills in the rest. */
struct variable *codebook_declare(struct codebook_builder *builder, struct str id);
/* Room for so many more variables, so that declaring them copies nothing. */
void codebook_expect(struct codebook_builder *builder, size_t more);
/* A variable declared before, NULL when there is none. */
struct variable *codebook_variable(struct codebook_builder *builder, struct str id);
struct variable *codebook_variable_at(struct codebook_builder *builder, uint32_t slot);
size_t codebook_variables(const struct codebook_builder *builder); /* how many, so far */
uint32_t codebook_declare_roster(struct codebook_builder *builder, struct str id, uint32_t max);
/* Every file read so far (also frames resolved to a frozen form), for hash and freezing. */
size_t codebook_files(struct codebook_builder *builder, const struct definition_file **out);
const struct codebook *codebook_finish(struct codebook_builder *builder);

#endif
