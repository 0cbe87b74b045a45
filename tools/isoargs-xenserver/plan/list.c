/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/list.h"

void list_free(struct list *list)
{
	ia_strbuf_free(&list->text);
}

void list_add(struct list *list, const char *uuid, const char *name)
{
	if (list->count++ >= LISTED_MAX)
		return;
	if (list->count > 1)
		ia_strbuf_adds(&list->text, ", ");
	if (uuid)
		ia_strbuf_addf(&list->text, "%s (%s)", uuid, name);
	else
		ia_strbuf_addf(&list->text, "\"%s\"", name);
}

const char *listed(struct list *list)
{
	if (list->count > LISTED_MAX)
		ia_strbuf_adds(&list->text, ", ...");
	if (list->text.error)
		return "more than there is memory for";
	return list->count ? list->text.data : "nothing";
}
