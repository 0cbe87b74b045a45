/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kickstart/setup.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "args/network/address.h"
#include "base/ascii.h"
#include "base/option.h"

int isoargs_setup_new(struct isoargs_setup **ret_setup)
{
	struct isoargs_setup *setup = calloc(1, sizeof(*setup));

	if (!setup)
		return -ENOMEM;
	*ret_setup = setup;
	return 0;
}

struct isoargs_setup *isoargs_setup_free(struct isoargs_setup *setup)
{
	if (!setup)
		return NULL;
	if (setup->root_hash)
		explicit_bzero(setup->root_hash, strlen(setup->root_hash));
	free(setup->root_hash);
	ia_option_list_free(&setup->ssh_keys);
	free(setup->disk);
	free(setup->boot_fs);
	free(setup->swap);
	free(setup->lang);
	free(setup->keyboard);
	free(setup->timezone);
	ia_option_list_free(&setup->packages);
	free(setup);
	return NULL;
}

/* One more value; one that is there already is not kept twice. */
static int add_value(struct ia_option_list *list, enum isoargs_option option, const char *value,
		     struct isoargs_error **reterr)
{
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(list->values[i], value) == 0)
			return 0;
	}
	return ia_option_add(list, option, value, reterr);
}

static int exclude_root(struct isoargs_error **reterr)
{
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_SETUP_LOCK_ROOT), "choose one",
			"found beside a root password, expected one or the other");
}

static int set_root_hash(struct isoargs_setup *setup, const char *value,
			 struct isoargs_error **reterr)
{
	const char *fault = ia_root_hash_fault(value);

	if (fault)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_SETUP_ROOT_HASH),
				"make one with: openssl passwd -6",
				"found %s, expected one line such as $6$SALT$HASH; EL7 knows $6$, "
				"$5$ and $1$",
				fault);
	if (setup->locks_root)
		return exclude_root(reterr);
	/* Neither of the two becomes part of a message. */
	if (setup->root_hash && strcmp(setup->root_hash, value) != 0)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_SETUP_ROOT_HASH),
				"give it once", "found a second root password");
	if (!setup->root_hash)
		setup->root_hash = strdup(value);
	return setup->root_hash ? 0 : ia_error_memory(reterr);
}

static int lock_root(struct isoargs_setup *setup, const char *value, struct isoargs_error **reterr)
{
	if (value)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_SETUP_LOCK_ROOT), NULL,
				"found a value, expected none");
	if (setup->root_hash)
		return exclude_root(reterr);
	setup->locks_root = true;
	return 0;
}

static int add_ssh_key(struct isoargs_setup *setup, const char *value,
		       struct isoargs_error **reterr)
{
	const char *fault = ia_ssh_key_fault(value);

	if (fault)
		return ia_error(
			reterr, -EINVAL, IA_AT_OPTION(ISOARGS_SETUP_SSH_KEY),
			"give the .pub file that ssh-keygen wrote",
			"found %s, expected \"TYPE BASE64 [COMMENT]\" with ssh-rsa, "
			"ssh-ed25519 or ecdsa-sha2-nistp256, -384, -521 in at most %u bytes",
			fault, IA_SSH_KEY_MAX);
	return add_value(&setup->ssh_keys, ISOARGS_SETUP_SSH_KEY, value, reterr);
}

/* xvda: one of the prefixes, then one or two letters; no partition, no path. */
static bool is_disk(const char *value)
{
	static const char *const prefixes[] = {"xvd", "sd", "hd", "vd"};

	for (size_t i = 0; i < IA_COUNT(prefixes); i++) {
		size_t length = strlen(prefixes[i]);
		size_t letters;

		if (strncmp(value, prefixes[i], length) != 0)
			continue;
		letters = strspn(value + length, "abcdefghijklmnopqrstuvwxyz");
		return letters >= 1 && letters <= 2 && value[length + letters] == '\0';
	}
	return false;
}

static int set_disk(struct isoargs_setup *setup, const char *value, struct isoargs_error **reterr)
{
	if (!is_disk(value))
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_SETUP_DISK), NULL,
				"found \"%s\", expected the name of a whole disk in the guest such "
				"as xvda",
				value);
	return ia_option_set_once(&setup->disk, ISOARGS_SETUP_DISK, value, reterr);
}

static int set_boot_fs(struct isoargs_setup *setup, const char *value,
		       struct isoargs_error **reterr)
{
	if (strcmp(value, "ext3") != 0 && strcmp(value, "ext4") != 0)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_SETUP_BOOT_FS), NULL,
				"found \"%s\", expected ext3 or ext4: pygrub cannot read the XFS "
				"and LVM that EL7 makes",
				value);
	return ia_option_set_once(&setup->boot_fs, ISOARGS_SETUP_BOOT_FS, value, reterr);
}

static int set_swap(struct isoargs_setup *setup, const char *value, struct isoargs_error **reterr)
{
	unsigned size = 0;

	if (!ia_decimal_parse(value, strlen(value), IA_SWAP_MAX, &size) ||
	    (size != 0 && size < IA_SWAP_MIN))
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_SETUP_SWAP), NULL,
				"found \"%s\", expected MiB from %u to %u, or 0 for none", value,
				IA_SWAP_MIN, IA_SWAP_MAX);
	return ia_option_set_once(&setup->swap, ISOARGS_SETUP_SWAP, value, reterr);
}

/* Letters and digits, and others of which none means anything to a shell or a kickstart. */
static bool is_name(const char *value, const char *others)
{
	size_t length = strlen(value);

	if (length == 0 || length > IA_SETUP_NAME_MAX)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (!ia_ascii_is_alnum(value[i]) && !strchr(others, value[i]))
			return false;
	}
	return true;
}

static int set_name(char **slot, enum isoargs_option option, const char *value, const char *others,
		    const char *expected, struct isoargs_error **reterr)
{
	if (!is_name(value, others) || !ia_ascii_is_alnum(value[0]))
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
				"found \"%s\", expected %s of at most %u characters", value,
				expected, IA_SETUP_NAME_MAX);
	return ia_option_set_once(slot, option, value, reterr);
}

static int set_timezone(struct isoargs_setup *setup, const char *value,
			struct isoargs_error **reterr)
{
	static const char expected[] = "a time zone such as Europe/Berlin";
	size_t length = strlen(value);

	if (strstr(value, "//") || (length > 0 && value[length - 1] == '/'))
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_SETUP_TIMEZONE), NULL,
				"found \"%s\", expected %s", value, expected);
	return set_name(&setup->timezone, ISOARGS_SETUP_TIMEZONE, value, "/_+-", expected, reterr);
}

/* NAME, -NAME, @GROUP, -@GROUP, @^ENVIRONMENT; NAME may be a pattern. */
static int add_package(struct isoargs_setup *setup, const char *value,
		       struct isoargs_error **reterr)
{
	const char *name = value;

	name += *name == '-';
	if (*name == '@') {
		name++;
		name += *name == '^';
	}
	if (!is_name(name, "._+*-") || name[0] == '-' || name[0] == '.' ||
	    strlen(value) > IA_SETUP_NAME_MAX)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_SETUP_PACKAGE), NULL,
				"found \"%s\", expected NAME, -NAME, @GROUP or @^ENVIRONMENT of at "
				"most %u characters",
				value, IA_SETUP_NAME_MAX);
	return add_value(&setup->packages, ISOARGS_SETUP_PACKAGE, value, reterr);
}

static int set_lang(struct isoargs_setup *setup, const char *value, struct isoargs_error **reterr)
{
	return set_name(&setup->lang, ISOARGS_SETUP_LANG, value, "_.@-",
			"a locale such as en_US.UTF-8", reterr);
}

static int set_keyboard(struct isoargs_setup *setup, const char *value,
			struct isoargs_error **reterr)
{
	return set_name(&setup->keyboard, ISOARGS_SETUP_KEYBOARD, value, "_.-",
			"a console keymap such as us or de-latin1", reterr);
}

/* Who takes the value of each option. */
static int (*const setters[])(struct isoargs_setup *setup, const char *value,
			      struct isoargs_error **reterr) = {
	[ISOARGS_SETUP_ROOT_HASH] = set_root_hash, [ISOARGS_SETUP_LOCK_ROOT] = lock_root,
	[ISOARGS_SETUP_SSH_KEY] = add_ssh_key,     [ISOARGS_SETUP_DISK] = set_disk,
	[ISOARGS_SETUP_BOOT_FS] = set_boot_fs,     [ISOARGS_SETUP_SWAP] = set_swap,
	[ISOARGS_SETUP_LANG] = set_lang,           [ISOARGS_SETUP_KEYBOARD] = set_keyboard,
	[ISOARGS_SETUP_TIMEZONE] = set_timezone,   [ISOARGS_SETUP_PACKAGE] = add_package,
};

int isoargs_setup_set(struct isoargs_setup *setup, enum isoargs_option option, const char *value,
		      struct isoargs_error **reterr)
{
	if ((unsigned)option >= IA_COUNT(setters) || !setters[option])
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL,
				"there is no option number %d of a setup", (int)option);
	if (!value && option != ISOARGS_SETUP_LOCK_ROOT)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
				"found no value, expected one");
	return setters[option](setup, value, reterr);
}
