/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/guest/guest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "base/option.h"
#include "base/utf8.h"

#define DECIMAL 10
#define HEX     16

static int check_name(enum isoargs_option option, const char *value, struct isoargs_error **reterr);
static int check_memory(enum isoargs_option option, const char *value,
			struct isoargs_error **reterr);
static int check_vcpus(enum isoargs_option option, const char *value,
		       struct isoargs_error **reterr);
static int check_disk_size(enum isoargs_option option, const char *value,
			   struct isoargs_error **reterr);
static int check_bridge(enum isoargs_option option, const char *value,
			struct isoargs_error **reterr);
static int check_text(enum isoargs_option option, const char *value, struct isoargs_error **reterr);
static int check_mac(enum isoargs_option option, const char *value, struct isoargs_error **reterr);
static int check_bootloader(enum isoargs_option option, const char *value,
			    struct isoargs_error **reterr);

static int (*const checks[IA_GUEST_OPTIONS])(enum isoargs_option option, const char *value,
					     struct isoargs_error **reterr) = {
	[IA_GUEST_INDEX(ISOARGS_GUEST_NAME)] = check_name,
	[IA_GUEST_INDEX(ISOARGS_GUEST_MEMORY)] = check_memory,
	[IA_GUEST_INDEX(ISOARGS_GUEST_VCPUS)] = check_vcpus,
	[IA_GUEST_INDEX(ISOARGS_GUEST_DISK)] = ia_guest_check_path,
	[IA_GUEST_INDEX(ISOARGS_GUEST_DISK_SIZE)] = check_disk_size,
	[IA_GUEST_INDEX(ISOARGS_GUEST_BRIDGE)] = check_bridge,
	[IA_GUEST_INDEX(ISOARGS_GUEST_NETWORK)] = check_text,
	[IA_GUEST_INDEX(ISOARGS_GUEST_MAC)] = check_mac,
	[IA_GUEST_INDEX(ISOARGS_GUEST_IMAGE)] = ia_guest_check_path,
	[IA_GUEST_INDEX(ISOARGS_GUEST_KERNEL)] = ia_guest_check_path,
	[IA_GUEST_INDEX(ISOARGS_GUEST_INITRD)] = ia_guest_check_path,
	[IA_GUEST_INDEX(ISOARGS_GUEST_BOOTLOADER)] = check_bootloader,
	[IA_GUEST_INDEX(ISOARGS_GUEST_SR)] = check_text,
	[IA_GUEST_INDEX(ISOARGS_GUEST_TEMPLATE)] = check_text,
};

/* UTF-8 of 1 to max bytes without control characters and without blanks at its ends. */
static bool is_text(const char *value, size_t max)
{
	size_t left = strlen(value);

	if (left == 0 || left > max || value[0] == ' ' || value[left - 1] == ' ')
		return false;
	while (left > 0) {
		uint32_t code;
		size_t length = ia_utf8_decode(value, left, &code);

		if (length == 0 || ia_utf8_is_control(code))
			return false;
		value += length;
		left -= length;
	}
	return true;
}

static int check_text(enum isoargs_option option, const char *value, struct isoargs_error **reterr)
{
	if (is_text(value, IA_GUEST_TEXT_MAX))
		return 0;
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
			"found \"%s\", expected a name of at most %u bytes or a UUID", value,
			IA_GUEST_TEXT_MAX);
}

static int check_name(enum isoargs_option option, const char *value, struct isoargs_error **reterr)
{
	/* xl takes digits alone for the number of a domain. */
	if (is_text(value, IA_GUEST_NAME_MAX) && !strchr(value, '/') &&
	    value[strspn(value, "0123456789")] != '\0')
		return 0;
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
			"found \"%s\", expected a name of at most %u bytes that has no slash and "
			"more than digits",
			value, IA_GUEST_NAME_MAX);
}

static int check_number(enum isoargs_option option, const char *value, const char *unit,
			unsigned min, unsigned max, struct isoargs_error **reterr)
{
	size_t length = strspn(value, "0123456789");
	unsigned long number = length < DECIMAL ? strtoul(value, NULL, DECIMAL) : 0;

	if (length == 0 || value[length] != '\0' || value[0] == '0' || number < min || number > max)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
				"found \"%s\", expected %u to %u%s", value, min, max, unit);
	return 0;
}

static int check_memory(enum isoargs_option option, const char *value,
			struct isoargs_error **reterr)
{
	return check_number(option, value, " MiB", IA_GUEST_MEMORY_MIN, IA_GUEST_MEMORY_MAX,
			    reterr);
}

static int check_vcpus(enum isoargs_option option, const char *value, struct isoargs_error **reterr)
{
	return check_number(option, value, "", 1, IA_GUEST_VCPUS_MAX, reterr);
}

static int check_disk_size(enum isoargs_option option, const char *value,
			   struct isoargs_error **reterr)
{
	return check_number(option, value, " GiB", 1, IA_GUEST_DISK_MAX, reterr);
}

static int check_bridge(enum isoargs_option option, const char *value,
			struct isoargs_error **reterr)
{
	size_t length = 0;

	while (ia_ascii_is_alnum(value[length]) || (value[length] && strchr("_.-", value[length])))
		length++;
	if (length > 0 && length <= IA_BRIDGE_MAX && value[length] == '\0' && value[0] != '-' &&
	    value[0] != '.')
		return 0;
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
			"found \"%s\", expected a bridge such as xenbr0, at most %u characters",
			value, IA_BRIDGE_MAX);
}

static int check_mac(enum isoargs_option option, const char *value, struct isoargs_error **reterr)
{
	unsigned long first;
	bool is_zero = true;

	for (size_t i = 0; i < 17; i++) {
		if (i % 3 == 2 ? value[i] != ':' : !ia_ascii_is_hex(value[i]))
			return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
					"found \"%s\", expected six bytes such as "
					"00:16:3e:12:34:56",
					value);
		if (i % 3 != 2 && value[i] != '0')
			is_zero = false;
	}
	first = strtoul(value, NULL, HEX);
	if (value[17] != '\0' || is_zero || first & 1)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
				"found \"%s\", expected the address of one interface: six bytes, "
				"the first of them even, not all zero",
				value);
	return 0;
}

static int check_bootloader(enum isoargs_option option, const char *value,
			    struct isoargs_error **reterr)
{
	if (strcmp(value, "pygrub") == 0 || strcmp(value, "direct") == 0)
		return 0;
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
			"found \"%s\", expected pygrub or direct", value);
}

int ia_guest_check_path(enum isoargs_option option, const char *path, struct isoargs_error **reterr)
{
	size_t length = strlen(path);

	for (const char *p = path; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), "rename the file",
					"found \"%s\", expected a path without control characters",
					path);
	}
	if (length == 0 || length >= IA_PATH_MAX)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
				"found %zu bytes, expected a path of 1 to %u", length,
				IA_PATH_MAX - 1);
	return 0;
}

int isoargs_guest_new(struct isoargs_guest **ret_guest)
{
	struct isoargs_guest *guest = calloc(1, sizeof(*guest));

	if (!guest)
		return -ENOMEM;
	*ret_guest = guest;
	return 0;
}

struct isoargs_guest *isoargs_guest_free(struct isoargs_guest *guest)
{
	if (!guest)
		return NULL;
	for (size_t i = 0; i < IA_GUEST_OPTIONS; i++)
		free(guest->values[i]);
	ia_option_list_free(&guest->initrds);
	free(guest);
	return NULL;
}

static int set_force(struct isoargs_guest *guest, const char *value, struct isoargs_error **reterr)
{
	bool forced = false;
	int r = ia_option_set_flag(&forced, ISOARGS_GUEST_FORCE, value, reterr);

	return r < 0 ? r
		     : ia_option_set_once(&guest->values[IA_GUEST_INDEX(ISOARGS_GUEST_FORCE)],
					  ISOARGS_GUEST_FORCE, "", reterr);
}

int isoargs_guest_set(struct isoargs_guest *guest, enum isoargs_option option, const char *value,
		      struct isoargs_error **reterr)
{
	int r;

	if (IA_GUEST_INDEX(option) >= IA_GUEST_OPTIONS)
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL,
				"there is no option number %d of a guest", (int)option);
	if (option == ISOARGS_GUEST_FORCE)
		return set_force(guest, value, reterr);
	if (!value)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
				"found no value, expected one");
	r = checks[IA_GUEST_INDEX(option)](option, value, reterr);
	if (r < 0)
		return r;
	if (option == ISOARGS_GUEST_INITRD)
		return ia_option_add(&guest->initrds, option, value, reterr);
	return ia_option_set_once(&guest->values[IA_GUEST_INDEX(option)], option, value, reterr);
}

bool ia_guest_has(const struct isoargs_guest *guest, enum isoargs_option option)
{
	if (option == ISOARGS_GUEST_INITRD)
		return guest->initrds.count > 0;
	return guest->values[IA_GUEST_INDEX(option)] != NULL;
}

const char *ia_guest_value(const struct isoargs_guest *guest, enum isoargs_option option,
			   const char *fallback)
{
	return guest->values[IA_GUEST_INDEX(option)] ? guest->values[IA_GUEST_INDEX(option)]
						     : fallback;
}

unsigned ia_guest_number(const struct isoargs_guest *guest, enum isoargs_option option,
			 unsigned fallback)
{
	const char *value = guest->values[IA_GUEST_INDEX(option)];

	return value ? (unsigned)strtoul(value, NULL, DECIMAL) : fallback;
}
