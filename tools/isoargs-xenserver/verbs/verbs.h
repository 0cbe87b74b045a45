/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_VERBS_VERBS_H
#define XS_VERBS_VERBS_H

#include "common/program.h"

extern const struct verb verb_plan;
extern const struct verb verb_apply;
extern const struct verb verb_undo;
extern const struct verb verb_status;
extern const struct verb verb_console;
extern const struct verb verb_finish;
extern const struct verb verb_destroy;

#endif
