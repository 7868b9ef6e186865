// One step of an optimizer over a slice of the parameters (PyTorch: torch/optim/sgd.py, adam.py).

static void sgd(const nin_sgd* o, size_t count, const float* g, float* buffer, float* p) {
  const vf scale = v_set1(o->gradient_scale), decay = v_set1(o->weight_decay);
  const vf momentum = v_set1(o->momentum), rate = v_set1(-o->learning_rate);
  for (size_t i = 0; i < count; i += VL) {
    const size_t n = count - i < VL ? count - i : VL;
    const vf value = v_load_tail(p + i, n);
    vf step = v_fma(decay, value, v_mul(scale, v_load_tail(g + i, n)));
    if (o->momentum != 0) {
      const vf velocity =
          o->first_step ? step : v_fma(momentum, v_load_tail(buffer + i, n), step);
      v_store_tail(buffer + i, n, velocity);
      step = o->nesterov ? v_fma(momentum, velocity, step) : velocity;
    }
    v_store_tail(p + i, n, v_fma(rate, step, value));
  }
}

static void adam(const nin_adam* o, size_t count, const float* g, float* m, float* v, float* p) {
  const double correction1 = 1 - pow((double)o->beta1, (double)o->step);
  const double correction2 = sqrt(1 - pow((double)o->beta2, (double)o->step));
  const vf scale = v_set1(o->gradient_scale);
  const vf coupled = v_set1(o->decoupled ? 0 : o->weight_decay);
  const vf shrink = v_set1(o->decoupled ? 1 - o->learning_rate * o->weight_decay : 1);
  const vf beta1 = v_set1(o->beta1), rest1 = v_set1(1 - o->beta1);
  const vf beta2 = v_set1(o->beta2), rest2 = v_set1(1 - o->beta2);
  const vf rate = v_set1((float)(-(double)o->learning_rate / correction1));
  const vf root = v_set1((float)correction2), epsilon = v_set1(o->epsilon);
  for (size_t i = 0; i < count; i += VL) {
    const size_t n = count - i < VL ? count - i : VL;
    vf value = v_load_tail(p + i, n);
    const vf grad = v_fma(coupled, value, v_mul(scale, v_load_tail(g + i, n)));
    value = v_mul(shrink, value);
    const vf first = v_fma(beta1, v_load_tail(m + i, n), v_mul(rest1, grad));
    const vf second = v_fma(beta2, v_load_tail(v + i, n), v_mul(v_mul(rest2, grad), grad));
    v_store_tail(m + i, n, first);
    v_store_tail(v + i, n, second);
    const vf spread = v_add(v_div(v_sqrt(second), root), epsilon);
    v_store_tail(p + i, n, v_fma(rate, v_div(first, spread), value));
  }
}
