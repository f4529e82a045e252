/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * mado_csa_get_doubles:
 * @header: CSA Image Header Info, (0029,xx10) of Siemens, in its second form ("SV10")
 * @name: e.g. "SliceNormalVector"
 * @values: (out caller-allocated): untouched unless all @n are there
 *
 * The header is private and no standard tells its form, so nothing in it is believed:
 * any bytes may be given.
 *
 * Returns: whether the element has at least @n finite numbers
 */
bool mado_csa_get_doubles (GBytes *header, const char *name, double *values, int n);

G_END_DECLS
