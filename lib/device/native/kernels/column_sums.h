// Sums over all but the last axis, the gradient of a bias.

#pragma once

#include "clones.h"

#include <cstdint>
#include <vector>

// Adds the rows [from, to) of a matrix to `sums`: in double precision, so that no order of adding shows in the rounded result.
DESCENT_CLONES static void AddRows(const float *values, int64_t columns, int64_t from, int64_t to, double *sums) {
  for (int64_t row = from; row < to; row++) {
    const float *at = values + row * columns;
    DESCENT_INDEPENDENT
    for (int64_t column = 0; column < columns; column++) sums[column] += at[column];
  }
}

// The sum of several rows of sums, rounded. `all` holds them one after the other.
static void RoundSums(const std::vector<double> &all, int64_t columns, float *sums) {
  for (int64_t column = 0; column < columns; column++) {
    double sum = 0;
    for (size_t at = column; at < all.size(); at += columns) sum += all[at];
    sums[column] = static_cast<float>(sum);
  }
}
