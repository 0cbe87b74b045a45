/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/request.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "args/word.h"
#include "base/ascii.h"
#include "base/note.h"
#include "base/option.h"

#define VNC_PASSWORD_MIN 6u /* anaconda asks at the console for one that is shorter or longer */
#define VNC_PASSWORD_MAX 8u

int isoargs_request_new(struct isoargs_request **ret_request)
{
	struct isoargs_request *request = calloc(1, sizeof(*request));

	if (!request)
		return -ENOMEM;
	*ret_request = request;
	return 0;
}

struct isoargs_request *isoargs_request_free(struct isoargs_request *request)
{
	if (!request)
		return NULL;
	if (request->vnc_password)
		explicit_bzero(request->vnc_password, strlen(request->vnc_password));
	free(request->vnc_password);
	free(request->ks);
	free(request->repo);
	free(request->device);
	free(request->entry);
	free(request->automation);
	free(request->base_url);
	ia_option_list_free(&request->append);
	ia_option_list_free(&request->keep);
	ia_option_list_free(&request->drop);
	free(request);
	return NULL;
}

static int set_vnc_password(struct isoargs_request *request, const char *value,
			    struct isoargs_error **reterr)
{
	const struct ia_place *place = IA_AT_OPTION(ISOARGS_VNC_PASSWORD);
	size_t length = strlen(value);

	/* The password itself never becomes part of a message, so neither does ia_word_check()'s. */
	if (ia_word_check(ISOARGS_VNC_PASSWORD, value, NULL) < 0 || strchr(value, '\\'))
		return ia_error(reterr, -EINVAL, place, NULL,
				"found white space, quotes, a backslash or control characters in "
				"the password, which the installer's command line cannot carry");
	if (length < VNC_PASSWORD_MIN || length > VNC_PASSWORD_MAX)
		return ia_error(reterr, -EINVAL, place, NULL,
				"found %zu characters, expected %u to %u", length, VNC_PASSWORD_MIN,
				VNC_PASSWORD_MAX);
	if (request->vnc_password && strcmp(request->vnc_password, value) != 0)
		return ia_error(reterr, -EINVAL, place, "give it once", "found a second password");
	if (!request->vnc_password)
		request->vnc_password = strdup(value);
	return request->vnc_password ? 0 : ia_error_memory(reterr);
}

/* SCHEME: with something behind it, for one of the schemes in a NULL-terminated list. */
static bool has_scheme(const char *value, const char *const *schemes)
{
	for (; *schemes; schemes++) {
		size_t length = strlen(*schemes);

		if (strncmp(value, *schemes, length) == 0 && value[length] == ':' &&
		    value[length + 1] != '\0')
			return true;
	}
	return false;
}

static bool is_url_without_host(const char *value)
{
	const char *colon = strchr(value, ':');

	if (strncmp(value, "http", 4) != 0 && strncmp(value, "ftp", 3) != 0 &&
	    strncmp(value, "tftp", 4) != 0)
		return false;
	return strncmp(colon, "://", 3) != 0 || colon[3] == '\0' || colon[3] == '/';
}

static int check_location(enum isoargs_option option, const char *value, const char *const *schemes,
			  const char *expected, struct isoargs_error **reterr)
{
	int r;

	r = ia_word_check(option, value, reterr);
	if (r < 0)
		return r;
	if (!has_scheme(value, schemes) || is_url_without_host(value))
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
				"found \"%s\", expected %s", value, expected);
	return 0;
}

static int set_location(char **slot, enum isoargs_option option, const char *value,
			const char *const *schemes, const char *expected,
			struct isoargs_error **reterr)
{
	int r = check_location(option, value, schemes, expected, reterr);

	return r < 0 ? r : ia_option_set_once(slot, option, value, reterr);
}

int ia_request_check_kickstart(enum isoargs_option option, const char *value,
			       struct isoargs_error **reterr)
{
	static const char *const schemes[] = {"http", "https", "ftp",  "nfs", "nfs4",
					      "hd",   "cdrom", "file", NULL};

	return check_location(option, value, schemes,
			      "http://…, https://…, ftp://…, nfs:SERVER:/PATH, hd:DEVICE:/PATH, "
			      "cdrom:DEVICE:/PATH or file:/PATH",
			      reterr);
}

static int set_ks(struct isoargs_request *request, const char *value, struct isoargs_error **reterr)
{
	int r = ia_request_check_kickstart(ISOARGS_KS, value, reterr);

	return r < 0 ? r : ia_option_set_once(&request->ks, ISOARGS_KS, value, reterr);
}

static int set_repo(struct isoargs_request *request, const char *value,
		    struct isoargs_error **reterr)
{
	static const char *const schemes[] = {"http",   "https", "ftp",   "nfs", "nfs4",
					      "nfsiso", "hd",    "cdrom", NULL};

	/* Whether its installer finds a drive by itself is known when the guest is. */
	if (strcmp(value, "cdrom") == 0)
		return ia_option_set_once(&request->repo, ISOARGS_REPO, value, reterr);
	return set_location(&request->repo, ISOARGS_REPO, value, schemes,
			    "http://…, https://…, ftp://…, nfs:SERVER:/PATH, hd:DEVICE:/PATH or "
			    "cdrom:DEVICE",
			    reterr);
}

/* /dev/NAME or NAME; the installer cuts at a colon and globs. */
static bool is_device(const char *device)
{
	const char *name = strncmp(device, "/dev/", 5) == 0 ? device + 5 : device;

	if (*name == '\0' || *name == '/')
		return false;
	for (; *name; name++) {
		if (!ia_ascii_is_alnum(*name) && !strchr("/_.-", *name))
			return false;
	}
	return !strstr(device, "..");
}

static int set_stage2(struct isoargs_request *request, const char *value,
		      struct isoargs_error **reterr)
{
	const struct ia_place *place = IA_AT_OPTION(ISOARGS_STAGE2);
	const char *device = NULL; /* where the guest has it */
	enum ia_stage2 stage2;

	if (strcmp(value, "label") == 0) {
		stage2 = IA_STAGE2_LABEL;
	} else if (strcmp(value, "uuid") == 0) {
		stage2 = IA_STAGE2_UUID;
	} else if (strcmp(value, "device") == 0) {
		stage2 = IA_STAGE2_DEVICE;
	} else if (strncmp(value, "device=", 7) == 0 && is_device(value + 7)) {
		stage2 = IA_STAGE2_DEVICE;
		device = value + 7;
	} else {
		return ia_error(reterr, -EINVAL, place, NULL,
				"found \"%s\", expected label, uuid, device or device=/dev/NAME",
				value);
	}
	if (request->has_stage2 && (request->stage2 != stage2 || !device != !request->device))
		return ia_error(reterr, -EINVAL, place, "give it once",
				"found \"%s\" after another choice", value);
	request->has_stage2 = true;
	request->stage2 = stage2;
	return device ? ia_option_set_once(&request->device, ISOARGS_STAGE2, device, reterr) : 0;
}

static int set_style(struct isoargs_request *request, const char *value,
		     struct isoargs_error **reterr)
{
	const struct ia_place *place = IA_AT_OPTION(ISOARGS_STYLE);
	enum ia_style style;

	if (strcmp(value, "legacy") == 0)
		style = IA_STYLE_LEGACY;
	else if (strcmp(value, "minimal") == 0)
		style = IA_STYLE_MINIMAL;
	else
		return ia_error(reterr, -EINVAL, place, NULL,
				"found \"%s\", expected legacy or minimal", value);
	if (request->has_style && request->style != style)
		return ia_error(reterr, -EINVAL, place, "give it once",
				"found \"%s\" after the other style", value);
	request->has_style = true;
	request->style = style;
	return 0;
}

static int add_word(struct ia_option_list *list, enum isoargs_option option, const char *value,
		    struct isoargs_error **reterr)
{
	int r = ia_word_check(option, value, reterr);

	return r < 0 ? r : ia_option_add(list, option, value, reterr);
}

static int add_append(struct isoargs_request *request, const char *value,
		      struct isoargs_error **reterr)
{
	return add_word(&request->append, ISOARGS_APPEND, value, reterr);
}

static int add_keep(struct isoargs_request *request, const char *value,
		    struct isoargs_error **reterr)
{
	return add_word(&request->keep, ISOARGS_KEEP, value, reterr);
}

static int add_drop(struct isoargs_request *request, const char *value,
		    struct isoargs_error **reterr)
{
	return add_word(&request->drop, ISOARGS_DROP, value, reterr);
}

static int set_entry(struct isoargs_request *request, const char *value,
		     struct isoargs_error **reterr)
{
	if (*value == '\0')
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_ENTRY), NULL,
				"found nothing, expected a menu entry's number, title, id or path");
	return ia_option_set_once(&request->entry, ISOARGS_ENTRY, value, reterr);
}

static int set_guest(struct isoargs_request *request, const char *value,
		     struct isoargs_error **reterr)
{
	const struct ia_place *place = IA_AT_OPTION(ISOARGS_GUEST);
	const struct ia_guest_kind *kind = ia_guest_kind_find(value);

	if (!kind)
		return ia_error(reterr, -EINVAL, place, NULL,
				"found \"%s\", expected pv, pvh, hvm or kvm", value);
	if (request->guest && request->guest != kind)
		return ia_error(reterr, -EINVAL, place, "give it once",
				"found \"%s\" after another guest", value);
	request->guest = kind;
	return 0;
}

/* Which locations its installer reads is known when its medium is. */
static int set_automation(struct isoargs_request *request, const char *value,
			  struct isoargs_error **reterr)
{
	int r = ia_word_check(ISOARGS_AUTO, value, reterr);

	return r < 0 ? r : ia_option_set_once(&request->automation, ISOARGS_AUTO, value, reterr);
}

/* Paths are written behind it, so it has no slash at its end and nothing that ends a path. */
static int set_base_url(struct isoargs_request *request, const char *value,
			struct isoargs_error **reterr)
{
	static const char *const schemes[] = {"http", "https", "ftp", "tftp", NULL};
	static const char expected[] = "http://…, https://…, ftp://… or tftp://…";
	size_t length = strlen(value);
	char *base IA_AUTO_FREE = NULL;

	if (strpbrk(value, "?#"))
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_BASE_URL), NULL,
				"found \"%s\", expected a URL that paths can be written behind, "
				"without ? and #",
				value);
	while (length > 0 && value[length - 1] == '/')
		length--;
	base = strndup(value, length);
	if (!base)
		return ia_error_memory(reterr);
	return set_location(&request->base_url, ISOARGS_BASE_URL, base, schemes, expected, reterr);
}

/* Those without a value. */
static bool *flag_of(struct isoargs_request *request, enum isoargs_option option)
{
	switch ((unsigned)option) {
	case ISOARGS_GRAPHICAL:
		return &request->graphical;
	case ISOARGS_TEXT:
		return &request->text;
	case ISOARGS_VNC:
		return &request->vnc;
	case ISOARGS_DHCP:
		return &request->network.dhcp;
	default:
		return NULL;
	}
}

/* Who takes the value of an option with one, by option. */
static int (*const setters[])(struct isoargs_request *request, const char *value,
			      struct isoargs_error **reterr) = {
	[ISOARGS_VNC_PASSWORD] = set_vnc_password,
	[ISOARGS_KS] = set_ks,
	[ISOARGS_REPO] = set_repo,
	[ISOARGS_STAGE2] = set_stage2,
	[ISOARGS_APPEND] = add_append,
	[ISOARGS_KEEP] = add_keep,
	[ISOARGS_DROP] = add_drop,
	[ISOARGS_ENTRY] = set_entry,
	[ISOARGS_STYLE] = set_style,
	[ISOARGS_GUEST] = set_guest,
	[ISOARGS_AUTO] = set_automation,
	[ISOARGS_BASE_URL] = set_base_url,
};

static int (*const network_setters[])(struct ia_network *net, const char *value,
				      struct isoargs_error **reterr) = {
	[ISOARGS_IP] = ia_network_set_ip,
	[ISOARGS_NETMASK] = ia_network_set_netmask,
	[ISOARGS_GATEWAY] = ia_network_set_gateway,
	[ISOARGS_HOSTNAME] = ia_network_set_hostname,
	[ISOARGS_NIC] = ia_network_set_nic,
	[ISOARGS_NAMESERVER] = ia_network_add_nameserver,
	[ISOARGS_MTU] = ia_network_set_mtu,
};

int isoargs_request_set(struct isoargs_request *request, enum isoargs_option option,
			const char *value, struct isoargs_error **reterr)
{
	bool *flag = flag_of(request, option);
	bool has_setter = (unsigned)option < IA_COUNT(setters) && setters[option];
	bool is_network = (unsigned)option < IA_COUNT(network_setters) && network_setters[option];

	if (flag)
		return ia_option_set_flag(flag, option, value, reterr);
	if (!has_setter && !is_network)
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL,
				"there is no option number %d of a request", (int)option);
	if (!value)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
				"found no value, expected one");
	return is_network ? network_setters[option](&request->network, value, reterr)
			  : setters[option](request, value, reterr);
}

const struct ia_guest_kind *ia_request_guest(const struct isoargs_request *request)
{
	return request->guest ? request->guest : &ia_guest_kinds[0];
}

static bool network_has(const struct ia_network *network, enum isoargs_option option)
{
	switch ((unsigned)option) {
	case ISOARGS_IP:
		return network->ip.family;
	case ISOARGS_NETMASK:
		return network->has_prefix && !network->prefix_with_ip;
	case ISOARGS_GATEWAY:
		return network->gateway.family;
	case ISOARGS_HOSTNAME:
		return *network->hostname;
	case ISOARGS_NIC:
		return *network->nic;
	case ISOARGS_NAMESERVER:
		return network->nameserver_count > 0;
	case ISOARGS_MTU:
		return network->mtu;
	case ISOARGS_DHCP:
		return network->dhcp;
	default:
		return false;
	}
}

bool ia_request_has(const struct isoargs_request *request, enum isoargs_option option)
{
	switch ((unsigned)option) {
	case ISOARGS_GRAPHICAL:
		return request->graphical;
	case ISOARGS_TEXT:
		return request->text;
	case ISOARGS_VNC:
		return request->vnc;
	case ISOARGS_VNC_PASSWORD:
		return request->vnc_password;
	case ISOARGS_KS:
		return request->ks;
	case ISOARGS_REPO:
		return request->repo;
	case ISOARGS_STAGE2:
		return request->has_stage2;
	case ISOARGS_APPEND:
		return request->append.count > 0;
	case ISOARGS_KEEP:
		return request->keep.count > 0;
	case ISOARGS_DROP:
		return request->drop.count > 0;
	case ISOARGS_ENTRY:
		return request->entry;
	case ISOARGS_STYLE:
		return request->has_style;
	case ISOARGS_GUEST:
		return request->guest;
	case ISOARGS_AUTO:
		return request->automation;
	case ISOARGS_BASE_URL:
		return request->base_url;
	default:
		return network_has(&request->network, option);
	}
}

static int exclude(enum isoargs_option one, enum isoargs_option other, const char *remedy,
		   struct isoargs_error **reterr)
{
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(one), remedy,
			"found together with %s, which excludes it", ia_option_name(other));
}

/* Lists of at most IA_OPTION_VALUES_MAX. */
static int exclude_words(const struct isoargs_request *request, struct isoargs_error **reterr)
{
	for (size_t i = 0; i < request->keep.count; i++) {
		for (size_t k = 0; k < request->drop.count; k++) {
			if (strcmp(request->keep.values[i], request->drop.values[k]) == 0)
				return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_KEEP),
						"choose one",
						"found \"%s\", which ISOARGS_DROP leaves out",
						request->keep.values[i]);
		}
	}
	return 0;
}

/* The server of a URL, or of nfs:[OPTIONS:]SERVER:/PATH; NULL: the location has none. */
static const char *find_server(const char *location)
{
	const char *server = location ? strstr(location, "://") : NULL;
	const char *path;

	if (server)
		return server + 3;
	if (!location || strncmp(location, "nfs", 3) != 0)
		return NULL;
	server = strchr(location, ':') + 1;
	path = strstr(server, ":/");
	if (!path || server[0] == '[')
		return server;
	while (path > server && path[-1] != ':')
		path--;
	return path;
}

/* Is the server named by a name, so that a resolver is needed? */
static bool needs_resolver(const char *location)
{
	const char *host = find_server(location);

	if (!host)
		return false;
	return host[0] != '[' && host[strspn(host, "0123456789.")] != '/' &&
	       host[strspn(host, "0123456789.")] != ':' &&
	       host[strspn(host, "0123456789.")] != '\0';
}

int ia_request_check(const struct isoargs_request *request, struct ia_notes *notes,
		     struct isoargs_error **reterr)
{
	const struct ia_network *network = &request->network;
	bool wants_network = ia_network_is_set(network) || request->vnc || request->base_url;
	const char *location = request->ks ? request->ks : request->automation;
	const struct ia_guest_kind *guest = ia_request_guest(request);
	bool in_base = needs_resolver(request->base_url);

	if (request->text && request->graphical)
		return exclude(ISOARGS_TEXT, ISOARGS_GRAPHICAL, "choose one", reterr);
	if (request->text && request->vnc)
		return exclude(ISOARGS_TEXT, ISOARGS_VNC,
			       "choose one: VNC shows the graphical installer", reterr);
	if (request->ks && request->automation)
		return exclude(
			ISOARGS_AUTO, ISOARGS_KS,
			"choose one: ISOARGS_AUTO is ISOARGS_KS on media that have a kickstart",
			reterr);
	if (request->base_url && request->has_stage2)
		return exclude(ISOARGS_BASE_URL, ISOARGS_STAGE2,
			       "choose one: the medium is either served or in the guest", reterr);
	if (request->vnc_password && !request->vnc)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_VNC_PASSWORD),
				"add ISOARGS_VNC",
				"found without ISOARGS_VNC, where nothing asks for it");
	if (network->ip.family && network->nameserver_count == 0 &&
	    (in_base || needs_resolver(request->repo) || needs_resolver(location)))
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_NO_NAMESERVER,
			IA_AT_OPTION(ISOARGS_NAMESERVER),
			"a static address without a name server cannot resolve the host name in %s",
			in_base               ? "ISOARGS_BASE_URL"
			: request->automation ? "ISOARGS_REPO or ISOARGS_AUTO"
					      : "ISOARGS_REPO or ISOARGS_KS");
	if (request->repo && strcmp(request->repo, "cdrom") == 0 && !guest->shows_medium)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_REPO),
				"name the device: cdrom:/dev/xvdd",
				"found \"cdrom\", but %s's installer never recognises its CD drive "
				"by itself",
				guest->phrase);
	if (request->graphical && !wants_network && !guest->has_screen)
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_GRAPHICAL_WITHOUT_NETWORK,
			IA_AT_OPTION(ISOARGS_GRAPHICAL),
			"%s has no graphics, and without a network the installer offers no VNC but "
			"falls back to text mode; add ISOARGS_IP or ISOARGS_DHCP",
			guest->phrase);
	if (exclude_words(request, reterr) < 0)
		return -EINVAL;
	return ia_network_check(network, guest, notes, reterr);
}
