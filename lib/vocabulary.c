/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocabulary.h"

#include <stddef.h>
#include <string.h>

#include "cmdline.h"
#include "util/cleanup.h"

static const char quiets[] = "only hides messages";
static const char desktop[] = "a desktop's start-up screen";
static const char loader[] = "belongs to the boot loader";
static const char checks[] = "checks the medium first, which takes minutes";
static const char graphics[] =
	"a PV guest has no graphics, and the installed system would inherit it";
static const char rescues[] = "rescues a system instead of installing one";
static const char console[] = "a PV guest's console is hvc0";

/* With its length at hand: a hostile menu has 100 000 words, and each is looked up several times. */
struct known {
	const char *name;
	size_t length;
	struct ia_meaning meaning;
};

#define KNOWN(name, traits, reason)                                                                \
	{                                                                                          \
		(name), sizeof(name) - 1,                                                          \
		{                                                                                  \
			(traits), (reason)                                                         \
		}                                                                                  \
	}

/* As strcmp(3) of a name that ends and one that is length bytes long. */
static int compare(const char *name, size_t length, const struct known *known)
{
	/* Mostly the first byte tells. A name of no bytes has = or a NUL there, less than any. */
	int order = (unsigned char)*name - (unsigned char)*known->name;

	if (order == 0)
		order = memcmp(name, known->name, length < known->length ? length : known->length);
	return order ? order : (length > known->length) - (length < known->length);
}

/* In a table that is sorted by name; NULL: it is not there. */
static const struct ia_meaning *find(const struct known *table, size_t count, const char *name,
				     size_t length)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare(name, length, &table[middle]);

		if (order == 0)
			return &table[middle].meaning;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/*
 * By the name, which is what stands before a =, sorted by it. Sources: lorax's boot templates of
 * EL7 to EL10, the boot options of anaconda and dracut.cmdline(7).
 */
static const struct known meanings[] = {
	KNOWN("BOOT_IMAGE", 0, loader),
	KNOWN("askmethod", IA_TRAIT_BARE, NULL),
	KNOWN("bootdev", IA_TRAIT_NETWORK, NULL),
	KNOWN("check", IA_TRAIT_CHECK, checks),
	KNOWN("cmdline", IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL),
	KNOWN("dd", IA_TRAIT_BARE, NULL),
	KNOWN("dns", IA_TRAIT_NETWORK, NULL),
	KNOWN("gateway", IA_TRAIT_NETWORK, NULL),
	KNOWN("gpt", IA_TRAIT_BARE, NULL),
	KNOWN("graphical", IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL),
	KNOWN("headless", IA_TRAIT_BARE, NULL),
	KNOWN("hostname", IA_TRAIT_NETWORK, NULL),
	KNOWN("initrd", 0, loader),
	KNOWN("inst.cmdline", IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER, NULL),
	KNOWN("inst.graphical", IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER, NULL),
	KNOWN("inst.ks", IA_TRAIT_KS | IA_TRAIT_INSTALLER, NULL),
	KNOWN("inst.rdp.password", IA_TRAIT_INSTALLER | IA_TRAIT_SECRET, NULL),
	KNOWN("inst.repo", IA_TRAIT_REPO | IA_TRAIT_INSTALLER, NULL),
	KNOWN("inst.rescue", IA_TRAIT_RESCUE | IA_TRAIT_INSTALLER, rescues),
	KNOWN("inst.resolution", IA_TRAIT_GRAPHICS | IA_TRAIT_INSTALLER, graphics),
	KNOWN("inst.stage2", IA_TRAIT_STAGE2 | IA_TRAIT_INSTALLER, NULL),
	KNOWN("inst.text", IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER, NULL),
	KNOWN("inst.vnc", IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER, NULL),
	KNOWN("inst.vncconnect", IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER, NULL),
	KNOWN("inst.vncpassword", IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER | IA_TRAIT_SECRET, NULL),
	KNOWN("inst.xdriver", IA_TRAIT_GRAPHICS | IA_TRAIT_INSTALLER, graphics),
	KNOWN("ip", IA_TRAIT_NETWORK, NULL),
	KNOWN("keymap", IA_TRAIT_BARE, NULL),
	KNOWN("ks", IA_TRAIT_KS | IA_TRAIT_BARE, NULL),
	KNOWN("ksdevice", IA_TRAIT_NETWORK | IA_TRAIT_BARE, NULL),
	KNOWN("lang", IA_TRAIT_BARE, NULL),
	KNOWN("liveimg", IA_TRAIT_LIVE, NULL),
	KNOWN("mediacheck", IA_TRAIT_CHECK | IA_TRAIT_BARE, checks),
	KNOWN("method", IA_TRAIT_REPO | IA_TRAIT_BARE, NULL),
	KNOWN("mtu", IA_TRAIT_NETWORK, NULL),
	KNOWN("nameserver", IA_TRAIT_NETWORK, NULL),
	KNOWN("netmask", IA_TRAIT_NETWORK, NULL),
	KNOWN("nogpt", IA_TRAIT_BARE, NULL),
	KNOWN("noipv6", IA_TRAIT_BARE, NULL),
	KNOWN("nomodeset", IA_TRAIT_GRAPHICS, graphics),
	KNOWN("noverifyssl", IA_TRAIT_BARE, NULL),
	KNOWN("quiet", 0, quiets),
	KNOWN("rd.live.check", IA_TRAIT_CHECK, checks),
	KNOWN("rd.live.image", IA_TRAIT_LIVE, NULL),
	KNOWN("repo", IA_TRAIT_REPO | IA_TRAIT_BARE, NULL),
	KNOWN("rescue", IA_TRAIT_RESCUE | IA_TRAIT_BARE, rescues),
	KNOWN("resolution", IA_TRAIT_GRAPHICS | IA_TRAIT_BARE, graphics),
	KNOWN("rhgb", 0, desktop),
	KNOWN("splash", 0, desktop),
	KNOWN("sshd", IA_TRAIT_BARE, NULL),
	KNOWN("stage2", IA_TRAIT_STAGE2 | IA_TRAIT_INSTALLER | IA_TRAIT_BARE, NULL),
	KNOWN("text", IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL),
	KNOWN("updates", IA_TRAIT_BARE, NULL),
	KNOWN("utf8", IA_TRAIT_BARE, NULL),
	KNOWN("vga", 0, graphics),
	KNOWN("video", 0, graphics),
	KNOWN("vnc", IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL),
	KNOWN("vncconnect", IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL),
	KNOWN("vncpassword", IA_TRAIT_DISPLAY | IA_TRAIT_BARE | IA_TRAIT_SECRET, NULL),
	KNOWN("xdriver", IA_TRAIT_GRAPHICS | IA_TRAIT_BARE, graphics),
};

/* A call of strncmp(3) would be what most of a lookup takes: mostly the first byte tells. */
static bool starts_with(const char *s, const char *prefix)
{
	while (*prefix && *s == *prefix) {
		s++;
		prefix++;
	}
	return *prefix == '\0';
}

struct ia_meaning ia_vocabulary_meaning(const char *word)
{
	const struct ia_meaning *known;
	size_t length;

	/* GRUB quotes a word with a space in it as a whole; the kernel takes the quote off again. */
	if (*word == '"')
		word++;
	length = strcspn(word, "=");
	known = find(meanings, IA_COUNT(meanings), word, length);
	if (known)
		return *known;
	if (starts_with(word, "root=live:"))
		return (struct ia_meaning){IA_TRAIT_LIVE, NULL};
	/* console=hvc0 and the like stay: only screens and serial lines that a PV guest lacks go. */
	if (starts_with(word, "console=tty"))
		return (struct ia_meaning){0, console};
	if (starts_with(word, "inst."))
		return (struct ia_meaning){IA_TRAIT_INSTALLER, NULL};
	return (struct ia_meaning){0};
}

/*
 * What other installers read: words of the boot menus of their media, and the ways to an unattended
 * installation that users add to them (auto-install/enable, preseed/url, autoyast2, answerfile).
 * Special: what asks more than it needs to or nothing, speaks or shows other colours, comes from
 * elsewhere than the medium or keeps what is done, is for machines that do not start otherwise.
 * Sorted by name.
 */
static const struct known other_words[] = {
	KNOWN("access", IA_TRAIT_SPECIAL, NULL),
	KNOWN("accessibility", IA_TRAIT_SPECIAL, NULL),
	KNOWN("answerfile", IA_TRAIT_SPECIAL, NULL),
	KNOWN("archiso_http_srv", IA_TRAIT_SPECIAL, NULL),
	KNOWN("archiso_nbd_srv", IA_TRAIT_SPECIAL, NULL),
	KNOWN("archiso_nfs_srv", IA_TRAIT_SPECIAL, NULL),
	KNOWN("auto", IA_TRAIT_SPECIAL, NULL),
	KNOWN("auto-install/enable", IA_TRAIT_SPECIAL, NULL),
	KNOWN("autoinstall", IA_TRAIT_SPECIAL, NULL),
	KNOWN("automatic-ubiquity", IA_TRAIT_SPECIAL, NULL),
	KNOWN("autoyast", IA_TRAIT_SPECIAL, NULL),
	KNOWN("autoyast2", IA_TRAIT_SPECIAL, NULL),
	KNOWN("bash-shell", IA_TRAIT_RESCUE, NULL),
	KNOWN("copytoram", IA_TRAIT_SPECIAL, NULL),
	KNOWN("integrity-check", IA_TRAIT_CHECK, NULL),
	KNOWN("live.accessibility", IA_TRAIT_SPECIAL, NULL),
	KNOWN("maybe-ubiquity", IA_TRAIT_LIVE_INSTALLER, NULL),
	KNOWN("netboot", IA_TRAIT_SPECIAL, NULL),
	KNOWN("noapic", IA_TRAIT_SPECIAL, NULL),
	KNOWN("nosmp", IA_TRAIT_SPECIAL, NULL),
	KNOWN("oem-config/enable", IA_TRAIT_SPECIAL, NULL),
	KNOWN("only-ubiquity", IA_TRAIT_LIVE_INSTALLER, NULL),
	KNOWN("persistence", IA_TRAIT_SPECIAL, NULL),
	KNOWN("persistent", IA_TRAIT_SPECIAL, NULL),
	KNOWN("preseed/file", IA_TRAIT_SPECIAL, NULL),
	KNOWN("preseed/url", IA_TRAIT_SPECIAL, NULL),
	KNOWN("priority", IA_TRAIT_SPECIAL, NULL),
	KNOWN("rd.live.ram", IA_TRAIT_SPECIAL, NULL),
	KNOWN("recovery", IA_TRAIT_RESCUE, NULL),
	KNOWN("rescue/enable", IA_TRAIT_RESCUE, NULL),
	KNOWN("script", IA_TRAIT_SPECIAL, NULL),
	KNOWN("single", IA_TRAIT_RESCUE, NULL),
	KNOWN("speakup.synth", IA_TRAIT_SPECIAL, NULL),
	KNOWN("systemboot", IA_TRAIT_RESCUE, NULL),
	KNOWN("theme", IA_TRAIT_SPECIAL, NULL),
	KNOWN("toram", IA_TRAIT_SPECIAL, NULL),
	KNOWN("upgrade", IA_TRAIT_SPECIAL, NULL),
	KNOWN("url", IA_TRAIT_SPECIAL, NULL),
	KNOWN("verify-checksums", IA_TRAIT_CHECK, NULL),
	KNOWN("x11failsafe", IA_TRAIT_GRAPHICS, NULL),
	KNOWN("xforcevesa", IA_TRAIT_GRAPHICS, NULL),
};

static bool is_switched_off(const char *value)
{
	static const char *const offs[] = {"0", "n", "no", "off", "false"};

	for (size_t i = 0; value && i < IA_COUNT(offs); i++) {
		if (strcmp(value, offs[i]) == 0)
			return true;
	}
	return false;
}

unsigned ia_vocabulary_other_traits(const char *word)
{
	const struct ia_meaning *known;
	unsigned traits;

	/* debconf asks at this one when nothing is said. */
	if (strcmp(word, "priority=high") == 0)
		return 0;
	if (strcmp(word, "boot=live") == 0)
		return IA_TRAIT_LIVE;
	known = find(other_words, IA_COUNT(other_words), word, strcspn(word, "="));
	traits = known ? known->traits : ia_vocabulary_meaning(word).traits;
	return traits && is_switched_off(ia_word_value(word)) ? 0 : traits;
}
