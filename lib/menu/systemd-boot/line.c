/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/ascii.h"
#include "menu/systemd-boot/item.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Cuts the next line out, without blanks around it; NULL at the end. */
static char *cut_line(struct ia_systemd_boot_lines *lines)
{
	char *line = lines->at, *end;

	if (*line == '\0')
		return NULL;
	end = line + strcspn(line, "\n\r");
	lines->line = lines->next;
	lines->next += *end == '\n';
	lines->at = end + (*end != '\0');
	while (is_blank(*line) && line < end)
		line++;
	while (end > line && is_blank(end[-1]))
		end--;
	*end = '\0';
	return line;
}

bool ia_systemd_boot_next(struct ia_systemd_boot_lines *lines)
{
	char *line;

	while ((line = cut_line(lines))) {
		size_t length = strlen(line), key = strcspn(line, " \t");
		char *value = line + key;

		if (*line == '#' || *value == '\0')
			continue;
		*value++ = '\0';
		while (is_blank(*value))
			value++;
		/* One quote alone is both of them. */
		if (value[0] == '"' && line[length - 1] == '"') {
			line[length - 1] = '\0';
			value += *value == '"';
		}
		lines->key = line;
		lines->value = value;
		return true;
	}
	return false;
}

/* Digits up to 2^31 - 1; *s is moved behind them. */
static bool read_number(const char **s, uint64_t *ret)
{
	uint64_t number = 0;
	const char *end = *s;

	for (; ia_ascii_is_digit(*end) && number <= INT32_MAX; end++)
		number = number * 10 + (uint64_t)(*end - '0');
	if (end == *s || number > INT32_MAX)
		return false;
	*s = end;
	*ret = number;
	return true;
}

bool ia_systemd_boot_is_used_up(const char *name)
{
	const char *at = strrchr(name, '+');
	uint64_t left, done;

	if (!at)
		return false;
	at++;
	if (!read_number(&at, &left))
		return false;
	if (*at == '-') {
		at++;
		if (!read_number(&at, &done))
			return false;
	}
	return left == 0 && ia_ascii_equal_fold(at, ".conf");
}
