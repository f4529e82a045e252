/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-instance.h"

G_BEGIN_DECLS

/* DICOM values as a reader sees them; all (transfer full), %NULL for no value. */
char *mado_info_text_dup_date (const char *date); /* DA: "2026-11-20" */
char *mado_info_text_dup_date_time (const char *date, const char *time);
char *mado_info_text_dup_age (const char *age); /* AS: "67歳", "67 y" */
char *mado_info_text_dup_sex (const char *sex); /* CS: "M" → "男性 (M)" */
char *mado_info_text_dup_spacing (const MadoFrameInfo *info);

/* For a tab: name, newest study's description and date.  Never %NULL. */
char *mado_info_text_dup_title (const MadoSeriesInfo *info);
/* Never %NULL: something to call a patient without a name. */
char *mado_info_text_dup_name (const MadoSeriesInfo *info);
/* Never %NULL: description, else modality and number. */
char *mado_info_text_dup_series (const MadoSeriesInfo *info);

G_END_DECLS
