// Adam's update of one tensor of weights in a single pass over memory; as TensorFlow's own operations it is fourteen.

#pragma once

#include "clones.h"

#include <cmath>
#include <cstdint>

struct AdamSettings {
  float momentum;        // share of the running mean that is kept, beta 1
  float square_share;    // the same of the running mean of squares, beta 2
  float rate;            // learning rate, corrected for both means' begin at zero
  float epsilon;         // corrected likewise
};

struct AdamTensors {
  const float *weights, *gradient, *mean, *square;
  float *next_weights, *next_mean, *next_square;
};

// mean ← β₁ mean + (1 − β₁) g, square ← β₂ square + (1 − β₂) g², weights ← weights − rate · mean / (√square + ε); elements [from, to).
// Each output may lie where its input does. Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015).
DESCENT_CLONES static void UpdateByAdam(const AdamTensors &t, const AdamSettings &s, int64_t from, int64_t to) {
  const float momentum = s.momentum, rest = 1.0f - s.momentum, share = s.square_share, square_rest = 1.0f - s.square_share;
  DESCENT_INDEPENDENT
  for (int64_t i = from; i < to; i++) {
    const float gradient = t.gradient[i];
    const float mean = t.mean[i] * momentum + gradient * rest;
    const float square = t.square[i] * share + gradient * gradient * square_rest;
    t.next_mean[i] = mean;
    t.next_square[i] = square;
    t.next_weights[i] = t.weights[i] - s.rate * (mean / (std::sqrt(square) + s.epsilon));
  }
}
