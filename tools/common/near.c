/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/near.h"

#include <string.h>

#define LETTERS_MAX 32u /* of a word that is looked at */

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Slips that lead from one to the other, as optimal string alignment counts them. */
static unsigned slips(const char *a, size_t a_length, const char *b, size_t b_length)
{
	unsigned rows[LETTERS_MAX + 1][LETTERS_MAX + 1];

	for (size_t i = 0; i <= a_length; i++)
		rows[i][0] = (unsigned)i;
	for (size_t k = 0; k <= b_length; k++)
		rows[0][k] = (unsigned)k;
	for (size_t i = 1; i <= a_length; i++) {
		for (size_t k = 1; k <= b_length; k++) {
			unsigned other = a[i - 1] != b[k - 1];

			rows[i][k] = least(rows[i - 1][k - 1] + other,
					   least(rows[i - 1][k], rows[i][k - 1]) + 1);
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
				rows[i][k] = least(rows[i][k], rows[i - 2][k - 2] + 1);
		}
	}
	return rows[a_length][b_length];
}

bool is_near(const char *word, const char *other)
{
	size_t length = strlen(word), other_length = strlen(other);

	if (length > LETTERS_MAX || other_length > LETTERS_MAX)
		return false;
	return slips(word, length, other, other_length) <= (other_length < 5 ? 1 : 2);
}
