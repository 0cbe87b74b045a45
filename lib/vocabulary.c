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

/*
 * By the name, which is what stands before a =. Sources: lorax's
 * boot templates of EL7 to EL10, the boot options of anaconda and dracut.cmdline(7).
 */
static const struct {
	const char *key;
	struct ia_meaning meaning;
} meanings[] = {
	{"quiet", {0, quiets}},
	{"rhgb", {0, desktop}},
	{"splash", {0, desktop}},
	{"initrd", {0, loader}},
	{"BOOT_IMAGE", {0, loader}},

	{"rd.live.check", {IA_TRAIT_CHECK, checks}},
	{"check", {IA_TRAIT_CHECK, checks}},
	{"mediacheck", {IA_TRAIT_CHECK | IA_TRAIT_BARE, checks}},

	{"nomodeset", {IA_TRAIT_GRAPHICS, graphics}},
	{"vga", {0, graphics}},
	{"video", {0, graphics}},
	{"xdriver", {IA_TRAIT_GRAPHICS | IA_TRAIT_BARE, graphics}},
	{"inst.xdriver", {IA_TRAIT_GRAPHICS | IA_TRAIT_INSTALLER, graphics}},
	{"resolution", {IA_TRAIT_GRAPHICS | IA_TRAIT_BARE, graphics}},
	{"inst.resolution", {IA_TRAIT_GRAPHICS | IA_TRAIT_INSTALLER, graphics}},

	{"rescue", {IA_TRAIT_RESCUE | IA_TRAIT_BARE, rescues}},
	{"inst.rescue", {IA_TRAIT_RESCUE | IA_TRAIT_INSTALLER, rescues}},

	{"rd.live.image", {IA_TRAIT_LIVE, NULL}},
	{"liveimg", {IA_TRAIT_LIVE, NULL}},

	{"stage2", {IA_TRAIT_STAGE2 | IA_TRAIT_INSTALLER | IA_TRAIT_BARE, NULL}},
	{"inst.stage2", {IA_TRAIT_STAGE2 | IA_TRAIT_INSTALLER, NULL}},
	{"repo", {IA_TRAIT_REPO | IA_TRAIT_BARE, NULL}},
	{"method", {IA_TRAIT_REPO | IA_TRAIT_BARE, NULL}},
	{"inst.repo", {IA_TRAIT_REPO | IA_TRAIT_INSTALLER, NULL}},
	{"ks", {IA_TRAIT_KS | IA_TRAIT_BARE, NULL}},
	{"inst.ks", {IA_TRAIT_KS | IA_TRAIT_INSTALLER, NULL}},

	{"graphical", {IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL}},
	{"inst.graphical", {IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER, NULL}},
	{"text", {IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL}},
	{"inst.text", {IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER, NULL}},
	{"cmdline", {IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL}},
	{"inst.cmdline", {IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER, NULL}},
	{"vnc", {IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL}},
	{"inst.vnc", {IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER, NULL}},
	{"vncpassword", {IA_TRAIT_DISPLAY | IA_TRAIT_BARE | IA_TRAIT_SECRET, NULL}},
	{"inst.vncpassword", {IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER | IA_TRAIT_SECRET, NULL}},
	{"inst.rdp.password", {IA_TRAIT_INSTALLER | IA_TRAIT_SECRET, NULL}},
	{"vncconnect", {IA_TRAIT_DISPLAY | IA_TRAIT_BARE, NULL}},
	{"inst.vncconnect", {IA_TRAIT_DISPLAY | IA_TRAIT_INSTALLER, NULL}},

	{"ip", {IA_TRAIT_NETWORK, NULL}},
	{"nameserver", {IA_TRAIT_NETWORK, NULL}},
	{"netmask", {IA_TRAIT_NETWORK, NULL}},
	{"gateway", {IA_TRAIT_NETWORK, NULL}},
	{"hostname", {IA_TRAIT_NETWORK, NULL}},
	{"dns", {IA_TRAIT_NETWORK, NULL}},
	{"mtu", {IA_TRAIT_NETWORK, NULL}},
	{"bootdev", {IA_TRAIT_NETWORK, NULL}},
	{"ksdevice", {IA_TRAIT_NETWORK | IA_TRAIT_BARE, NULL}},

	{"utf8", {IA_TRAIT_BARE, NULL}},
	{"nogpt", {IA_TRAIT_BARE, NULL}},
	{"gpt", {IA_TRAIT_BARE, NULL}},
	{"noipv6", {IA_TRAIT_BARE, NULL}},
	{"headless", {IA_TRAIT_BARE, NULL}},
	{"lang", {IA_TRAIT_BARE, NULL}},
	{"keymap", {IA_TRAIT_BARE, NULL}},
	{"sshd", {IA_TRAIT_BARE, NULL}},
	{"updates", {IA_TRAIT_BARE, NULL}},
	{"dd", {IA_TRAIT_BARE, NULL}},
	{"askmethod", {IA_TRAIT_BARE, NULL}},
	{"noverifyssl", {IA_TRAIT_BARE, NULL}},
};

static bool starts_with(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

struct ia_meaning ia_vocabulary_meaning(const char *word)
{
	const char *value = ia_word_value(word);

	/* GRUB quotes a word with a space in it as a whole; the kernel takes the quote off again. */
	if (*word == '"')
		word++;
	for (size_t i = 0; i < IA_COUNT(meanings); i++) {
		if (ia_word_is(word, meanings[i].key))
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
	const char *key;
	unsigned traits;
} other_words[] = {
	{"integrity-check", IA_TRAIT_CHECK},
	{"verify-checksums", IA_TRAIT_CHECK},

	{"xforcevesa", IA_TRAIT_GRAPHICS},
	{"x11failsafe", IA_TRAIT_GRAPHICS},

	{"rescue/enable", IA_TRAIT_RESCUE},
	{"recovery", IA_TRAIT_RESCUE},
	{"single", IA_TRAIT_RESCUE},
	{"systemboot", IA_TRAIT_RESCUE},
	{"bash-shell", IA_TRAIT_RESCUE},

	/* Asks more than it needs to, or nothing. */
	{"priority", IA_TRAIT_SPECIAL},
	{"auto", IA_TRAIT_SPECIAL},
	{"auto-install/enable", IA_TRAIT_SPECIAL},
	{"url", IA_TRAIT_SPECIAL},
	{"preseed/url", IA_TRAIT_SPECIAL},
	{"preseed/file", IA_TRAIT_SPECIAL},
	{"autoinstall", IA_TRAIT_SPECIAL},
	{"automatic-ubiquity", IA_TRAIT_SPECIAL},
	{"autoyast", IA_TRAIT_SPECIAL},
	{"autoyast2", IA_TRAIT_SPECIAL},
	{"upgrade", IA_TRAIT_SPECIAL},
	{"script", IA_TRAIT_SPECIAL},
	{"answerfile", IA_TRAIT_SPECIAL},
	{"oem-config/enable", IA_TRAIT_SPECIAL},

	/* Speaks, or shows other colours. */
	{"speakup.synth", IA_TRAIT_SPECIAL},
	{"accessibility", IA_TRAIT_SPECIAL},
	{"live.accessibility", IA_TRAIT_SPECIAL},
	{"access", IA_TRAIT_SPECIAL},
	{"theme", IA_TRAIT_SPECIAL},

	/* Comes from elsewhere than the medium, or keeps what is done. */
	{"toram", IA_TRAIT_SPECIAL},
	{"copytoram", IA_TRAIT_SPECIAL},
	{"rd.live.ram", IA_TRAIT_SPECIAL},
	{"netboot", IA_TRAIT_SPECIAL},
	{"archiso_nbd_srv", IA_TRAIT_SPECIAL},
	{"archiso_nfs_srv", IA_TRAIT_SPECIAL},
	{"archiso_http_srv", IA_TRAIT_SPECIAL},
	{"persistence", IA_TRAIT_SPECIAL},
	{"persistent", IA_TRAIT_SPECIAL},

	/* For machines that do not start otherwise. */
	{"noapic", IA_TRAIT_SPECIAL},
	{"nosmp", IA_TRAIT_SPECIAL},

	{"only-ubiquity", IA_TRAIT_LIVE_INSTALLER},
	{"maybe-ubiquity", IA_TRAIT_LIVE_INSTALLER},
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

	if (is_switched_off(value))
		return 0;
	/* debconf asks at this one when nothing is said. */
	if (ia_word_is(word, "priority") && value && strcmp(value, "high") == 0)
		return 0;
	if (ia_word_is(word, "boot") && value && strcmp(value, "live") == 0)
		return IA_TRAIT_LIVE;
	for (size_t i = 0; i < IA_COUNT(other_words); i++) {
		if (ia_word_is(word, other_words[i].key))
			return other_words[i].traits;
	}
	return ia_vocabulary_meaning(word).traits;
}
