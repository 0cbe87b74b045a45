/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpc/name.h"

#include "base/strbuf.h"
#include "base/utf8.h"

char *name_shown(const char *text)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *shown;

	ia_utf8_add_cut(&buf, text, NAME_MAX_SHOWN);
	return ia_strbuf_take(&buf, &shown) < 0 ? NULL : shown;
}

bool name_is_plain(const char *text)
{
	return !ia_utf8_is_longer(text, NAME_MAX_SHOWN) && ia_utf8_is_printable(text);
}
