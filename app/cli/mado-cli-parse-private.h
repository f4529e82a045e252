/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-plane-view.h"

G_BEGIN_DECLS

/* What is typed after options; false when it is something else.  Numbers have a
 * decimal point in every locale. */

/* A finite number. */
bool mado_cli_parse_number (const char *text, double *value);
/* "X,Y,Z" */
bool mado_cli_parse_vector (const char *text, MadoVector *vector);
/* "NX,NY,NZ": whole and at least 1 */
bool mado_cli_parse_counts (const char *text, int counts[3]);
/* "MM" for all three, or "MM,MM,MM": above 0 */
bool mado_cli_parse_spacing (const char *text, double spacing[3]);

#define MADO_CLI_MAX_SIZE 16384 /* px, of a picture's side */

/* "512x400" */
bool mado_cli_parse_size (const char *text, int *width, int *height);
/* "40,400" or "40,400,sigmoid"; leaves the space alone. */
bool mado_cli_parse_window (const char *text, MadoWindow *window);

/* axial, coronal or sagittal; 0 for anything else. */
MadoPlaneKind mado_cli_parse_plane (const char *text);
/* nearest, linear or cubic; 0 for anything else. */
MadoInterpolation mado_cli_parse_interpolation (const char *text);
/* mip, minip or mean; 0 for anything else. */
MadoSlabMode mado_cli_parse_slab_mode (const char *text);

G_END_DECLS
