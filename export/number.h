#ifndef EXPORT_NUMBER_H
#define EXPORT_NUMBER_H

#include <stdint.h>
#include <string.h>

#include "expr/cell.h"

/* Little-endian bytes, the same on every machine. */
static inline void put_u16(unsigned char *at, uint16_t value)
{
    at[0] = (unsigned char)value;
    at[1] = (unsigned char)(value >> 8);
}
static inline void put_u32(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        at[i] = (unsigned char)(value >> (8 * i));
    }
}
static inline void put_u64(unsigned char *at, uint64_t value)
{
    for (int i = 0; i < 8; i++) {
        at[i] = (unsigned char)(value >> (8 * i));
    }
}
static inline void put_double(unsigned char *at, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_u64(at, bits);
}
static inline uint64_t get_bytes(const unsigned char *at, unsigned n)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < n; i++) {
        value |= (uint64_t)at[i] << (8 * i);
    }
    return value;
}
static inline double get_double(const unsigned char *at)
{
    uint64_t bits = get_bytes(at, 8);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

#endif
