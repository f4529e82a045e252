// SPDX-License-Identifier: GPL-3.0-or-later
// The twin of mado-render-cpu.c: same tables, same order, same rounding.  SAMPLER and
// one of IS_UNSIGNED, IS_SIGNED and IS_FLOAT are defined by mado-gl-program.c.

#define INPUT_STORED  1 // grey: what is stored, less the base
#define INPUT_TABLE   2 // grey: the modality LUT's entry, less the base
#define INPUT_PALETTE 3
#define INPUT_RGB     4

#define CURVE_RAMP    1
#define CURVE_STEP    2
#define CURVE_SIGMOID 3
#define CURVE_TABLE   4

uniform SAMPLER frame;
uniform sampler2D across; // index and weight of tap y of px x; the last row: nearest
uniform sampler2D down;
uniform samplerBuffer input_table;
uniform samplerBuffer voi_table;

uniform int height; // of the picture; GL counts rows from below
uniform int is_turned;
uniform int n_across; // taps
uniform int n_down;
uniform int input_kind;
uniform int table_first;
uniform int n_table;
uniform int base_high; // base = base_high × 65536 + base_low
uniform int base_low;
uniform vec2 base_float; // large and small part
uniform float colour_scale;
uniform int has_padding;
uniform ivec2 padding;       // stored values, both ends included
uniform vec2 padding_float;
uniform int curve;
uniform float gain;
uniform float bias;
uniform int n_voi;
uniform int is_inverted;

out vec4 colour;

bool
is_finite (float value)
{
  return (floatBitsToUint (value) & 0x7f800000u) != 0x7f800000u;
}

#ifdef IS_FLOAT
#define SAMPLE vec4

bool
is_image (vec4 stored)
{
  return is_finite (stored.r) &&
         (has_padding == 0 || stored.r < padding_float.x || stored.r > padding_float.y);
}

float
subtract_base (vec4 stored)
{
  return clamp ((stored.r - base_float.x) + (stored.g - base_float.y), -1e30, 1e30);
}

int
get_entry (vec4 stored)
{
  return int (clamp (stored.r - float (table_first), 0.0, float (n_table - 1)));
}
#else
#ifdef IS_SIGNED
#define SAMPLE ivec4
#define PADDING ivec2 (padding)
#define LIMIT(value) clamp (value, -0x3fffffff, 0x3fffffff)
#else
#define SAMPLE uvec4
#define PADDING uvec2 (padding)
#define LIMIT(value) int (min (value, 0x3fffffffu))
#endif

bool
is_image (SAMPLE stored)
{
  return has_padding == 0 || stored.r < PADDING.x || stored.r > PADDING.y;
}

// In two halves, because a float holds 24 bits and a difference may not fit an int.
float
subtract_base (SAMPLE stored)
{
  int high = int (stored.r >> 16) - base_high;
  int low = (int (stored.r) & 0xffff) - base_low;

  return float (high) * 65536.0 + float (low);
}

int
get_entry (SAMPLE stored)
{
  return clamp (LIMIT (stored.r) - table_first, 0, n_table - 1);
}
#endif

vec3
get_value (SAMPLE stored)
{
  if (input_kind == INPUT_RGB)
    return vec3 (stored.rgb) * colour_scale;
  if (input_kind == INPUT_PALETTE)
    return texelFetch (input_table, get_entry (stored)).rgb;
  if (input_kind == INPUT_TABLE)
    return vec3 (texelFetch (input_table, get_entry (stored)).r -
                 (float (base_high) * 65536.0 + float (base_low)));
  return vec3 (subtract_base (stored));
}

// What is not image has no weight, and beside it negative weights have none either.
vec3
interpolate (int u, int v)
{
  vec3 sum = vec3 (0.0), positive_sum = vec3 (0.0);
  float positive = 0.0;
  bool has_bad = false;

  for (int i = 0; i < n_down; i++) {
    vec2 row = texelFetch (down, ivec2 (v, i), 0).rg;

    for (int j = 0; j < n_across; j++) {
      vec2 column = texelFetch (across, ivec2 (u, j), 0).rg;
      float weight = row.g * column.g;

      if (weight == 0.0)
        continue;

      SAMPLE stored = texelFetch (frame, ivec2 (column.r, row.r), 0);

      if (input_kind != INPUT_RGB && !is_image (stored)) {
        has_bad = true;
        continue;
      }

      vec3 value = get_value (stored);

      sum += weight * value;
      positive_sum += max (weight, 0.0) * value;
      positive += max (weight, 0.0);
    }
  }
  return has_bad ? positive_sum / positive : sum;
}

float
get_grey (float t)
{
  float grey = clamp (t, 0.0, 1.0);

  if (curve == CURVE_STEP)
    grey = t > 0.0 ? 1.0 : 0.0;
  else if (curve == CURVE_SIGMOID)
    grey = 1.0 / (1.0 + exp (-clamp (t, -80.0, 80.0)));
  else if (curve == CURVE_TABLE) {
    float at = clamp (t, 0.0, float (n_voi - 1));
    int low = int (at);
    float low_grey = texelFetch (voi_table, low).r;
    float high_grey = texelFetch (voi_table, min (low + 1, n_voi - 1)).r;

    grey = clamp (low_grey + (high_grey - low_grey) * (at - float (low)), 0.0, 1.0);
  }
  return is_inverted != 0 ? 1.0 - grey : grey;
}

vec3
get_px (int u, int v)
{
  ivec2 nearest = ivec2 (texelFetch (across, ivec2 (u, n_across), 0).r,
                         texelFetch (down, ivec2 (v, n_down), 0).r);

  if (nearest.x < 0 || nearest.y < 0)
    return vec3 (0.0);
  if (input_kind != INPUT_RGB && !is_image (texelFetch (frame, nearest, 0)))
    return vec3 (0.0);

  vec3 value = interpolate (u, v);

  if (input_kind == INPUT_RGB || input_kind == INPUT_PALETTE)
    return clamp (value, 0.0, 255.0);
  return vec3 (get_grey (gain * value.r + bias) * 255.0);
}

void
main ()
{
  ivec2 px = ivec2 (gl_FragCoord.xy);

  px.y = height - 1 - px.y;
  colour = vec4 (
      floor ((is_turned != 0 ? get_px (px.y, px.x) : get_px (px.x, px.y)) + 0.5) / 255.0,
      1.0);
}
