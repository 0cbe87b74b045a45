/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/vocabulary.h"

#include <stddef.h>
#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "menu/cmdline.h"

static const char quiets[] = "only hides messages";
static const char desktop[] = "a desktop's start-up screen";
static const char loader[] = "belongs to the boot loader";
static const char checks[] = "checks the medium first, which takes minutes";
static const char graphics[] = "picks a video mode"; /* the guest says why it is left out */
static const char rescues[] = "rescues a system instead of installing one";
static const char console[] = "another console"; /* as above */

struct meaning {
	unsigned traits;    /* enum ia_trait */
	const char *reason; /* why the word is dropped; NULL: it is kept */
};

struct known {
	const char *name;
	struct meaning meaning;
	bool elsewhere; /* read by another installer than anaconda */
};

#define KNOWN(name, traits, reason)                                                                \
	{                                                                                          \
		(name), {(traits), (reason)}, false                                                \
	}
#define ELSEWHERE(name, traits)                                                                    \
	{                                                                                          \
		(name), {(traits), NULL}, true                                                     \
	}

/*
 * By the name, which is what stands before a =, sorted by it. Sources: lorax's boot templates of
 * EL7 to EL10, the boot options of anaconda and dracut.cmdline(7). What other installers read:
 * words of the boot menus of their media, and the ways to an unattended installation that users add
 * to them (auto-install/enable, preseed/url, autoyast2, answerfile). Special: what asks more than
 * it needs to or nothing, speaks or shows other colours, comes from elsewhere than the medium or
 * keeps what is done, is for machines that do not start otherwise.
 */
static const struct known words[] = {
	KNOWN("BOOT_IMAGE", 0, loader),
	ELSEWHERE("access", IA_TRAIT_SPECIAL),
	ELSEWHERE("accessibility", IA_TRAIT_SPECIAL),
	ELSEWHERE("answerfile", IA_TRAIT_SPECIAL | IA_TRAIT_OTHER_INSTALLER),
	ELSEWHERE("archiso_http_srv", IA_TRAIT_SPECIAL),
	ELSEWHERE("archiso_nbd_srv", IA_TRAIT_SPECIAL),
	ELSEWHERE("archiso_nfs_srv", IA_TRAIT_SPECIAL),
	ELSEWHERE("archisobasedir", IA_TRAIT_LIVE),
	ELSEWHERE("archisodevice", IA_TRAIT_LIVE),
	ELSEWHERE("archisolabel", IA_TRAIT_LIVE),
	ELSEWHERE("archisosearchuuid", IA_TRAIT_LIVE),
	KNOWN("askmethod", IA_TRAIT_BARE, NULL),
	ELSEWHERE("auto", IA_TRAIT_SPECIAL | IA_TRAIT_OTHER_INSTALLER),
	ELSEWHERE("auto-install/enable", IA_TRAIT_SPECIAL | IA_TRAIT_OTHER_INSTALLER),
	ELSEWHERE("autoinstall", IA_TRAIT_SPECIAL | IA_TRAIT_OTHER_INSTALLER),
	ELSEWHERE("automatic-ubiquity", IA_TRAIT_SPECIAL | IA_TRAIT_OTHER_INSTALLER),
	ELSEWHERE("autoyast", IA_TRAIT_SPECIAL | IA_TRAIT_OTHER_INSTALLER),
	ELSEWHERE("autoyast2", IA_TRAIT_SPECIAL | IA_TRAIT_OTHER_INSTALLER),
	ELSEWHERE("bash-shell", IA_TRAIT_RESCUE),
	KNOWN("bootdev", IA_TRAIT_NETWORK, NULL),
	ELSEWHERE("cdroot", IA_TRAIT_LIVE),
	KNOWN("check", IA_TRAIT_CHECK, checks),
	KNOWN("cmdline", IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL),
	ELSEWHERE("copytoram", IA_TRAIT_SPECIAL),
	KNOWN("coreos.live.rootfs_url", IA_TRAIT_COREOS, NULL),
	KNOWN("coreos.liveiso", IA_TRAIT_COREOS, NULL),
	KNOWN("dd", IA_TRAIT_BARE, NULL),
	KNOWN("dns", IA_TRAIT_NETWORK, NULL),
	ELSEWHERE("findiso", IA_TRAIT_LIVE),
	ELSEWHERE("fromiso", IA_TRAIT_LIVE),
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
	ELSEWHERE("install", IA_TRAIT_OTHER_INSTALLER),
	ELSEWHERE("integrity-check", IA_TRAIT_CHECK),
	KNOWN("ip", IA_TRAIT_NETWORK, NULL),
	KNOWN("keymap", IA_TRAIT_BARE, NULL),
	KNOWN("ks", IA_TRAIT_KS | IA_TRAIT_BARE, NULL),
	KNOWN("ksdevice", IA_TRAIT_NETWORK | IA_TRAIT_BARE, NULL),
	KNOWN("lang", IA_TRAIT_BARE, NULL),
	ELSEWHERE("live-media", IA_TRAIT_LIVE),
	ELSEWHERE("live-media-path", IA_TRAIT_LIVE),
	ELSEWHERE("live.accessibility", IA_TRAIT_SPECIAL),
	KNOWN("live.password", IA_TRAIT_SECRET, NULL),
	KNOWN("live.password_hash", IA_TRAIT_SECRET, NULL),
	KNOWN("liveimg", IA_TRAIT_LIVE, NULL),
	ELSEWHERE("maybe-ubiquity", IA_TRAIT_LIVE_INSTALLER),
	KNOWN("mediacheck", IA_TRAIT_CHECK | IA_TRAIT_BARE, checks),
	KNOWN("method", IA_TRAIT_REPO | IA_TRAIT_BARE, NULL),
	ELSEWHERE("misobasedir", IA_TRAIT_LIVE),
	ELSEWHERE("misolabel", IA_TRAIT_LIVE),
	KNOWN("mtu", IA_TRAIT_NETWORK, NULL),
	KNOWN("nameserver", IA_TRAIT_NETWORK, NULL),
	ELSEWHERE("netboot", IA_TRAIT_SPECIAL),
	KNOWN("netmask", IA_TRAIT_NETWORK, NULL),
	KNOWN("network-console/password", IA_TRAIT_SECRET, NULL),
	KNOWN("network-console/password-again", IA_TRAIT_SECRET, NULL),
	ELSEWHERE("noapic", IA_TRAIT_SPECIAL),
	KNOWN("nogpt", IA_TRAIT_BARE, NULL),
	KNOWN("noipv6", IA_TRAIT_BARE, NULL),
	KNOWN("nomodeset", IA_TRAIT_GRAPHICS, graphics),
	ELSEWHERE("nosmp", IA_TRAIT_SPECIAL),
	KNOWN("noverifyssl", IA_TRAIT_BARE, NULL),
	ELSEWHERE("oem-config/enable", IA_TRAIT_SPECIAL | IA_TRAIT_OTHER_INSTALLER),
	ELSEWHERE("only-ubiquity", IA_TRAIT_LIVE_INSTALLER),
	ELSEWHERE("persistence", IA_TRAIT_SPECIAL),
	ELSEWHERE("persistent", IA_TRAIT_SPECIAL),
	ELSEWHERE("preseed/file", IA_TRAIT_SPECIAL | IA_TRAIT_OTHER_INSTALLER),
	ELSEWHERE("preseed/url", IA_TRAIT_SPECIAL | IA_TRAIT_OTHER_INSTALLER),
	ELSEWHERE("priority", IA_TRAIT_SPECIAL | IA_TRAIT_OTHER_INSTALLER),
	KNOWN("quiet", 0, quiets),
	KNOWN("rd.live.check", IA_TRAIT_CHECK, checks),
	KNOWN("rd.live.image", IA_TRAIT_LIVE, NULL),
	ELSEWHERE("rd.live.ram", IA_TRAIT_SPECIAL),
	ELSEWHERE("recovery", IA_TRAIT_RESCUE),
	KNOWN("repo", IA_TRAIT_REPO | IA_TRAIT_BARE, NULL),
	KNOWN("rescue", IA_TRAIT_RESCUE | IA_TRAIT_BARE, rescues),
	ELSEWHERE("rescue/enable", IA_TRAIT_RESCUE),
	KNOWN("resolution", IA_TRAIT_GRAPHICS | IA_TRAIT_BARE, graphics),
	KNOWN("rhgb", 0, desktop),
	ELSEWHERE("script", IA_TRAIT_SPECIAL),
	ELSEWHERE("single", IA_TRAIT_RESCUE),
	ELSEWHERE("speakup.synth", IA_TRAIT_SPECIAL),
	KNOWN("splash", 0, desktop),
	KNOWN("sshd", IA_TRAIT_BARE, NULL),
	KNOWN("sshpassword", IA_TRAIT_SECRET, NULL),
	KNOWN("stage2", IA_TRAIT_STAGE2 | IA_TRAIT_INSTALLER | IA_TRAIT_BARE, NULL),
	ELSEWHERE("systemboot", IA_TRAIT_RESCUE),
	KNOWN("text", IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL),
	ELSEWHERE("theme", IA_TRAIT_SPECIAL),
	ELSEWHERE("toram", IA_TRAIT_SPECIAL),
	KNOWN("updates", IA_TRAIT_BARE, NULL),
	ELSEWHERE("upgrade", IA_TRAIT_SPECIAL),
	ELSEWHERE("url", IA_TRAIT_SPECIAL),
	KNOWN("utf8", IA_TRAIT_BARE, NULL),
	ELSEWHERE("verify-checksums", IA_TRAIT_CHECK),
	KNOWN("vga", 0, graphics),
	KNOWN("video", 0, graphics),
	KNOWN("vnc", IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL),
	KNOWN("vncconnect", IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL),
	KNOWN("vncpassword", IA_TRAIT_DISPLAY | IA_TRAIT_BARE | IA_TRAIT_SECRET, NULL),
	ELSEWHERE("x11failsafe", IA_TRAIT_GRAPHICS),
	KNOWN("xdriver", IA_TRAIT_GRAPHICS | IA_TRAIT_BARE, graphics),
	ELSEWHERE("xforcevesa", IA_TRAIT_GRAPHICS),
};

/* As strcmp(3) of a name that is length bytes long and one that ends; mostly the first byte tells. */
static int compare(const char *name, size_t length, const char *known)
{
	size_t i = 0;

	while (i < length && name[i] == known[i])
		i++;
	return (i < length ? (unsigned char)name[i] : 0) - (unsigned char)known[i];
}

/* NULL: it is not there. A hostile menu has 100 000 words, and each is looked up several times. */
static const struct known *find(const char *name, size_t length)
{
	size_t low = 0, high = IA_COUNT(words);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare(name, length, words[middle].name);

		if (order == 0)
			return &words[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* What a word says by how it begins, where its name is not known. */
static struct meaning by_prefix(const char *word)
{
	if (ia_text_begins(word, "root=live:"))
		return (struct meaning){IA_TRAIT_LIVE, NULL};
	if (ia_text_begins(word, "root="))
		return (struct meaning){IA_TRAIT_ROOT, NULL};
	/* console=hvc0 and the like stay: only screens and serial lines go. */
	if (ia_text_begins(word, "console=tty"))
		return (struct meaning){0, console};
	if (ia_text_begins(word, "inst."))
		return (struct meaning){IA_TRAIT_INSTALLER, NULL};
	return (struct meaning){0};
}

/* GRUB quotes a word with a space in it as a whole; the kernel takes the quote off again. */
static const char *without_quote(const char *word)
{
	return word + (*word == '"');
}

static struct meaning meaning_of(const char *word)
{
	const struct known *known;

	word = without_quote(word);
	known = find(word, strcspn(word, "="));
	if (!known)
		return by_prefix(word);
	return known->elsewhere ? (struct meaning){0} : known->meaning;
}

unsigned ia_vocabulary_traits(const char *word)
{
	return meaning_of(word).traits;
}

const char *ia_vocabulary_reason(const char *word, const struct ia_guest_kind *guest,
				 bool graphical)
{
	const char *reason = meaning_of(word).reason;
	bool shows = graphical && guest->has_screen;

	if (reason == graphics)
		return shows ? NULL : guest->no_screen;
	if (reason != console)
		return reason;
	return shows && !ia_text_begins(word, "console=ttyS") ? NULL : guest->no_tty;
}

static bool is_switched_off(const char *value)
{
	static const char *const offs[] = {"0", "n", "no", "off", "false"};

	for (size_t i = 0; value && i < IA_COUNT(offs); i++) {
		if (strcmp(value, offs[i]) == 0)
			return true;
	}
	return false;
}

/* What others say with the whole of a word, or with what it begins with. */
static const struct phrase {
	const char *text;
	unsigned traits;
	bool is_whole;
} phrases[] = {
	/* debconf asks at this one when nothing is said. */
	{"priority=high", 0, true},
	{"boot=live", IA_TRAIT_LIVE, true},
	{"boot=casper", IA_TRAIT_CASPER, true},
	{"archisobasedir=sysresccd", IA_TRAIT_RESCUE, true}, /* SystemRescue */
	{"coreos.inst.", IA_TRAIT_OTHER_INSTALLER, false},
	{"debian-installer/", IA_TRAIT_OTHER_INSTALLER, false},
	{"file=/cdrom/preseed", IA_TRAIT_OTHER_INSTALLER, false},
	{"netcfg/", IA_TRAIT_OTHER_INSTALLER, false},
};

static const struct phrase *find_phrase(const char *word)
{
	for (size_t i = 0; i < IA_COUNT(phrases); i++) {
		const struct phrase *phrase = &phrases[i];

		if (phrase->is_whole ? strcmp(word, phrase->text) == 0
				     : ia_text_begins(word, phrase->text))
			return phrase;
	}
	return NULL;
}

unsigned ia_vocabulary_other_traits(const char *word)
{
	const struct phrase *phrase = find_phrase(word);
	const struct known *known;
	unsigned traits;

	if (phrase)
		return phrase->traits;
	word = without_quote(word);
	known = find(word, strcspn(word, "="));
	traits = known ? known->meaning.traits : by_prefix(word).traits;
	return traits && is_switched_off(ia_word_value(word)) ? 0 : traits;
}
