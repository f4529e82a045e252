// SPDX-License-Identifier: GPL-3.0-or-later
// The twin of mado-reslice.c: MadoReslicePlan says what is done here.  SAMPLER, VOXEL,
// IS_STORED for stored values, N_TAPS (1 nearest, 2 linear, 4 cubic) and N_SLICE_TAPS
// are defined by mado-gl-volume.c; and IS_PLAIN for volumes that an affine map says, all
// there, with one slope and no padding: llvmpipe pays for branches it does not take.
//
// Positions in the volume are fixed-point numbers: one for the px's column, one for its
// row and one for the sample of the slab, added.  Of a float's 24 bits the index of a
// voxel would take up to 11; and sums of whole numbers are the same on every card.

#define SLAB_MIP   1
#define SLAB_MINIP 2
#define SLAB_MEAN  3

#define CURVE_STEP    2
#define CURVE_SIGMOID 3
#define CURVE_TABLE   4

// What a sample is, and what a px is.
#define OUTSIDE 0
#define UNKNOWN 1
#define KNOWN   2

#define TIE       (1 << (n_bits - 10)) // MADO_RESLICE_TIE
#define NO_WEIGHT 1e-5                // MADO_RESLICE_NO_WEIGHT
#define ONE       (1 << n_bits)
#define FRACTION  (ONE - 1)

uniform SAMPLER voxels;
uniform isampler2D lines;      // row 0: of column x; row 1: of row y; row 2: of samples
uniform vec2 scale;            // slope and intercept of all slices, if IS_PLAIN
uniform samplerBuffer slices;  // slope, intercept, known slices before and after
uniform isamplerBuffer runs;   // first and last slice of the run, -1: it is not there
uniform isamplerBuffer places; // of slice − 1: place, shift of column and row
uniform isamplerBuffer cells;  // last place at or before the beginning of a cell
uniform samplerBuffer voi_table;

uniform int height;  // of the picture; GL counts rows from below
uniform mat3 rough;  // (x, y, 1) to the position of the first sample
uniform vec3 extent; // of the volume
uniform vec3 reach;  // further than this outside, no sample is inside
uniform ivec3 size;  // voxels
uniform int n_bits;  // of the fraction
uniform int is_affine; // the third number is the slice, not a place
uniform int cell_bits;
uniform int n_cells;
uniform int is_complete; // all slices are there and no gap is between them
uniform int has_bad;     // there can be voxels that are no image
uniform ivec2 padding;   // stored values, both ends included
uniform int n_samples;
uniform int line_width;
uniform int slab_mode;
uniform int curve;
uniform float base;
uniform float gain;
uniform float bias;
uniform int n_voi;
uniform int is_inverted;

out vec4 colour;

// @part of the way from @slice, -1 before the first, to the next; @own is the nearer.
struct Place
{
  int slice;
  int own;
  float part;
};

// All with their weight, those with a positive weight, and how much that is.
struct Sum
{
  float all;
  float positive;
  float weight;
  bool has_bad;
};

int
get_own (int at)
{
  return (at + ONE / 2 + TIE) >> n_bits;
}

float
get_part (int at)
{
  return float (at & FRACTION) / float (ONE);
}

VOXEL
fetch (ivec3 voxel)
{
  return VOXEL (texelFetch (voxels, voxel, 0).r);
}

bool
is_bad (VOXEL voxel)
{
#ifdef IS_STORED
  return voxel >= padding.x && voxel <= padding.y;
#else
  return (floatBitsToUint (voxel) & 0x7f800000u) == 0x7f800000u;
#endif
}

// A rounding error is no neighbour.
float
drop_error (float weight)
{
#ifdef IS_PLAIN
  return weight;
#else
  return has_bad != 0 && abs (weight) < NO_WEIGHT ? 0.0 : weight;
#endif
}

void
get_weights (float part, out float weights[N_TAPS])
{
#if N_TAPS == 1
  weights[0] = 1.0;
#elif N_TAPS == 2
  weights[0] = 1.0 - part;
  weights[1] = part;
#else
  weights[0] = ((-0.5 * part + 1.0) * part - 0.5) * part;
  weights[1] = (1.5 * part - 2.5) * part * part + 1.0;
  weights[2] = ((-1.5 * part + 2.0) * part + 0.5) * part;
  weights[3] = (0.5 * part - 0.5) * part * part;
#endif
  for (int i = 0; i < N_TAPS; i++)
    weights[i] = drop_error (weights[i]);
}

int
get_first (int at)
{
#if N_TAPS == 1
  return get_own (at);
#elif N_TAPS == 2
  return at >> n_bits;
#else
  return (at >> n_bits) - 1;
#endif
}

// For slices that no affine map says; takes their shift off column and row.
Place
find_place (inout ivec3 at)
{
  int first = texelFetch (places, 0).x;
  int i = texelFetch (cells, clamp ((at.z - first) >> cell_bits, 0, n_cells - 1)).r;
  ivec4 here = texelFetch (places, i);
  ivec4 next = texelFetch (places, i + 1);

  while (at.z >= next.x && i < size.z) {
    i++;
    here = next;
    next = texelFetch (places, i + 1);
  }

  float part = clamp (float (at.z - here.x) / float (next.x - here.x), 0.0, 1.0);

  at.xy -= here.yz + ivec2 (floor (part * vec2 (next.yz - here.yz) + 0.5));
  return Place (i - 1, i - 1 + int (part >= 0.5 - float (TIE) / float (ONE)), part);
}

#ifdef IS_PLAIN
void
add_slice (inout Sum sum, int slice, float weight, ivec2 first, float across[N_TAPS],
           float down[N_TAPS])
{
  for (int i = 0; i < N_TAPS; i++) {
    float row = 0.0;

    for (int j = 0; j < N_TAPS; j++) {
      ivec2 px = clamp (first + ivec2 (j, i), ivec2 (0), size.xy - 1);

      row += across[j] * float (fetch (ivec3 (px, slice)));
    }
    sum.all += weight * down[i] * row;
  }
}
#else
// Adds a slice.  What is bad has no weight, and beside it negative weights have none.
void
add_slice (inout Sum sum, int slice, float weight, ivec2 first, float across[N_TAPS],
           float down[N_TAPS])
{
  vec2 line = texelFetch (slices, slice).rg;
  float all = 0.0, positive = 0.0, positive_weight = 0.0;

  for (int i = 0; i < N_TAPS; i++)
    for (int j = 0; j < N_TAPS; j++) {
      ivec2 px = clamp (first + ivec2 (j, i), ivec2 (0), size.xy - 1);
      float share = weight * down[i] * across[j];
      VOXEL voxel = fetch (ivec3 (px, slice));

      if (has_bad != 0) {
        if (share == 0.0)
          continue;
        if (is_bad (voxel)) {
          sum.has_bad = true;
          continue;
        }
        positive += max (share, 0.0) * float (voxel);
        positive_weight += max (share, 0.0);
      }
      all += share * float (voxel);
    }
  sum.all += line.x * all + line.y * weight;
  sum.positive += line.x * positive + line.y * positive_weight;
  sum.weight += positive_weight;
}

#endif

float
interpolate (ivec3 at, Place place, ivec2 run)
{
  ivec2 first = ivec2 (get_first (at.x), get_first (at.y));
  float across[N_TAPS], down[N_TAPS];
  Sum sum = Sum (0.0, 0.0, 0.0, false);

  get_weights (get_part (at.x), across);
  get_weights (get_part (at.y), down);
#if N_SLICE_TAPS == 1
  add_slice (sum, place.own, 1.0, first, across, down);
#else
#if N_SLICE_TAPS == 2
  int slice = place.slice;
  float through[2] = float[2](drop_error (1.0 - place.part), drop_error (place.part));
#else
  int slice = place.slice - 1;
  float through[N_TAPS];

  get_weights (place.part, through);
#endif
  for (int i = 0; i < N_SLICE_TAPS; i++)
#ifndef IS_PLAIN
    if (through[i] != 0.0)
#endif
      add_slice (sum, clamp (slice + i, run.x, run.y), through[i], first, across, down);
#endif
#ifdef IS_PLAIN
  return scale.x * sum.all + scale.y;
#else
  return sum.has_bad ? sum.positive / sum.weight : sum.all;
#endif
}

// A slice that is not there, or a gap beside it.
bool
is_unknown (Place place, ivec2 run)
{
  vec2 known = texelFetch (slices, place.own).ba;
  float offset = float (place.slice - place.own) + place.part;

  return run.x < 0 || offset > known.y || -offset > known.x;
}

int
get_sample (ivec3 at, out float value)
{
#ifdef IS_PLAIN
  Place place = Place (at.z >> n_bits, get_own (at.z), get_part (at.z));
#else
  Place place = is_affine != 0
                    ? Place (at.z >> n_bits, get_own (at.z), get_part (at.z))
                    : find_place (at);
#endif
  ivec3 own = ivec3 (get_own (at.x), get_own (at.y), place.own);
  ivec2 run = ivec2 (0, size.z - 1);

  value = 0.0;
  if (any (lessThan (own, ivec3 (0))) || any (greaterThanEqual (own, size)))
    return OUTSIDE;
#ifndef IS_PLAIN
  if (is_complete == 0) {
    run = texelFetch (runs, place.own).rg;
    if (is_unknown (place, run))
      return UNKNOWN;
  }
  if (has_bad != 0 && is_bad (fetch (own)))
    return OUTSIDE;
#endif
  value = interpolate (at, place, run);
  return KNOWN;
}

// One sample, or a slab of them.
int
get_value (ivec3 at, out float value)
{
  int kind = OUTSIDE, n = 0;
  ivec2 texel = ivec2 (0, 2);

  value = 0.0;
  for (int i = 0; i < n_samples; i++) {
    float one;
    int one_kind = get_sample (at + texelFetch (lines, texel, 0).xyz, one);

    texel = texel.x + 1 < line_width ? texel + ivec2 (1, 0) : ivec2 (0, texel.y + 1);
    kind = max (kind, one_kind);
    if (one_kind != KNOWN)
      continue;
    if (n == 0)
      value = one;
    else if (slab_mode == SLAB_MIP)
      value = max (value, one);
    else if (slab_mode == SLAB_MINIP)
      value = min (value, one);
    else
      value += one;
    n++;
  }
  if (slab_mode == SLAB_MEAN && n > 0)
    value /= float (n);
  return kind;
}

// MADO_RESLICE_HATCH_DARK and _LIGHT.
vec3
get_hatch (ivec2 px)
{
  return ((px.x + px.y) & 4) != 0 ? vec3 (42.0, 53.0, 72.0) : vec3 (26.0, 34.0, 48.0);
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
get_px (ivec2 px)
{
  vec3 from = rough * vec3 (vec2 (px), 1.0);
  float value;

  // The fixed-point numbers would overflow.
  if (any (lessThan (from, -reach)) || any (greaterThan (from, extent + reach)))
    return vec3 (0.0);

  ivec3 at = texelFetch (lines, ivec2 (px.x, 0), 0).xyz +
             texelFetch (lines, ivec2 (px.y, 1), 0).xyz;
  int kind = get_value (at, value);

  if (kind == OUTSIDE)
    return vec3 (0.0);
  if (kind == UNKNOWN)
    return get_hatch (px);
  return vec3 (floor (get_grey (gain * (value - base) + bias) * 255.0 + 0.5));
}

void
main ()
{
  ivec2 px = ivec2 (gl_FragCoord.xy);

  px.y = height - 1 - px.y;
  colour = vec4 (get_px (px) / 255.0, 1.0);
}
