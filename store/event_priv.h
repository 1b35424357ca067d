#ifndef STORE_EVENT_PRIV_H
#define STORE_EVENT_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "codebook/act.h"

/* The log's encoding; docs/reliability.md writes it down for people. */

#define NONCE_BYTES 16
/* An entry of `replaces`: number of the change, 4 bytes little endian, and the id of the act it replaces. */
#define REPLACES_BYTES (4 + HASH_BYTES)

/* Where a chain begins: the `prev` of its first act. */
struct hash event_root(const struct hash *study_id, struct str device);
/* Changes and reason as bytes, appended. */
void event_write_payload(struct buf *out, const struct act *act);
/* The reverse: fills in changes, n and reason, in `arena` (texts are copied). False: not an encoding. */
bool event_read_payload(struct arena *arena, struct str bytes, struct act *act);
struct hash event_content(struct str nonce, struct str payload);
/* The act's id, from prev, the header fields of `act`, what it replaces and its content. */
struct hash event_id(const struct act *act, struct str replaces, const struct hash *content);
/* Over texts that lie outside the log, so that a changed one is seen. */
struct hash texts_digest(const struct str *texts, size_t n);
void event_add_replaced(struct buf *replaces, uint32_t change, const struct hash *event);

#endif
