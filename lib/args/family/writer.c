/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/family/writer.h"

#include <stdarg.h>

#include "base/strbuf.h"
#include "menu/cmdline.h"

void ia_writer_add(struct ia_writer *writer, const struct ia_saying *why, const char *fmt, ...)
{
	struct ia_strbuf text IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	bool is_rule = why->option == ISOARGS_NO_OPTION || why->option == ISOARGS_GUEST;
	struct isoargs_word word = {
		.origin = is_rule ? ISOARGS_FROM_RULE : ISOARGS_FROM_OPTION,
		.option = why->option,
		.reason = why->reason,
		.source = why->source,
	};
	va_list ap;

	if (writer->error < 0)
		return;
	va_start(ap, fmt);
	ia_strbuf_addv(&text, fmt, ap);
	va_end(ap);
	if (text.error) {
		writer->error = ia_error_memory(writer->reterr);
		return;
	}
	word.text = text.data;
	writer->error = ia_derivation_write(writer->derivation, &word, writer->reterr);
}
