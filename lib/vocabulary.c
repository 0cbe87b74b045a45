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
