/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "mado-frame.h"

G_BEGIN_DECLS

/* The inner loops of the CPU backend, one row at a time.  They alone are
 * compiled for speed and for more than one kind of processor. */

/* out[i] = sample i × @step of @samples − @base */
void mado_rows_load (float *out,
                     gconstpointer samples,
                     MadoSampleType type,
                     int step,
                     int n,
                     double base);

/* out[i] = table[sample i], samples of up to 16 bits, by their bit pattern */
void mado_rows_look_up (
    float *out, gconstpointer samples, MadoSampleType type, int n, const float *table);

/* bad[i] = 1 where sample i is in @low to @high or not finite; whether any is */
bool mado_rows_find_bad (guint8 *bad,
                         gconstpointer samples,
                         MadoSampleType type,
                         int n,
                         double low,
                         double high);

/* Whether one of @values is NaN or infinite. */
bool mado_rows_has_special (const float *values, int n);

/* accumulated[i] (+)= weight × row[i] */
void mado_rows_set_scaled (float *accumulated, const float *row, float weight, int n);
void mado_rows_add_scaled (float *accumulated, const float *row, float weight, int n);

/* out[i] = Σ weight[tap × @stride + i] × row[index[tap × @stride + i]] */
void mado_rows_sample (float *out,
                       const float *row,
                       const int *index,
                       const float *weight,
                       int n_taps,
                       int stride,
                       int n);

/* Grey px of clamp (gain × value + bias, 0, 255), rounded. */
void
mado_rows_draw_ramp (guint32 *px, const float *values, int n, float gain, float bias);
/* px = @low where gain × value + bias ≤ 0, else @high */
void mado_rows_draw_step (guint32 *px,
                          const float *values,
                          int n,
                          float gain,
                          float bias,
                          guint8 low,
                          guint8 high);
/* Grey px of @table (@n_table 0-to-255 entries) at gain × value + bias, linear. */
void mado_rows_draw_table (guint32 *px,
                           const float *values,
                           int n,
                           float gain,
                           float bias,
                           const float *table,
                           int n_table);
void mado_rows_draw_rgb (
    guint32 *px, const float *red, const float *green, const float *blue, int n);

/* px[i] = grey of table[sample index[i]], up to 16 bits, by their bit pattern */
void mado_rows_draw_nearest (guint32 *px,
                             gconstpointer samples,
                             MadoSampleType type,
                             const int *index,
                             int n,
                             const guint8 *table);

G_END_DECLS
