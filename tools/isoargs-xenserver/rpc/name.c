/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpc/name.h"

#include <string.h>

#include "base/utf8.h"

void name_add(struct ia_strbuf *buf, const char *text, size_t most)
{
	size_t length = strnlen(text, most + 1);

	if (length <= most) {
		ia_utf8_add_printable(buf, text, length);
		return;
	}
	/* not in the middle of a character, of which four bytes are the most */
	length = most;
	for (size_t i = 0; i < 3 && length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80; i++)
		length--;
	ia_utf8_add_printable(buf, text, length);
	ia_strbuf_adds(buf, NAME_CUT);
}

char *name_shown(const char *text)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *shown;

	name_add(&buf, text, NAME_MAX_SHOWN);
	return ia_strbuf_take(&buf, &shown) < 0 ? NULL : shown;
}

bool name_is_plain(const char *text)
{
	return strnlen(text, NAME_MAX_SHOWN + 1) <= NAME_MAX_SHOWN && ia_utf8_is_printable(text);
}
