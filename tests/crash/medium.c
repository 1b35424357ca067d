#include "tests/crash/medium.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"

enum { SECTOR = 512, NAMES_MAX = 8, FOLDER_PATH = 600 };

/* One recorded call. */
struct record {
    struct shim_call call;
    size_t name;
    unsigned char *bytes;
};

struct bytes {
    unsigned char *ptr;
    size_t len, cap;
};

/* What a name stands for: it is another one after the file was deleted and made again. */
struct inode {
    struct bytes sure;
    size_t *pending; /* records of writes and truncates since the last sync */
    size_t pending_n, pending_cap;
};

/* A name that came or went since the folder was synced. */
struct entry {
    size_t name;
    size_t inode; /* NONE: deleted */
};
#define NONE SIZE_MAX

struct medium {
    char *names[NAMES_MAX];
    size_t names_n;
    size_t first[NAMES_MAX]; /* inodes before the recording, or NONE */
    size_t first_n;
    struct record *records;
    size_t n, cap;
    /* where the play stands */
    size_t played;
    struct inode *inodes;
    size_t inodes_n, inodes_cap;
    size_t now[NAMES_MAX];  /* what the running program sees */
    size_t sure[NAMES_MAX]; /* what the folder on the disk holds */
    struct entry *entries;  /* pending, in order */
    size_t entries_n, entries_cap;
    struct bytes *begin; /* contents of the first inodes */
};

/* ---- bytes ---- */

static void resize(struct bytes *b, size_t len)
{
    if (len > b->cap) {
        b->cap = len < 65536 ? 65536 : 2 * len;
        b->ptr = mem_realloc(b->ptr, b->cap, 1);
    }
    if (len > b->len) {
        memset(b->ptr + b->len, 0, len - b->len);
    }
    b->len = len;
}

static void put(struct bytes *b, size_t offset, const unsigned char *from, size_t amount)
{
    if (offset + amount > b->len) {
        resize(b, offset + amount);
    }
    memcpy(b->ptr + offset, from, amount);
}

static void copy(struct bytes *to, const struct bytes *from)
{
    resize(to, from->len);
    if (from->len) {
        memcpy(to->ptr, from->ptr, from->len);
    }
}

/* ---- recording ---- */

struct medium *medium_new(void)
{
    struct medium *medium = mem_alloc(sizeof *medium);
    *medium = (struct medium){.begin = mem_alloc(NAMES_MAX * sizeof(struct bytes))};
    return medium;
}

static size_t name_of(struct medium *medium, const char *path)
{
    for (size_t i = 0; i < medium->names_n; i++) {
        if (strcmp(medium->names[i], path) == 0) {
            return i;
        }
    }
    if (medium->names_n == NAMES_MAX) {
        fprintf(stderr, "crash: more files than expected: %s\n", path);
        exit(2);
    }
    size_t size = strlen(path) + 1;
    medium->names[medium->names_n] = mem_alloc(size);
    memcpy(medium->names[medium->names_n], path, size);
    medium->first[medium->names_n] = NONE;
    return medium->names_n++;
}

void medium_put(struct medium *medium, const char *path)
{
    size_t name = name_of(medium, path);
    struct bytes *b = &medium->begin[medium->first_n];
    *b = (struct bytes){0};
    medium->first[name] = medium->first_n++;
    int fd = open(path, O_RDONLY);
    unsigned char block[65536];
    ssize_t got = 0;
    while (fd >= 0 && (got = read(fd, block, sizeof block)) > 0) {
        put(b, b->len, block, (size_t)got);
    }
    if (fd < 0 || got < 0) {
        fprintf(stderr, "crash: cannot read %s\n", path);
        exit(2);
    }
    close(fd);
}

void medium_record(void *context, const struct shim_call *call)
{
    struct medium *medium = context;
    bool matters = call->op == SHIM_WRITE || call->op == SHIM_TRUNCATE || call->op == SHIM_SYNC ||
                   call->op == SHIM_DELETE || (call->op == SHIM_OPEN && call->made);
    if (!matters || !call->path) {
        return;
    }
    if (medium->n == medium->cap) {
        medium->records = array_grow(medium->records, &medium->cap, sizeof *medium->records);
    }
    struct record *record = &medium->records[medium->n++];
    *record = (struct record){.call = *call, .name = name_of(medium, call->path)};
    if (call->op == SHIM_WRITE) {
        record->bytes = mem_alloc((size_t)call->amount);
        memcpy(record->bytes, call->bytes, (size_t)call->amount);
    }
}

size_t medium_calls(const struct medium *medium)
{
    return medium->n;
}

/* ---- playing ---- */

static size_t new_inode(struct medium *medium)
{
    if (medium->inodes_n == medium->inodes_cap) {
        medium->inodes = array_grow(medium->inodes, &medium->inodes_cap, sizeof *medium->inodes);
    }
    medium->inodes[medium->inodes_n] = (struct inode){0};
    return medium->inodes_n++;
}

static void free_inodes(struct medium *medium)
{
    for (size_t i = 0; i < medium->inodes_n; i++) {
        free(medium->inodes[i].sure.ptr);
        free(medium->inodes[i].pending);
    }
    medium->inodes_n = 0;
}

static void rewind_medium(struct medium *medium)
{
    free_inodes(medium);
    medium->played = 0;
    medium->entries_n = 0;
    for (size_t i = 0; i < medium->first_n; i++) {
        size_t inode = new_inode(medium);
        copy(&medium->inodes[inode].sure, &medium->begin[i]);
    }
    for (size_t i = 0; i < NAMES_MAX; i++) {
        medium->now[i] = medium->sure[i] = i < medium->names_n ? medium->first[i] : NONE;
    }
}

static void add_entry(struct medium *medium, size_t name, size_t inode)
{
    if (medium->entries_n == medium->entries_cap) {
        medium->entries = array_grow(medium->entries, &medium->entries_cap, sizeof *medium->entries);
    }
    medium->entries[medium->entries_n++] = (struct entry){name, inode};
    medium->now[name] = inode;
}

static void sync_folder(struct medium *medium)
{
    memcpy(medium->sure, medium->now, sizeof medium->sure);
    medium->entries_n = 0;
}

/* Applies a write or truncate; `keep` says of each sector (or of the size) whether it reached the disk. */
static void apply(struct bytes *b, const struct record *record, struct draws *draws, uint32_t percent)
{
    size_t offset = (size_t)record->call.offset;
    if (record->call.op == SHIM_TRUNCATE) {
        if (!draws || draws_below(draws, 100) < percent) {
            resize(b, offset);
        }
        return;
    }
    size_t end = offset + (size_t)record->call.amount;
    for (size_t at = offset; at < end;) {
        size_t next = (at / SECTOR + 1) * SECTOR;
        size_t upto = next < end ? next : end;
        if (!draws || draws_below(draws, 100) < percent) {
            put(b, at, record->bytes + (at - offset), upto - at);
        }
        at = upto;
    }
}

static void sync_file(struct medium *medium, struct inode *inode)
{
    for (size_t i = 0; i < inode->pending_n; i++) {
        apply(&inode->sure, &medium->records[inode->pending[i]], NULL, 100);
    }
    inode->pending_n = 0;
}

static void play_one(struct medium *medium, size_t number)
{
    const struct record *record = &medium->records[number];
    if (record->call.op == SHIM_OPEN) {
        add_entry(medium, record->name, new_inode(medium));
        return;
    }
    if (record->call.op == SHIM_DELETE) {
        add_entry(medium, record->name, NONE);
    } else {
        struct inode *inode = &medium->inodes[medium->now[record->name]];
        if (record->call.op == SHIM_SYNC) {
            sync_file(medium, inode);
        } else {
            if (inode->pending_n == inode->pending_cap) {
                inode->pending = array_grow(inode->pending, &inode->pending_cap, sizeof *inode->pending);
            }
            inode->pending[inode->pending_n++] = number;
        }
    }
    if (record->call.folder) {
        sync_folder(medium);
    }
}

void medium_play(struct medium *medium, size_t upto)
{
    if (upto < medium->played || medium->inodes_n == 0) {
        rewind_medium(medium);
    }
    while (medium->played < upto) {
        play_one(medium, medium->played++);
    }
}

void medium_free(struct medium *medium)
{
    free_inodes(medium);
    for (size_t i = 0; i < medium->n; i++) {
        free(medium->records[i].bytes);
    }
    for (size_t i = 0; i < medium->names_n; i++) {
        free(medium->names[i]);
    }
    for (size_t i = 0; i < medium->first_n; i++) {
        free(medium->begin[i].ptr);
    }
    free(medium->begin);
    free(medium->records);
    free(medium->inodes);
    free(medium->entries);
    free(medium);
}

/* ---- images ---- */

static bool write_file(const char *path, const struct bytes *b)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    bool good = fd >= 0 && (b->len == 0 || write(fd, b->ptr, b->len) == (ssize_t)b->len);
    return fd >= 0 && close(fd) == 0 && good;
}

/* One name of the image; `percent` of what is pending reached the disk. */
static bool image_of(const struct medium *medium, size_t name, size_t inode, struct draws *draws,
                     uint32_t percent, const char *folder)
{
    char path[FOLDER_PATH];
    const char *slash = strrchr(medium->names[name], '/');
    snprintf(path, sizeof path, "%s/%s", folder, slash ? slash + 1 : medium->names[name]);
    unlink(path);
    if (inode == NONE) {
        return true;
    }
    const struct inode *from = &medium->inodes[inode];
    struct bytes b = {0};
    copy(&b, &from->sure);
    for (size_t i = 0; i < from->pending_n; i++) {
        apply(&b, &medium->records[from->pending[i]], draws, percent);
    }
    bool good = write_file(path, &b);
    free(b.ptr);
    return good;
}

bool medium_image(const struct medium *medium, struct draws *draws, const char *folder)
{
    /* none, all, half, or any share: the ends are the likeliest to be right, and the middle to find what is
     * not */
    static const uint32_t shares[] = {0, 100, 50, 90, 10};
    uint32_t pick = draws_below(draws, 6);
    uint32_t percent = pick < 5 ? shares[pick] : draws_below(draws, 101);
    size_t names[NAMES_MAX];
    memcpy(names, medium->sure, sizeof names);
    for (size_t i = 0; i < medium->entries_n; i++) {
        if (draws_below(draws, 100) < percent) {
            names[medium->entries[i].name] = medium->entries[i].inode;
        }
    }
    bool good = true;
    for (size_t i = 0; i < medium->names_n; i++) {
        good = image_of(medium, i, names[i], draws, percent, folder) && good;
    }
    return good;
}
