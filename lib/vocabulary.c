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

/* With its length at hand: a hostile menu has 100 000 words, and each is held against each key. */
struct key {
	const char *text;
	size_t length;
};

#define KEY(text)                                                                                  \
	{                                                                                          \
		(text), sizeof(text) - 1                                                           \
	}

static bool is_key(const struct key *key, const char *name, size_t length)
{
	return key->length == length && memcmp(key->text, name, length) == 0;
}

/*
 * By the name, which is what stands before a =. Sources: lorax's
 * boot templates of EL7 to EL10, the boot options of anaconda and dracut.cmdline(7).
 */
static const struct {
	struct key key;
	struct ia_meaning meaning;
} meanings[] = {
	{KEY("quiet"), {0, quiets}},
	{KEY("rhgb"), {0, desktop}},
	{KEY("splash"), {0, desktop}},
	{KEY("initrd"), {0, loader}},
	{KEY("BOOT_IMAGE"), {0, loader}},

	{KEY("rd.live.check"), {IA_TRAIT_CHECK, checks}},
	{KEY("check"), {IA_TRAIT_CHECK, checks}},
	{KEY("mediacheck"), {IA_TRAIT_CHECK | IA_TRAIT_BARE, checks}},

	{KEY("nomodeset"), {IA_TRAIT_GRAPHICS, graphics}},
	{KEY("vga"), {0, graphics}},
	{KEY("video"), {0, graphics}},
	{KEY("xdriver"), {IA_TRAIT_GRAPHICS | IA_TRAIT_BARE, graphics}},
	{KEY("inst.xdriver"), {IA_TRAIT_GRAPHICS | IA_TRAIT_INSTALLER, graphics}},
	{KEY("resolution"), {IA_TRAIT_GRAPHICS | IA_TRAIT_BARE, graphics}},
	{KEY("inst.resolution"), {IA_TRAIT_GRAPHICS | IA_TRAIT_INSTALLER, graphics}},

	{KEY("rescue"), {IA_TRAIT_RESCUE | IA_TRAIT_BARE, rescues}},
	{KEY("inst.rescue"), {IA_TRAIT_RESCUE | IA_TRAIT_INSTALLER, rescues}},

	{KEY("rd.live.image"), {IA_TRAIT_LIVE, NULL}},
	{KEY("liveimg"), {IA_TRAIT_LIVE, NULL}},

	{KEY("stage2"), {IA_TRAIT_STAGE2 | IA_TRAIT_INSTALLER | IA_TRAIT_BARE, NULL}},
	{KEY("inst.stage2"), {IA_TRAIT_STAGE2 | IA_TRAIT_INSTALLER, NULL}},
	{KEY("repo"), {IA_TRAIT_REPO | IA_TRAIT_BARE, NULL}},
	{KEY("method"), {IA_TRAIT_REPO | IA_TRAIT_BARE, NULL}},
	{KEY("inst.repo"), {IA_TRAIT_REPO | IA_TRAIT_INSTALLER, NULL}},
	{KEY("ks"), {IA_TRAIT_KS | IA_TRAIT_BARE, NULL}},
	{KEY("inst.ks"), {IA_TRAIT_KS | IA_TRAIT_INSTALLER, NULL}},

	{KEY("graphical"), {IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL}},
	{KEY("inst.graphical"), {IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER, NULL}},
	{KEY("text"), {IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL}},
	{KEY("inst.text"), {IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER, NULL}},
	{KEY("cmdline"), {IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL}},
	{KEY("inst.cmdline"), {IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER, NULL}},
	{KEY("vnc"), {IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL}},
	{KEY("inst.vnc"), {IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER, NULL}},
	{KEY("vncpassword"), {IA_TRAIT_DISPLAY | IA_TRAIT_BARE | IA_TRAIT_SECRET, NULL}},
	{KEY("inst.vncpassword"), {IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER | IA_TRAIT_SECRET, NULL}},
	{KEY("inst.rdp.password"), {IA_TRAIT_INSTALLER | IA_TRAIT_SECRET, NULL}},
	{KEY("vncconnect"), {IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL}},
	{KEY("inst.vncconnect"), {IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER, NULL}},

	{KEY("ip"), {IA_TRAIT_NETWORK, NULL}},
	{KEY("nameserver"), {IA_TRAIT_NETWORK, NULL}},
	{KEY("netmask"), {IA_TRAIT_NETWORK, NULL}},
	{KEY("gateway"), {IA_TRAIT_NETWORK, NULL}},
	{KEY("hostname"), {IA_TRAIT_NETWORK, NULL}},
	{KEY("dns"), {IA_TRAIT_NETWORK, NULL}},
	{KEY("mtu"), {IA_TRAIT_NETWORK, NULL}},
	{KEY("bootdev"), {IA_TRAIT_NETWORK, NULL}},
	{KEY("ksdevice"), {IA_TRAIT_NETWORK | IA_TRAIT_BARE, NULL}},

	{KEY("utf8"), {IA_TRAIT_BARE, NULL}},
	{KEY("nogpt"), {IA_TRAIT_BARE, NULL}},
	{KEY("gpt"), {IA_TRAIT_BARE, NULL}},
	{KEY("noipv6"), {IA_TRAIT_BARE, NULL}},
	{KEY("headless"), {IA_TRAIT_BARE, NULL}},
	{KEY("lang"), {IA_TRAIT_BARE, NULL}},
	{KEY("keymap"), {IA_TRAIT_BARE, NULL}},
	{KEY("sshd"), {IA_TRAIT_BARE, NULL}},
	{KEY("updates"), {IA_TRAIT_BARE, NULL}},
	{KEY("dd"), {IA_TRAIT_BARE, NULL}},
	{KEY("askmethod"), {IA_TRAIT_BARE, NULL}},
	{KEY("noverifyssl"), {IA_TRAIT_BARE, NULL}},
};

static bool starts_with(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

struct ia_meaning ia_vocabulary_meaning(const char *word)
{
	const char *value = ia_word_value(word);
	size_t length;

	/* GRUB quotes a word with a space in it as a whole; the kernel takes the quote off again. */
	if (*word == '"')
		word++;
	length = strcspn(word, "=");
	for (size_t i = 0; i < IA_COUNT(meanings); i++) {
		if (is_key(&meanings[i].key, word, length))
			return meanings[i].meaning;
	}
	if (ia_word_is(word, "root") && value && starts_with(value, "live:"))
		return (struct ia_meaning){IA_TRAIT_LIVE, NULL};
	/* console=hvc0 and the like stay: only screens and serial lines that a PV guest lacks go. */
	if (ia_word_is(word, "console") && value && starts_with(value, "tty"))
		return (struct ia_meaning){0, console};
	if (starts_with(word, "inst."))
		return (struct ia_meaning){IA_TRAIT_INSTALLER, NULL};
	return (struct ia_meaning){0};
}

/*
 * What other installers read: words of the boot menus of their media, and the ways to an unattended
 * installation that users add to them (auto-install/enable, preseed/url, autoyast2, answerfile).
 */
static const struct {
	struct key key;
	unsigned traits;
} other_words[] = {
	{KEY("integrity-check"), IA_TRAIT_CHECK},
	{KEY("verify-checksums"), IA_TRAIT_CHECK},

	{KEY("xforcevesa"), IA_TRAIT_GRAPHICS},
	{KEY("x11failsafe"), IA_TRAIT_GRAPHICS},

	{KEY("rescue/enable"), IA_TRAIT_RESCUE},
	{KEY("recovery"), IA_TRAIT_RESCUE},
	{KEY("single"), IA_TRAIT_RESCUE},
	{KEY("systemboot"), IA_TRAIT_RESCUE},
	{KEY("bash-shell"), IA_TRAIT_RESCUE},

	/* Asks more than it needs to, or nothing. */
	{KEY("priority"), IA_TRAIT_SPECIAL},
	{KEY("auto"), IA_TRAIT_SPECIAL},
	{KEY("auto-install/enable"), IA_TRAIT_SPECIAL},
	{KEY("url"), IA_TRAIT_SPECIAL},
	{KEY("preseed/url"), IA_TRAIT_SPECIAL},
	{KEY("preseed/file"), IA_TRAIT_SPECIAL},
	{KEY("autoinstall"), IA_TRAIT_SPECIAL},
	{KEY("automatic-ubiquity"), IA_TRAIT_SPECIAL},
	{KEY("autoyast"), IA_TRAIT_SPECIAL},
	{KEY("autoyast2"), IA_TRAIT_SPECIAL},
	{KEY("upgrade"), IA_TRAIT_SPECIAL},
	{KEY("script"), IA_TRAIT_SPECIAL},
	{KEY("answerfile"), IA_TRAIT_SPECIAL},
	{KEY("oem-config/enable"), IA_TRAIT_SPECIAL},

	/* Speaks, or shows other colours. */
	{KEY("speakup.synth"), IA_TRAIT_SPECIAL},
	{KEY("accessibility"), IA_TRAIT_SPECIAL},
	{KEY("live.accessibility"), IA_TRAIT_SPECIAL},
	{KEY("access"), IA_TRAIT_SPECIAL},
	{KEY("theme"), IA_TRAIT_SPECIAL},

	/* Comes from elsewhere than the medium, or keeps what is done. */
	{KEY("toram"), IA_TRAIT_SPECIAL},
	{KEY("copytoram"), IA_TRAIT_SPECIAL},
	{KEY("rd.live.ram"), IA_TRAIT_SPECIAL},
	{KEY("netboot"), IA_TRAIT_SPECIAL},
	{KEY("archiso_nbd_srv"), IA_TRAIT_SPECIAL},
	{KEY("archiso_nfs_srv"), IA_TRAIT_SPECIAL},
	{KEY("archiso_http_srv"), IA_TRAIT_SPECIAL},
	{KEY("persistence"), IA_TRAIT_SPECIAL},
	{KEY("persistent"), IA_TRAIT_SPECIAL},

	/* For machines that do not start otherwise. */
	{KEY("noapic"), IA_TRAIT_SPECIAL},
	{KEY("nosmp"), IA_TRAIT_SPECIAL},

	{KEY("only-ubiquity"), IA_TRAIT_LIVE_INSTALLER},
	{KEY("maybe-ubiquity"), IA_TRAIT_LIVE_INSTALLER},
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
	const char *value = ia_word_value(word);
	size_t length = strcspn(word, "=");

	if (is_switched_off(value))
		return 0;
	/* debconf asks at this one when nothing is said. */
	if (ia_word_is(word, "priority") && value && strcmp(value, "high") == 0)
		return 0;
	if (ia_word_is(word, "boot") && value && strcmp(value, "live") == 0)
		return IA_TRAIT_LIVE;
	for (size_t i = 0; i < IA_COUNT(other_words); i++) {
		if (is_key(&other_words[i].key, word, length))
			return other_words[i].traits;
	}
	return ia_vocabulary_meaning(word).traits;
}
