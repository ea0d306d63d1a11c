// Operations of TensorFlow that this project adds: what training spends most of its time on beside convolutions and matrix products. They
// compute on processors only, on the threads that TensorFlow's own operations share.

#include <node_api.h>

#include <algorithm>
#include <string>
#include <vector>

#include "adam.h"
#include "column_sums.h"
#include "max_pool_relu_gradient.h"
#include "tensorflow/core/framework/op.h"
#include "tensorflow/core/framework/op_kernel.h"
#include "tensorflow/core/framework/shape_inference.h"

using tensorflow::DEVICE_CPU;
using tensorflow::OpKernel;
using tensorflow::OpKernelConstruction;
using tensorflow::OpKernelContext;
using tensorflow::Tensor;
using tensorflow::TensorShape;
using tensorflow::shape_inference::InferenceContext;

namespace {

// Work is cut into so many parts whatever the number of threads, so that sums come out the same on every machine.
constexpr int64_t parts = 16;

template <typename Work>
void InParallel(OpKernelContext *context, int64_t total, int64_t cost, const Work &work) {
  context->device()->tensorflow_cpu_worker_threads()->workers->ParallelFor(total, cost, work);
}

float *Floats(Tensor *tensor) { return tensor->flat<float>().data(); }
const float *Floats(const Tensor &tensor) { return tensor.flat<float>().data(); }

REGISTER_OP("DescentAdam")
    .Input("weights: float")
    .Input("gradient: float")
    .Input("mean: float")
    .Input("square: float")
    .Input("momentum: float")
    .Input("rate: float")
    .Input("epsilon: float")
    .Output("next_weights: float")
    .Output("next_mean: float")
    .Output("next_square: float")
    .Attr("square_share: float")
    .SetShapeFn([](InferenceContext *context) {
      for (int place = 0; place < 3; place++) context->set_output(place, context->input(0));
      return absl::OkStatus();
    });

class Adam : public OpKernel {
 public:
  explicit Adam(OpKernelConstruction *context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("square_share", &square_share_));
  }

  void Compute(OpKernelContext *context) override {
    const Tensor &weights = context->input(0), &gradient = context->input(1), &mean = context->input(2), &square = context->input(3);
    for (const Tensor *other : {&gradient, &mean, &square}) {
      OP_REQUIRES(context, other->shape() == weights.shape(), absl::InvalidArgumentError("DescentAdam: tensors of different shapes"));
    }
    for (int place : {4, 5, 6}) {
      OP_REQUIRES(context, context->input(place).NumElements() == 1, absl::InvalidArgumentError("DescentAdam: a setting that is no scalar"));
    }
    const AdamSettings settings{*Floats(context->input(4)), square_share_, *Floats(context->input(5)), *Floats(context->input(6))};
    Tensor *next_weights = nullptr, *next_mean = nullptr, *next_square = nullptr;
    OP_REQUIRES_OK(context, context->forward_input_or_allocate_output({0}, 0, weights.shape(), &next_weights));
    OP_REQUIRES_OK(context, context->forward_input_or_allocate_output({2}, 1, weights.shape(), &next_mean));
    OP_REQUIRES_OK(context, context->forward_input_or_allocate_output({3}, 2, weights.shape(), &next_square));
    const AdamTensors tensors{Floats(weights), Floats(gradient), Floats(mean),       Floats(square),
                              Floats(next_weights), Floats(next_mean), Floats(next_square)};
    InParallel(context, weights.NumElements(), 8, [&](int64_t from, int64_t to) { UpdateByAdam(tensors, settings, from, to); });
  }

 private:
  float square_share_;
};
REGISTER_KERNEL_BUILDER(Name("DescentAdam").Device(DEVICE_CPU), Adam);

REGISTER_OP("DescentMaxPoolReluGradient")
    .Input("features: float")
    .Input("pooled: float")
    .Input("gradient: float")
    .Output("result: float")
    .Output("sums: float")
    .Attr("window: list(int)")
    .Attr("padding: list(int)")
    .SetShapeFn([](InferenceContext *context) {
      context->set_output(0, context->input(0));
      context->set_output(1, context->Vector(context->Dim(context->input(0), 3)));
      return absl::OkStatus();
    });

class MaxPoolReluGradientKernel : public OpKernel {
 public:
  explicit MaxPoolReluGradientKernel(OpKernelConstruction *context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("window", &window_));
    OP_REQUIRES_OK(context, context->GetAttr("padding", &padding_));
    OP_REQUIRES(context, window_.size() == 2 && padding_.size() == 2 && window_[0] > 0 && window_[1] > 0,
                absl::InvalidArgumentError("DescentMaxPoolReluGradient: window and padding are two numbers each"));
  }

  void Compute(OpKernelContext *context) override {
    const Tensor &features = context->input(0), &pooled = context->input(1), &gradient = context->input(2);
    OP_REQUIRES(context, features.dims() == 4 && pooled.dims() == 4 && pooled.shape() == gradient.shape(),
                absl::InvalidArgumentError("DescentMaxPoolReluGradient: pictures [N, H, W, C] and twice what was pooled of them"));
    const PoolShape shape{features.dim_size(1), features.dim_size(2), features.dim_size(3), pooled.dim_size(1), pooled.dim_size(2),
                          window_[0],           window_[1],           padding_[0],          padding_[1]};
    const int64_t pictures = features.dim_size(0), volume = shape.height * shape.width * shape.channels;
    const int64_t pooled_volume = shape.pooled_height * shape.pooled_width * shape.channels;
    OP_REQUIRES(context, pooled.dim_size(0) == pictures && pooled.dim_size(3) == shape.channels,
                absl::InvalidArgumentError("DescentMaxPoolReluGradient: other pictures than those that were pooled"));
    Tensor *result = nullptr, *sums = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, features.shape(), &result));
    OP_REQUIRES_OK(context, context->allocate_output(1, TensorShape({shape.channels}), &sums));

    std::vector<double> partial(parts * shape.channels, 0.0);
    InParallel(context, parts, pictures * volume / parts, [&](int64_t from, int64_t to) {
      std::vector<float> left_over(shape.channels);
      for (int64_t part = from; part < to; part++) {
        for (int64_t picture = part * pictures / parts; picture < (part + 1) * pictures / parts; picture++) {
          MaxPoolReluGradient(Floats(features) + picture * volume, Floats(pooled) + picture * pooled_volume,
                              Floats(gradient) + picture * pooled_volume, shape, left_over.data(), &partial[part * shape.channels],
                              Floats(result) + picture * volume);
        }
      }
    });
    RoundSums(partial, shape.channels, Floats(sums));
  }

 private:
  std::vector<int32_t> window_, padding_;
};
REGISTER_KERNEL_BUILDER(Name("DescentMaxPoolReluGradient").Device(DEVICE_CPU), MaxPoolReluGradientKernel);

REGISTER_OP("DescentColumnSums")
    .Input("values: float")
    .Output("sums: float")
    .SetShapeFn([](InferenceContext *context) {
      context->set_output(0, context->Vector(context->Dim(context->input(0), -1)));
      return absl::OkStatus();
    });

class ColumnSums : public OpKernel {
 public:
  explicit ColumnSums(OpKernelConstruction *context) : OpKernel(context) {}

  void Compute(OpKernelContext *context) override {
    const Tensor &values = context->input(0);
    OP_REQUIRES(context, values.dims() > 0, absl::InvalidArgumentError("DescentColumnSums: a scalar has no columns"));
    const int64_t columns = values.dim_size(values.dims() - 1), rows = columns == 0 ? 0 : values.NumElements() / columns;
    Tensor *sums = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, TensorShape({columns}), &sums));
    std::vector<double> partial(parts * columns, 0.0);
    InParallel(context, parts, rows * columns / parts, [&](int64_t from, int64_t to) {
      for (int64_t part = from; part < to; part++)
        AddRows(Floats(values), columns, part * rows / parts, (part + 1) * rows / parts, &partial[part * columns]);
    });
    RoundSums(partial, columns, Floats(sums));
  }
};
REGISTER_KERNEL_BUILDER(Name("DescentColumnSums").Device(DEVICE_CPU), ColumnSums);

}  // namespace

// Loading the add-on is all that there is to it: the operations are known from then on.
NAPI_MODULE_INIT() { return exports; }
