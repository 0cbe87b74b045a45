/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_TESTS_STRICT_JSON_H
#define IA_TESTS_STRICT_JSON_H

#include <json.h>

/* As strict as json-c can be: to 0.18 every byte above 0x7f is a control character then. */
static inline void read_strictly(struct json_tokener *tokener)
{
	json_tokener_set_flags(tokener,
			       JSON_TOKENER_VALIDATE_UTF8 |
				       (json_c_version_num() >> 8 == 18 ? 0 : JSON_TOKENER_STRICT));
}

#endif
