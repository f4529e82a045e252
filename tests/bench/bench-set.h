/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mado-study.h"

/* (transfer full) (nullable): the one with most frames. */
MadoDisplaySet *bench_find_largest (GListModel *patients);
