/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/script/number.h"

#include <stdint.h>

#include "base/ascii.h"

static unsigned digit(char c)
{
	if (ia_ascii_is_digit(c))
		return (unsigned)(c - '0');
	c = ia_ascii_lower(c);
	return c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') + 10 : UINT32_MAX;
}

bool ia_grub_number(const char *s, unsigned base, unsigned long long *ret, const char **ret_tail)
{
	unsigned long long number = 0;
	bool found = false;

	while (ia_ascii_is_space(*s))
		s++;
	if (s[0] == '0' && s[1] == 'x' && (base == 0 || base == 16)) {
		base = 16;
		s += 2;
	} else if (base == 0) {
		base = s[0] == '0' && s[1] >= '0' && s[1] <= '7' ? 8 : 10;
	}
	for (; digit(*s) < base; s++) {
		found = true;
		if (__builtin_mul_overflow(number, base, &number) ||
		    __builtin_add_overflow(number, digit(*s), &number))
			number = UINT64_MAX;
	}
	*ret = number;
	if (ret_tail)
		*ret_tail = s;
	return found;
}
