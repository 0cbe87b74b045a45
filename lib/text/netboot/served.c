/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/netboot/served.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/strbuf.h"
#include "menu/location.h"
#include "text/guest/consumer.h"

void ia_served_free(struct ia_served *served)
{
	free(served->kernel);
	for (size_t i = 0; i < served->initrd_count; i++)
		free(served->initrds[i]);
	*served = (struct ia_served){0};
}

/* RFC 3986's unreserved characters and those of a path that no loader takes for its own. */
static void add_path(struct ia_strbuf *buf, const char *path)
{
	for (; *path; path++) {
		if (ia_ascii_is_alnum(*path) || strchr("/-._~+@:=", *path))
			ia_strbuf_addc(buf, *path);
		else
			ia_strbuf_addf(buf, "%%%02X", (unsigned)(unsigned char)*path);
	}
}

static int make_url(const char *base, const char *path, char **ret, struct isoargs_error **reterr)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&buf, base);
	ia_strbuf_addc(&buf, '/');
	add_path(&buf, path + strspn(path, "/"));
	return ia_strbuf_take(&buf, ret) < 0 ? ia_error_memory(reterr) : 0;
}

/* A path below the base, or a URL. */
static int take_given(const struct isoargs_args *args, enum isoargs_option option,
		      const char *given, char **ret, struct isoargs_error **reterr)
{
	if (!strstr(given, "://"))
		return make_url(args->base_url, given, ret, reterr);
	if (given[strcspn(given, " \"'\\,")])
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(option),
				"write such characters as %XX",
				"found \"%s\", expected a URL without blanks, quotes, backslashes "
				"and commas",
				given);
	*ret = strdup(given);
	return *ret ? 0 : ia_error_memory(reterr);
}

static int take_own(const struct isoargs_args *args, const char *location, char **ret,
		    struct isoargs_error **reterr)
{
	const struct isoargs_entry *entry = &args->entry;
	const char *path;

	if (!location || !ia_location_on_medium(location, &path))
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_LINE(entry->file, entry->line, 0),
				"serve them as well, and name them with ISOARGS_GUEST_KERNEL and "
				"ISOARGS_GUEST_INITRD",
				"the entry loads files that are not among those of the medium");
	return make_url(args->base_url, path, ret, reterr);
}

static int find_given(const struct isoargs_args *args, const struct isoargs_guest *guest,
		      struct ia_served *served, struct isoargs_error **reterr)
{
	const char *kernel = ia_guest_value(guest, ISOARGS_GUEST_KERNEL, "");
	int r = take_given(args, ISOARGS_GUEST_KERNEL, kernel, &served->kernel, reterr);

	for (size_t i = 0; r == 0 && i < guest->initrds.count; i++) {
		r = take_given(args, ISOARGS_GUEST_INITRD, guest->initrds.values[i],
			       &served->initrds[i], reterr);
		served->initrd_count += r == 0;
	}
	return r;
}

static int find_own(const struct isoargs_args *args, struct ia_served *served,
		    struct isoargs_error **reterr)
{
	const struct isoargs_entry *entry = &args->entry;
	int r = take_own(args, entry->kernel_location, &served->kernel, reterr);

	for (size_t i = 0; r == 0 && i < entry->initrd_count && i < IA_OPTION_VALUES_MAX; i++) {
		r = take_own(args, entry->initrd_locations ? entry->initrd_locations[i] : NULL,
			     &served->initrds[i], reterr);
		served->initrd_count += r == 0;
	}
	return r;
}

int ia_served_find(const struct isoargs_args *args, const struct ia_domain *domain,
		   struct ia_served *ret, struct isoargs_error **reterr)
{
	struct ia_served served IA_AUTO_SERVED = {0};
	const struct isoargs_guest *guest = domain->said;
	int r;

	if (ia_guest_has(guest, ISOARGS_GUEST_KERNEL))
		r = find_given(args, guest, &served, reterr);
	else
		r = find_own(args, &served, reterr);
	if (r < 0)
		return r;
	*ret = served;
	served = (struct ia_served){0};
	return 0;
}

int ia_served_check_scheme(const char *url, const char *name, const char *const *schemes,
			   struct isoargs_error **reterr)
{
	size_t length = strcspn(url, ":");

	for (size_t i = 0; schemes[i]; i++) {
		if (strlen(schemes[i]) == length && strncmp(url, schemes[i], length) == 0)
			return 0;
	}
	return ia_error(reterr, -EOPNOTSUPP, IA_AT_OPTION(ISOARGS_BASE_URL),
			"serve the files by another protocol, or take the format ipxe",
			"found \"%s\", but %s does not know %.*s", url, name, (int)length, url);
}

struct ia_slice ia_served_word(const char *line, const char *at)
{
	while (at > line && at[-1] != ' ')
		at--;
	return (struct ia_slice){at, strcspn(at, " =")};
}
