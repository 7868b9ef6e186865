// One step of an optimizer over a slice of the parameters (PyTorch: torch/optim/sgd.py, adam.py).

INLINE void sgd_vector(size_t i, size_t n, const nin_sgd* o, const float* g, float* buffer,
                       float* p) {
  const vf scale = v_set1(o->gradient_scale), decay = v_set1(o->weight_decay);
  const vf momentum = v_set1(o->momentum), rate = v_set1(-o->learning_rate);
  const vf value = v_load_upto(p + i, n);
  vf step = v_fma(decay, value, v_mul(scale, v_load_upto(g + i, n)));
  if (o->momentum != 0) {
    const vf velocity = o->first_step ? step : v_fma(momentum, v_load_upto(buffer + i, n), step);
    v_store_upto(buffer + i, n, velocity);
    step = o->nesterov ? v_fma(momentum, velocity, step) : velocity;
  }
  v_store_upto(p + i, n, v_fma(rate, step, value));
}

static void sgd(const nin_sgd* options, size_t count, const float* g, float* buffer, float* p) {
  const nin_sgd o = *options; // a copy, which no store through a pointer can change
  FOR_EACH_VECTOR(count, sgd_vector, &o, g, buffer, p);
}

// The factors of a step of Adam, the same for every parameter.
typedef struct adam_factors {
  vf scale, coupled, shrink, beta1, rest1, beta2, rest2, rate, root, epsilon;
} adam_factors;

INLINE void adam_vector(size_t i, size_t n, const adam_factors* f, const float* g, float* m,
                        float* v, float* p) {
  vf value = v_load_upto(p + i, n);
  const vf grad = v_fma(f->coupled, value, v_mul(f->scale, v_load_upto(g + i, n)));
  value = v_mul(f->shrink, value);
  const vf first = v_fma(f->beta1, v_load_upto(m + i, n), v_mul(f->rest1, grad));
  const vf second =
      v_fma(f->beta2, v_load_upto(v + i, n), v_mul(v_mul(f->rest2, grad), grad));
  v_store_upto(m + i, n, first);
  v_store_upto(v + i, n, second);
  const vf spread = v_add(v_div(v_sqrt(second), f->root), f->epsilon);
  v_store_upto(p + i, n, v_fma(f->rate, v_div(first, spread), value));
}

static void adam(const nin_adam* o, size_t count, const float* g, float* m, float* v, float* p) {
  const double correction1 = 1 - pow((double)o->beta1, (double)o->step);
  const double correction2 = sqrt(1 - pow((double)o->beta2, (double)o->step));
  const adam_factors f = {
      .scale = v_set1(o->gradient_scale),
      .coupled = v_set1(o->decoupled ? 0 : o->weight_decay),
      .shrink = v_set1(o->decoupled ? 1 - o->learning_rate * o->weight_decay : 1),
      .beta1 = v_set1(o->beta1),
      .rest1 = v_set1(1 - o->beta1),
      .beta2 = v_set1(o->beta2),
      .rest2 = v_set1(1 - o->beta2),
      .rate = v_set1((float)(-(double)o->learning_rate / correction1)),
      .root = v_set1((float)correction2),
      .epsilon = v_set1(o->epsilon),
  };
  FOR_EACH_VECTOR(count, adam_vector, &f, g, m, v, p);
}
