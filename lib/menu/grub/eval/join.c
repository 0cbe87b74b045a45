/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/eval/join.h"

#include <string.h>

#include "menu/grub/eval/expand.h"

static void add_argument(enum ia_grub_dialect dialect, struct ia_strbuf *buf, const char *s)
{
	bool quoted = strchr(s, ' ') != NULL;

	if (quoted)
		ia_strbuf_addc(buf, '"');
	for (; *s; s++) {
		if (*s == '\'' || *s == '"' || (*s == '\\' && !ia_grub_is_escape(dialect, s)))
			ia_strbuf_addc(buf, '\\');
		ia_strbuf_addc(buf, *s);
	}
	if (quoted)
		ia_strbuf_addc(buf, '"');
}

void ia_grub_join(enum ia_grub_dialect dialect, struct ia_strbuf *buf, const char *const *argv,
		  size_t argc)
{
	for (size_t i = 0; i < argc; i++) {
		if (i > 0)
			ia_strbuf_addc(buf, ' ');
		add_argument(dialect, buf, argv[i]);
	}
}
