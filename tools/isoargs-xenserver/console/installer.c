/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/installer.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/cleanup.h"

#define OVERLAP     512u /* of a look with the one before: the longest of what is looked for */
#define BETWEEN_MAX 300u /* bytes between both halves of the line that names the server */
#define ADDRESS_MAX 64u

/* Words without their blanks, as those of the screen are. */
static const struct {
	const char *words;
	enum installer_finding finding;
	const char *text;
} rows[] = {
	{"Startinginstaller,onemoment", INSTALLER_STAGE, "the installer starts"},
	{"StartingVNC", INSTALLER_STAGE, "the installer starts its VNC server"},
	{"TheVNCserverisnowrunning", INSTALLER_STAGE, "the installer's VNC server runs"},
	{"Attemptingtoconnecttovncclient", INSTALLER_STAGE,
	 "the installer connects to the VNC viewer that it was told of"},
	{"Performingpost-installationsetuptasks", INSTALLER_ENDING,
	 "the packages are installed, the system is set up"},
	{"dracut-initqueuetimeout", INSTALLER_DOUBT,
	 "it waited for a device that did not come (dracut-initqueue timeout): its second stage is "
	 "looked for by the medium's label, which inst.stage2= of the arguments names"},
	{"/dev/rootdoesnotexist", INSTALLER_DOUBT,
	 "it found no second stage (/dev/root does not exist): it is looked for by the medium's "
	 "label, which inst.stage2= of the arguments names"},
	{"Enteringemergencymode", INSTALLER_FAILED, "it gave up and shows an emergency shell"},
	{"Kernelpanic-notsyncing", INSTALLER_FAILED, "its kernel panicked"},
	{"Theinstallationwasstoppeddueto", INSTALLER_FAILED, "it says that it was stopped"},
	{"Therewasanerrorrunningthekickstartscript", INSTALLER_FAILED,
	 "it says that a script of the kickstart failed"},
};

/* How the line begins and ends that names where a viewer is to connect to. */
static const char before[] = "connectyourvncclientto", after[] = "tobegin";

/* Inside of an escape sequence, and of which kind. */
enum {
	PLAIN,
	ESCAPE,      /* ESC came */
	ESCAPE_MORE, /* and bytes between it and its last one */
	CONTROL,     /* ESC [: until a byte from '@' on */
	STRING,      /* ESC ] and the like: until BEL or ESC \ */
	STRING_END,  /* ESC inside of that */
};

void installer_start(struct installer *installer, installer_tell tell, void *user)
{
	*installer = (struct installer){.tell = tell, .user = user};
}

static void keep(struct installer *installer, char c)
{
	if (installer->size == INSTALLER_TEXT_MAX) {
		size_t kept = INSTALLER_TEXT_MAX / 2;

		memmove(installer->text, installer->text + installer->size - kept, kept);
		installer->looked = installer->looked > installer->size - kept
					    ? installer->looked - (installer->size - kept)
					    : 0;
		installer->size = kept;
	}
	installer->text[installer->size++] = c;
}

static int begin_sequence(unsigned char c)
{
	if (c == '[')
		return CONTROL;
	if (c == ']' || c == 'P' || c == '^' || c == '_' || c == 'X')
		return STRING;
	return c >= 0x20 && c <= 0x2f ? ESCAPE_MORE : PLAIN;
}

static void take(struct installer *installer, unsigned char c)
{
	switch (installer->state) {
	case ESCAPE:
		installer->state = c == 0x1b ? ESCAPE : begin_sequence(c);
		return;
	case ESCAPE_MORE:
		installer->state = c >= 0x20 && c <= 0x2f ? ESCAPE_MORE : PLAIN;
		return;
	case CONTROL:
		installer->state = c == 0x1b ? ESCAPE : c >= 0x40 && c <= 0x7e ? PLAIN : CONTROL;
		return;
	case STRING:
		installer->state = c == 0x07 ? PLAIN : c == 0x1b ? STRING_END : STRING;
		return;
	case STRING_END:
		installer->state = c == '\\' ? PLAIN : c == 0x1b ? STRING_END : STRING;
		return;
	default:
		break;
	}
	if (c == 0x1b)
		installer->state = ESCAPE;
	else if (c > 0x20 && c != 0x7f)
		keep(installer, (char)c);
}

/* Where these words stand from there on; NULL: nowhere. */
static const char *find(const struct installer *installer, size_t from, const char *words)
{
	return memmem(installer->text + from, installer->size - from, words, strlen(words));
}

static bool is_usable(int family, const void *address)
{
	const unsigned char *bytes = address;

	if (family == AF_INET)
		return bytes[0] != 0 && bytes[0] != 127 && bytes[0] < 224;
	/* not ::, ::1 and what is for the link alone or for many */
	return !IN6_IS_ADDR_UNSPECIFIED((const struct in6_addr *)address) &&
	       !IN6_IS_ADDR_LOOPBACK((const struct in6_addr *)address) &&
	       !IN6_IS_ADDR_LINKLOCAL((const struct in6_addr *)address) && bytes[0] != 0xff;
}

/* Its usual spelling, where the text is an address. */
static bool read_address(const char *text, size_t size, char ret[ADDRESS_MAX])
{
	static const int families[] = {AF_INET, AF_INET6};
	unsigned char bytes[sizeof(struct in6_addr)];
	char copy[ADDRESS_MAX];

	if (size == 0 || size >= sizeof(copy))
		return false;
	memcpy(copy, text, size);
	copy[size] = '\0';
	for (size_t i = 0; i < IA_COUNT(families); i++) {
		if (inet_pton(families[i], copy, bytes) == 1 && is_usable(families[i], bytes))
			return inet_ntop(families[i], bytes, ret, ADDRESS_MAX) != NULL;
	}
	return false;
}

/* "192.0.2.10:1", "[2001:db8::5]:1" and both without the display. */
static bool read_place(const char *text, size_t size, char ret[ADDRESS_MAX])
{
	const char *colon = memrchr(text, ':', size);
	const char *end = text + size;

	if (read_address(text, size, ret))
		return true;
	if (colon && colon > text && text[0] == '[' && colon[-1] == ']')
		return read_address(text + 1, (size_t)(colon - text) - 2, ret);
	if (size > 2 && text[0] == '[' && end[-1] == ']')
		return read_address(text + 1, size - 2, ret);
	return colon && read_address(text, (size_t)(colon - text), ret);
}

/* "PLACE", or "NAME:1(PLACE)", whose name is what the address was resolved to. */
static bool read_line(const char *text, size_t size, char ret[ADDRESS_MAX])
{
	const char *open = memchr(text, '(', size);

	if (!open)
		return read_place(text, size, ret);
	if (text[size - 1] == ')' && read_place(open + 1, (size_t)(text + size - open) - 2, ret))
		return true;
	return read_place(text, (size_t)(open - text), ret);
}

static void look_for_address(struct installer *installer, size_t from)
{
	const char *start = installer->text + from;
	char address[ADDRESS_MAX];

	while ((start = find(installer, (size_t)(start - installer->text), before))) {
		const char *end;

		start += strlen(before);
		end = find(installer, (size_t)(start - installer->text), after);
		if (!end)
			return;
		if (end > start && (size_t)(end - start) <= BETWEEN_MAX &&
		    read_line(start, (size_t)(end - start), address)) {
			installer->has_address = true;
			installer->tell(INSTALLER_VNC, address, installer->user);
			return;
		}
	}
}

static void look(struct installer *installer)
{
	size_t from = installer->looked > OVERLAP ? installer->looked - OVERLAP : 0;

	for (size_t i = 0; i < IA_COUNT(rows); i++) {
		if ((installer->told & 1u << i) || !find(installer, from, rows[i].words))
			continue;
		installer->told |= 1u << i;
		installer->tell(rows[i].finding, rows[i].text, installer->user);
	}
	if (!installer->has_address)
		look_for_address(installer, from);
	installer->looked = installer->size;
}

void installer_feed(struct installer *installer, const void *data, size_t size)
{
	const unsigned char *bytes = data;

	for (size_t i = 0; i < size; i++) {
		take(installer, bytes[i]);
		/* before anything that was not looked at could leave */
		if (installer->size - installer->looked >= INSTALLER_TEXT_MAX / 4)
			look(installer);
	}
	look(installer);
}
