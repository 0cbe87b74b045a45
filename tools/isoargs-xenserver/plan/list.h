/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_PLAN_LIST_H
#define XS_PLAN_LIST_H

#include "base/strbuf.h"

/* Things of the pool in a sentence: the first of them, as many as people read. */

#define LISTED_MAX 8u

struct list {
	struct ia_strbuf text;
	size_t count;
};

/* uuid NULL: the name stands alone. */
void list_add(struct list *list, const char *uuid, const char *name);
const char *listed(struct list *list); /* until the list is freed */
void list_free(struct list *list);

#define AUTO_LIST __attribute__((cleanup(list_free))) struct list

#endif
