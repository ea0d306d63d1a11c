// One function compiled for several processors, of which the loader takes the fastest that this one can run: the add-on may be moved to
// another machine. Where the compiler has no such thing the plain function is all there is. A call goes through a table, so it should do much.

#pragma once

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)
#define DESCENT_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define DESCENT_CLONES
#endif

// What is done within such a function becomes a part of each of its versions.
#define DESCENT_INLINE __attribute__((always_inline)) static inline

// The loop that follows reads nothing that another round of it writes, so that its rounds can be done side by side.
#if defined(__clang__)
#define DESCENT_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define DESCENT_INDEPENDENT _Pragma("GCC ivdep")
#endif
