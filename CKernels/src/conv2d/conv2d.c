// The public functions. They validate, then call the algorithm that the plan names for the pass.
#include "conv2d/passes.h"

#include <string.h>

static const nin_conv2d_data_pass* const forward[] = {
    [NIN_CONV2D_DIRECT] = &nin_direct_forward,
    [NIN_CONV2D_WINOGRAD] = &nin_winograd_forward,
    [NIN_CONV2D_POINTWISE_BF16] = &nin_pointwise_bf16_forward,
};
static const nin_conv2d_data_pass* const backward_data[] = {
    [NIN_CONV2D_DIRECT] = &nin_direct_backward_data,
    [NIN_CONV2D_WINOGRAD] = &nin_winograd_backward_data,
    [NIN_CONV2D_SPARSE] = &nin_sparse_backward_data,
    [NIN_CONV2D_POINTWISE_BF16] = &nin_pointwise_bf16_backward_data,
};
static const nin_conv2d_weights_pass* const backward_weights[] = {
    [NIN_CONV2D_DIRECT] = &nin_direct_backward_weights,
    [NIN_CONV2D_WINOGRAD] = &nin_winograd_backward_weights,
    [NIN_CONV2D_SPARSE] = &nin_sparse_backward_weights,
    [NIN_CONV2D_POINTWISE_BF16] = &nin_pointwise_bf16_backward_weights,
};

static bool valid(const nin_conv2d_geometry* g) {
  const size_t most = (size_t)1 << 20;
  const size_t extents[] = {g->height,        g->width,        g->in_channels, g->out_channels,
                            g->kernel_height, g->kernel_width, g->stride};
  for (size_t i = 0; i < sizeof extents / sizeof *extents; i++) {
    if (extents[i] < 1 || extents[i] > most) return false;
  }
  return g->padding <= most && g->kernel_height <= g->height + 2 * g->padding &&
         g->kernel_width <= g->width + 2 * g->padding;
}

static void choose_algorithms(nin_conv2d_plan* plan, const nin_kernels* kernels,
                              bool sparse_gradient) {
  nin_winograd_tile tile;
  if (plan->math == NIN_MATH_DIRECT) return;
  if (nin_pointwise_bf16_serves(plan))
    plan->forward = plan->backward_data = plan->backward_weights = NIN_CONV2D_POINTWISE_BF16;
  if (sparse_gradient && nin_sparse_serves(plan)) {
    plan->backward_data = plan->backward_weights = NIN_CONV2D_SPARSE;
  } else if (nin_winograd_serves(plan, &tile)) {
    plan->forward = plan->backward_weights = NIN_CONV2D_WINOGRAD;
    if (plan->geometry.stride == 1) plan->backward_data = NIN_CONV2D_WINOGRAD;
    plan->tile = tile;
    plan->tile_extent = (size_t)kernels->winograd[tile].m;
  }
}

nin_status nin_conv2d_make_plan(const nin_context* context, const nin_conv2d_geometry* geometry,
                                size_t max_images, nin_math math, bool sparse_gradient,
                                nin_conv2d_plan* plan) {
  NIN_KERNELS_OR_RETURN(kernels, context);
  if (!geometry || !plan) return NIN_INVALID_ARGUMENT;
  if (!valid(geometry) || max_images < 1) return NIN_INVALID_SHAPE;
  const nin_conv2d_geometry* g = geometry;
  *plan = (nin_conv2d_plan){
      .context = *context,
      .geometry = *g,
      .max_images = max_images,
      .math = math,
      .out_height = (g->height + 2 * g->padding - g->kernel_height) / g->stride + 1,
      .out_width = (g->width + 2 * g->padding - g->kernel_width) / g->stride + 1,
  };
  choose_algorithms(plan, kernels, sparse_gradient);
  const nin_conv2d_weights_pass* weights = backward_weights[plan->backward_weights];
  plan->accumulates_in_place = !weights->finish;
  size_t workspace[3];
  if (!forward[plan->forward]->measure(plan, kernels, &plan->packed_forward, &workspace[0]) ||
      !backward_data[plan->backward_data]->measure(plan, kernels, &plan->packed_backward,
                                                   &workspace[1]) ||
      !weights->measure(plan, kernels, &plan->weight_accumulator, &workspace[2]))
    return NIN_TOO_LARGE;
  plan->workspace = 1;
  for (int i = 0; i < 3; i++) plan->workspace = nin_maximum(plan->workspace, workspace[i]);
  return NIN_OK;
}

nin_status nin_conv2d_pack_forward(const nin_conv2d_plan* plan, const float* w,
                                   float* packed_forward) {
  NIN_KERNELS_OR_RETURN(kernels, plan ? &plan->context : NULL);
  if (!w || !packed_forward) return NIN_INVALID_ARGUMENT;
  forward[plan->forward]->pack(plan, kernels, w, packed_forward);
  return NIN_OK;
}

nin_status nin_conv2d_pack_backward(const nin_conv2d_plan* plan, const float* w,
                                    float* packed_backward) {
  NIN_KERNELS_OR_RETURN(kernels, plan ? &plan->context : NULL);
  if (!w || !packed_backward) return NIN_INVALID_ARGUMENT;
  backward_data[plan->backward_data]->pack(plan, kernels, w, packed_backward);
  return NIN_OK;
}

nin_status nin_conv2d_forward_f32(const nin_conv2d_plan* plan, size_t images, const float* x,
                                  const float* packed_forward, const float* bias, bool relu,
                                  float* y, float* workspace) {
  NIN_KERNELS_OR_RETURN(kernels, plan ? &plan->context : NULL);
  if (!x || !packed_forward || !y || !workspace || images > plan->max_images)
    return NIN_INVALID_ARGUMENT;
  forward[plan->forward]->run(&(nin_conv2d_call){plan, kernels, images, x, packed_forward, bias,
                                                 NULL, relu, y, workspace});
  return NIN_OK;
}

nin_status nin_conv2d_backward_data_f32(const nin_conv2d_plan* plan, size_t images,
                                        const float* dy, const float* packed_backward,
                                        const float* mask, float* dx, float* workspace) {
  NIN_KERNELS_OR_RETURN(kernels, plan ? &plan->context : NULL);
  if (!dy || !packed_backward || !dx || !workspace || images > plan->max_images)
    return NIN_INVALID_ARGUMENT;
  backward_data[plan->backward_data]->run(&(nin_conv2d_call){
      plan, kernels, images, dy, packed_backward, NULL, mask, false, dx, workspace});
  return NIN_OK;
}

nin_status nin_conv2d_backward_weights_f32(const nin_conv2d_plan* plan, size_t images,
                                           const float* x, const float* dy, float* accumulator,
                                           float* dbias, float* workspace) {
  NIN_KERNELS_OR_RETURN(kernels, plan ? &plan->context : NULL);
  if (!x || !dy || !accumulator || !workspace || images > plan->max_images)
    return NIN_INVALID_ARGUMENT;
  backward_weights[plan->backward_weights]->run(plan, kernels, images, x, dy, accumulator, dbias,
                                                workspace);
  return NIN_OK;
}

nin_status nin_conv2d_finish_weights_f32(const nin_conv2d_plan* plan, const float* accumulator,
                                         float* dw) {
  NIN_KERNELS_OR_RETURN(kernels, plan ? &plan->context : NULL);
  if (!accumulator || !dw) return NIN_INVALID_ARGUMENT;
  const nin_conv2d_weights_pass* weights = backward_weights[plan->backward_weights];
  if (weights->finish)
    weights->finish(plan, kernels, accumulator, dw);
  else if (dw != accumulator)
    memcpy(dw, accumulator, plan->weight_accumulator * sizeof *dw);
  return NIN_OK;
}
