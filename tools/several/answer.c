/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "several/answer.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"
#include "base/utf8.h"
#include "common/output.h"
#include "several/json-line.h"
#include "several/row.h"

/* The worst of all: there is no answer, and this is why. */
__attribute__((format(printf, 2, 3))) static void fail(struct answer *answer, const char *fmt, ...)
{
	va_list ap;

	answer->status = EXIT_FAILED;
	va_start(ap, fmt);
	vsnprintf(answer->reason, sizeof(answer->reason), fmt, ap);
	va_end(ap);
}

/* What stands in a file before the first NUL. false: it has none, or cannot be read. */
static bool read_text(int fd, struct ia_strbuf *buf)
{
	char piece[16384];
	size_t wanted = 4096;

	for (size_t at = 0; at < WORKER_TEXT_MAX && !buf->error; wanted = sizeof(piece)) {
		ssize_t size = pread(fd, piece, wanted, (off_t)at);
		size_t length;

		if (size <= 0)
			return false;
		length = strnlen(piece, (size_t)size);
		ia_strbuf_add(buf, piece, length);
		explicit_bzero(piece, length);
		if (length < (size_t)size)
			return true;
		at += length;
	}
	return false;
}

static void judge_end(const struct worker *worker, struct answer *answer)
{
	if (WIFSIGNALED(worker->status))
		fail(answer, "what reads it was ended by a signal: %s",
		     strsignal(WTERMSIG(worker->status)));
	else if (WEXITSTATUS(worker->status) > EXIT_NOT_USABLE)
		fail(answer, "what reads it ended with status %d", WEXITSTATUS(worker->status));
	else
		answer->status = WEXITSTATUS(worker->status);
}

int answer_read(const struct worker *worker, struct answer *answer)
{
	if (worker->error) {
		fail(answer, "no process can be started that reads it: %s",
		     strerror(-worker->error));
		return 0;
	}
	judge_end(worker, answer);
	if (!read_text(worker->text, &answer->text) || !read_text(worker->said, &answer->said))
		fail(answer, "what reads it handed back more than %u bytes", WORKER_TEXT_MAX);
	return answer->text.error ? answer->text.error : answer->said.error;
}

void answer_free(struct answer *answer)
{
	ia_strbuf_free(&answer->text);
	ia_strbuf_free(&answer->said);
}

static const char *text_of(const struct answer *answer)
{
	return answer->text.data ? answer->text.data : "";
}

/* Without what the tool begins each of its lines with; the name is ours to tell. */
static const char *sentence_of(const char *line, const char *name)
{
	const char *const starts[] = {program_invocation_short_name, name};

	for (size_t i = 0; i < 2; i++) {
		size_t length = strlen(starts[i]);

		if (strncmp(line, starts[i], length) == 0 && strncmp(line + length, ": ", 2) == 0)
			line += length + 2;
	}
	return line;
}

/* All that was said; *ret_last: the last sentence, which the others led to. 0, or -ENOMEM. */
static int say(const char *name, struct answer *answer, const char **ret_last)
{
	struct ia_strbuf spelled IA_AUTO_STRBUF = {0};
	const char *last = NULL;

	ia_utf8_add_printable(&spelled, name, strlen(name));
	if (spelled.error)
		return spelled.error;
	for (char *line = answer->said.data, *end; line && *line; line = end) {
		end = strchrnul(line, '\n');
		if (*end)
			*end++ = '\0';
		last = sentence_of(line, spelled.data ? spelled.data : "");
		output_complain(name, "%s", last);
	}
	*ret_last = last;
	return 0;
}

/* One line; nothing, where it is something else. */
static bool add_line(struct ia_strbuf *buf, const char *name, size_t width, const char *text)
{
	struct ia_strbuf line IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	size_t length = strlen(text), start = buf->length, columns;

	if (length == 0 || strchr(text, '\n') != text + length - 1)
		return false;
	ia_strbuf_add(&line, text, length - 1);
	if (line.error || !ia_utf8_is_printable(line.data)) {
		buf->error = line.error;
		return false;
	}
	row_spell(buf, name);
	columns = buf->error ? 0 : ia_utf8_columns(buf->data + start);
	if (line.length > 0) {
		ia_strbuf_fill(buf, ' ', columns < width ? width - columns + 2 : 2);
		ia_strbuf_add(buf, line.data, line.length);
	}
	ia_strbuf_addc(buf, '\n');
	return true;
}

/* The members that are ours: the name, and why there is no document. */
static void add_head(struct ia_strbuf *buf, const char *name, const char *sentence)
{
	struct ia_strbuf head IA_AUTO_STRBUF = {0};
	struct ia_json doc = {0};
	json_object *root = ia_json_object(&doc);
	int r;

	ia_json_add_string(&doc, root, "name", name);
	if (sentence)
		ia_json_add_string(&doc, root, "error", sentence);
	r = ia_json_print(doc, root, IA_JSON_INDENTED, &head);
	if (r == 0)
		json_line_add(buf, head.data, NULL);
	else
		buf->error = r;
}

static bool add_document(struct ia_strbuf *buf, const char *name, const char *text)
{
	struct ia_strbuf members IA_AUTO_STRBUF = IA_STRBUF_SECRET;

	if (!json_line_add(&members, text, "name") || members.length == 0)
		return false;
	ia_strbuf_addc(buf, '{');
	add_head(buf, name, NULL);
	ia_strbuf_addc(buf, ',');
	ia_strbuf_add(buf, members.data, members.length);
	ia_strbuf_adds(buf, "}\n");
	return true;
}

static bool add_row(struct ia_table *table, const char *name, const char *text)
{
	const size_t length = table->cells.length, count = table->count;

	row_add_name(table, name);
	if (row_take(text, table->columns - 1, table))
		return true;
	table->cells.length = length;
	table->count = count;
	return false;
}

static bool add_answer(const struct several *several, const char *name, const char *text,
		       struct printed *printed)
{
	switch (several->form) {
	case SEVERAL_JSON:
		return add_document(&printed->now, name, text);
	case SEVERAL_TABLE:
		return add_row(&printed->table, name, text);
	case SEVERAL_LINES:
	default:
		return add_line(&printed->now, name, printed->width, text);
	}
}

/* What stands there of a medium of which nothing is known. */
static void add_failure(const struct several *several, const char *name, const char *sentence,
			struct printed *printed)
{
	struct ia_strbuf row IA_AUTO_STRBUF = {0};

	if (several->form == SEVERAL_JSON) {
		ia_strbuf_addc(&printed->now, '{');
		add_head(&printed->now, name, sentence);
		ia_strbuf_adds(&printed->now, "}\n");
	} else if (several->form == SEVERAL_TABLE) {
		for (size_t i = 2; i < printed->table.columns; i++)
			row_add(&row, NULL);
		row_add(&row, "failed");
		if (row.error)
			printed->table.cells.error = row.error;
		else
			add_row(&printed->table, name, row.data);
	}
}

int answer_give(const struct several *several, const char *name, struct answer *answer,
		struct printed *printed)
{
	const char *text = text_of(answer), *sentence = NULL;
	bool is_given = false;
	int r;

	if (answer->status == EXIT_DONE || (answer->status == EXIT_NOT_USABLE && *text)) {
		is_given = add_answer(several, name, text, printed);
		if (!is_given)
			fail(answer, "what reads it handed back what is no answer");
	}
	r = say(name, answer, &sentence);
	if (answer->reason[0]) {
		sentence = answer->reason;
		output_complain(name, "%s", sentence);
	}
	if (!is_given)
		add_failure(several, name, sentence ? sentence : "nothing was said", printed);
	if (r == 0)
		r = printed->now.error ? printed->now.error : printed->table.cells.error;
	return r;
}
