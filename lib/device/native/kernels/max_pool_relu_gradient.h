// The gradient of max(relu(x)) over windows that do not overlap, with the sum over each channel that the bias before it takes. TensorFlow
// writes and reads the large tensor three times for that (MaxPoolGrad, ReluGrad, Sum); this writes it once.

#pragma once

#include "clones.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

struct PoolShape {
  int64_t height, width, channels;        // of the features
  int64_t pooled_height, pooled_width;
  int64_t window_height, window_width;    // also how far windows lie apart
  int64_t top, left;                      // rows and columns of padding
};

// Gives a pooled pixel's gradient to the first place of its window that holds the maximum, where that is above 0, else to none. `left_over`
// has room for a pixel; at the begin it holds the gradient, at the end nothing but what found no place.
DESCENT_INLINE void SpreadOverPlace(const float *features, const float *pooled, float *left_over, float *result, int64_t channels) {
  DESCENT_INDEPENDENT
  for (int64_t c = 0; c < channels; c++) {
    const bool is_here = features[c] == pooled[c];
    result[c] = is_here ? left_over[c] : 0.0f;
    left_over[c] = is_here ? 0.0f : left_over[c];
  }
}

DESCENT_INLINE void BeginWindow(const float *pooled, const float *gradient, float *left_over, double *sums, int64_t channels) {
  DESCENT_INDEPENDENT
  for (int64_t c = 0; c < channels; c++) {
    left_over[c] = pooled[c] > 0.0f ? gradient[c] : 0.0f;
  }
  // A loop of its own: one with numbers of two sizes is a slow one.
  DESCENT_INDEPENDENT
  for (int64_t c = 0; c < channels; c++) sums[c] += left_over[c];
}

// One picture. `sums` [C] grows by the sum of the result over all pixels.
DESCENT_CLONES static void MaxPoolReluGradient(const float *features, const float *pooled, const float *gradient, const PoolShape &s,
                                               float *left_over, double *sums, float *result) {
  const int64_t covered_height = s.pooled_height * s.window_height - s.top;
  const int64_t covered_width = s.pooled_width * s.window_width - s.left;
  for (int64_t row = 0; row < s.pooled_height; row++) {
    const int64_t first_row = std::max<int64_t>(0, row * s.window_height - s.top);
    const int64_t end_row = std::min(s.height, (row + 1) * s.window_height - s.top);
    for (int64_t column = 0; column < s.pooled_width; column++) {
      const int64_t first_column = std::max<int64_t>(0, column * s.window_width - s.left);
      const int64_t end_column = std::min(s.width, (column + 1) * s.window_width - s.left);
      const int64_t pixel = (row * s.pooled_width + column) * s.channels;
      BeginWindow(pooled + pixel, gradient + pixel, left_over, sums, s.channels);
      for (int64_t y = first_row; y < end_row; y++) {
        for (int64_t x = first_column; x < end_column; x++) {
          const int64_t place = (y * s.width + x) * s.channels;
          SpreadOverPlace(features + place, pooled + pixel, left_over, result + place, s.channels);
        }
      }
    }
  }
  // Pixels at the right and at the bottom that no window has.
  if (covered_width < s.width) {
    const int64_t rest = (s.width - covered_width) * s.channels;
    for (int64_t y = 0; y < std::min(covered_height, s.height); y++)
      std::memset(result + (y * s.width + covered_width) * s.channels, 0, rest * sizeof(float));
  }
  if (covered_height < s.height) {
    const int64_t rest = (s.height - covered_height) * s.width * s.channels;
    std::memset(result + covered_height * s.width * s.channels, 0, rest * sizeof(float));
  }
}
