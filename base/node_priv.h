#ifndef BASE_NODE_PRIV_H
#define BASE_NODE_PRIV_H

#include "base/node.h"

/* What node.c lets others do, so that it is only about libyaml's events. */

/* The text without its byte order mark. */
struct str source_body(const struct source *source);

/* Before libyaml: the size, every character, line ends, and directives. False after an error. */
bool node_check_bytes(struct diags *diags, const struct source *source, const struct node_limits *limits);

/* Behind the document, which ended at this line (from 1) and column (from 0): no directives follow. */
bool node_check_end(struct diags *diags, const struct source *source, unsigned number, unsigned column);

/* Moves a place behind all that is written to the end of the last written line. */
void node_pull_back(const struct source *source, struct node *here);

/* Reports each key that stands in the map before. */
void node_check_keys(struct diags *diags, const struct source *source, const struct node *map);

#endif
