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

/* axial, coronal or sagittal; 0 for anything else. */
MadoPlaneKind mado_cli_parse_plane (const char *text);
/* nearest, linear or cubic; 0 for anything else. */
MadoInterpolation mado_cli_parse_interpolation (const char *text);

G_END_DECLS
