/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_NOTE_CODES_H
#define IA_BASE_NOTE_CODES_H

/*
 * What notes and findings can be about: the enumerator, the word that programs compare, which
 * never changes, and what it says. isoargs-notes(7) is made of this table. Sorted by the word.
 */
#define IA_NOTE_CODES(ROW)                                                                         \
	ROW(CMDLINE_TOO_LONG, "cmdline-too-long",                                                  \
	    "An entry has a longer line than isolinux hands on.")                                  \
	ROW(CONFIG_UNREAD, "config-unread",                                                        \
	    "A boot configuration could not be read or evaluated; its entries are missing.")       \
	ROW(CONTROL_CHARACTERS, "control-characters",                                              \
	    "A word of the entry holds control characters.")                                       \
	ROW(DEFAULT_LOOPS, "default-loops",                                                        \
	    "What an unattended boot starts leads back to itself.")                                \
	ROW(DEFAULTS_DIFFER, "defaults-differ",                                                    \
	    "An unattended boot starts another entry in another of the medium's configurations.")  \
	ROW(DIALECT_DIFFERS, "dialect-differs",                                                    \
	    "What the medium says of itself and the GRUB that it carries call for different "      \
	    "dialects.")                                                                           \
	ROW(DISK_IS_CD, "disk-is-cd", "The disk is where the guest's CD is.")                      \
	ROW(DISK_NAME, "disk-name", "The disk is named as a PV guest names none.")                 \
	ROW(ELTORITO_BAD_INDICATOR, "eltorito-bad-indicator",                                      \
	    "The catalogue's default entry is marked as nothing that El Torito defines; it is "    \
	    "not used.")                                                                           \
	ROW(ELTORITO_BEYOND_END, "eltorito-beyond-end",                                            \
	    "A boot image of the catalogue lies beyond the end of the image.")                     \
	ROW(ELTORITO_CUT, "eltorito-cut", "The boot catalogue goes on beyond what is read of it.") \
	ROW(ELTORITO_LATE_SECTION, "eltorito-late-section",                                        \
	    "A section of the boot catalogue follows the one that is marked as the last.")         \
	ROW(ELTORITO_NO_LAST_SECTION, "eltorito-no-last-section",                                  \
	    "The boot catalogue ends although its last section says that more follow.")            \
	ROW(ELTORITO_SHORT_SECTION, "eltorito-short-section",                                      \
	    "A section of the boot catalogue ends before all of its entries came.")                \
	ROW(ELTORITO_STRAY_ENTRY, "eltorito-stray-entry",                                          \
	    "A boot entry belongs to no section of the catalogue.")                                \
	ROW(ELTORITO_STRAY_EXTENSION, "eltorito-stray-extension",                                  \
	    "An extension in the boot catalogue belongs to no entry.")                             \
	ROW(ELTORITO_UNKNOWN_MEDIA, "eltorito-unknown-media",                                      \
	    "A boot entry names an emulation that El Torito does not define.")                     \
	ROW(ELTORITO_UNKNOWN_SLOT, "eltorito-unknown-slot",                                        \
	    "The boot catalogue holds something that is no section, entry or extension; the rest " \
	    "of it is not read.")                                                                  \
	ROW(ELTORITO_UNREAD, "eltorito-unread",                                                    \
	    "The boot catalogue could not be read: what firmware boots is unknown.")               \
	ROW(ENTRIES_DIFFER, "entries-differ",                                                      \
	    "The same entry hands the kernel other words in another of the medium's "              \
	    "configurations.")                                                                     \
	ROW(ESP_TRUNCATED, "esp-truncated",                                                        \
	    "The EFI system partition is not wholly inside the image.")                            \
	ROW(ESP_UNREAD, "esp-unread",                                                              \
	    "The EFI system partition could not be read; the configurations on it are unknown.")   \
	ROW(FAMILY_UNKNOWN, "family-unknown",                                                      \
	    "The installer is none whose rules are known: the entry's words are given as they "    \
	    "are.")                                                                                \
	ROW(FILE_UNREAD, "file-unread",                                                            \
	    "A file that tells what the medium is could not be read; what it would have said is "  \
	    "unknown.")                                                                            \
	ROW(GATEWAY_OUTSIDE, "gateway-outside",                                                    \
	    "The gateway is outside of the address's network.")                                    \
	ROW(GENERATION_UNKNOWN, "generation-unknown",                                              \
	    "The release is not known: the rules of the nearest one are followed.")                \
	ROW(GPT_BACKUP, "gpt-backup",                                                              \
	    "The first GPT is damaged; partitions were read from its backup.")                     \
	ROW(GRAPHICAL_WITHOUT_NETWORK, "graphical-without-network",                                \
	    "A graphical installation without a network: the installer falls back to text.")       \
	ROW(GRUB_BOOTS_AT_ONCE, "grub-boots-at-once",                                              \
	    "A configuration boots without showing a menu.")                                       \
	ROW(GRUB_CMDLINE_LONG, "grub-cmdline-long", "An entry has more words than are kept.")      \
	ROW(GRUB_FILE_UNREAD, "grub-file-unread",                                                  \
	    "A file that a configuration reads is not there or could not be read.")                \
	ROW(GRUB_LEFT, "grub-left",                                                                \
	    "A command would leave the configuration for another, which is not followed.")         \
	ROW(GRUB_MENUENTRY, "grub-menuentry", "A menu entry is not written as GRUB wants it.")     \
	ROW(GRUB_NEWC, "grub-newc",                                                                \
	    "An entry puts files into the RAM disk (newc:), which is not done here.")              \
	ROW(GRUB_NO_KERNEL, "grub-no-kernel",                                                      \
	    "An entry loads a RAM disk or boots without having loaded a kernel.")                  \
	ROW(GRUB_REGEXP, "grub-regexp", "A regular expression could not be used.")                 \
	ROW(GRUB_SEARCH, "grub-search",                                                            \
	    "GRUB searches for a file system that is not this medium.")                            \
	ROW(GRUB_SYNTAX, "grub-syntax",                                                            \
	    "A configuration has a syntax error, and GRUB would drop the rest of that command or " \
	    "file.")                                                                               \
	ROW(GRUB_UNANSWERED, "grub-unanswered",                                                    \
	    "A command asks for something that only a running machine can answer; it counts as "   \
	    "false.")                                                                              \
	ROW(GRUB_UNKNOWN_COMMAND, "grub-unknown-command",                                          \
	    "A command that GRUB does not have, or that is not known here; it is passed over.")    \
	ROW(GRUB_UNREAD, "grub-unread",                                                            \
	    "The medium's own GRUB could not be looked at; the dialect is told by the release or " \
	    "the menu.")                                                                           \
	ROW(INITRD_DOUBLED, "initrd-doubled",                                                      \
	    "An entry names its RAM disk twice; isolinux takes the last.")                         \
	ROW(JOLIET_UNUSABLE, "joliet-unusable",                                                    \
	    "There is a Joliet descriptor that cannot be used; the primary one is.")               \
	ROW(KERNELS_DIFFER, "kernels-differ",                                                      \
	    "The same entry loads another kernel in another of the medium's configurations.")      \
	ROW(KICKSTART_UNSEEN, "kickstart-unseen",                                                  \
	    "The entry's kickstart cannot be found in a PV guest.")                                \
	ROW(LABEL_BLANK_JOLIET, "label-blank-joliet",                                              \
	    "The Joliet label is blank, and some releases of libblkid prefer it to the primary "   \
	    "one.")                                                                                \
	ROW(LABEL_COLON, "label-colon",                                                            \
	    "The label holds a colon, which the installer's inst.stage2= cuts at.")                \
	ROW(LABEL_DOUBLED, "label-doubled",                                                        \
	    "A label is defined twice; isolinux takes one of them.")                               \
	ROW(LABEL_JOLIET_DIFFERS, "label-joliet-differs",                                          \
	    "The Joliet label differs from the primary one; which one the installer sees is "      \
	    "taken into account.")                                                                 \
	ROW(LABEL_MISSING, "label-missing",                                                        \
	    "The volume has no label: the installer cannot be told to look for it by one.")        \
	ROW(LABEL_UNREAD, "label-unread", "libblkid could not tell the label.")                    \
	ROW(LABEL_UNSEEN, "label-unseen", "udev will make no by-label link for this medium.")      \
	ROW(LINE_TOO_LONG, "line-too-long", "A line is longer than isolinux reads.")               \
	ROW(MENU_END, "menu-end", "A menu is ended that was not begun, or begun and not ended.")   \
	ROW(MENUS_DIFFER, "menus-differ",                                                          \
	    "Two boot configurations of the medium have different entries.")                       \
	ROW(NAMESERVERS_UNUSED, "nameservers-unused",                                              \
	    "More name servers were given than the installer uses.")                               \
	ROW(NIC_NAME, "nic-name", "The interface is named as a PV guest names none.")              \
	ROW(NO_DEFAULT, "no-default", "Nothing says what an unattended boot starts.")              \
	ROW(NO_GATEWAY, "no-gateway",                                                              \
	    "A static address without a gateway: only its own network is reached.")                \
	ROW(NO_KERNEL, "no-kernel", "An entry names no kernel.")                                   \
	ROW(NO_LOGIN, "no-login", "Nobody could log in to the installed system.")                  \
	ROW(NO_NAMESERVER, "no-nameserver",                                                        \
	    "A static address without a name server: host names cannot be resolved.")              \
	ROW(NO_PLAIN_ENTRY, "no-plain-entry",                                                      \
	    "No entry is the plain installation: the nearest one is used.")                        \
	ROW(NO_PV, "no-pv", "The kernel of this release cannot run as a PV guest.")                \
	ROW(NO_SUCH_LABEL, "no-such-label", "A directive names a label that is not defined.")      \
	ROW(NO_SUCH_MENU, "no-such-menu", "A directive names a menu that is not defined.")         \
	ROW(NO_TERMINATOR, "no-terminator",                                                        \
	    "The volume descriptors end without their terminator.")                                \
	ROW(OUTSIDE_LABEL, "outside-label",                                                        \
	    "A directive that belongs to a label stands outside of one.")                          \
	ROW(PARTITION_BEYOND_END, "partition-beyond-end",                                          \
	    "A partition ends beyond the end of the image.")                                       \
	ROW(PARTITIONS_UNREAD, "partitions-unread", "The partition table could not be read.")      \
	ROW(QUOTES, "quotes",                                                                      \
	    "A word of the entry holds quotes, which the installer's own reading of the line may " \
	    "not take as the kernel does.")                                                        \
	ROW(ROOT_UNUSABLE, "root-unusable",                                                        \
	    "A root directory could not be read; the other tree is used.")                         \
	ROW(STAGE2_ADDED, "stage2-added",                                                          \
	    "The entry names no second stage, and a PV guest needs one: it was added.")            \
	ROW(STAGE2_DIFFERS, "stage2-differs",                                                      \
	    "The medium's menu looks for another label than the medium has; the word was "         \
	    "replaced.")                                                                           \
	ROW(STYLE_WITHOUT_EFFECT, "style-without-effect",                                          \
	    "The style that was asked for changes nothing on this medium.")                        \
	ROW(SYSAPPEND, "sysappend",                                                                \
	    "isolinux would add words about the machine (SYSAPPEND, IPAPPEND), which are not "     \
	    "known here.")                                                                         \
	ROW(TEXT_OPEN, "text-open", "A help text is not ended.")                                   \
	ROW(TREEINFO_BAD_CHECKSUM, "treeinfo-bad-checksum",                                        \
	    "A checksum of .treeinfo cannot be one; it is ignored.")                               \
	ROW(TREEINFO_BAD_LINE, "treeinfo-bad-line",                                                \
	    "A line of .treeinfo is neither section, key nor comment; it is ignored.")             \
	ROW(TREEINFO_BAD_SECTION, "treeinfo-bad-section",                                          \
	    "A line of .treeinfo that should name a section does not.")                            \
	ROW(TREEINFO_DIFFERS, "treeinfo-differs",                                                  \
	    ".treeinfo contradicts itself or another file on what the medium is.")                 \
	ROW(TREEINFO_MANY_CHECKSUMS, "treeinfo-many-checksums",                                    \
	    ".treeinfo has more checksums than are kept.")                                         \
	ROW(TREEINFO_NO_SECTION, "treeinfo-no-section",                                            \
	    "A key of .treeinfo stands before any section; it is ignored.")                        \
	ROW(TREEINFO_NUL, "treeinfo-nul", "A line of .treeinfo holds NUL bytes; it is ignored.")   \
	ROW(TRUNCATED, "truncated", "The image ends before its volume does: download it again.")   \
	ROW(UNKNOWN_DIRECTIVE, "unknown-directive",                                                \
	    "A directive that isolinux and its menu do not have; it is passed over.")              \
	ROW(UNREAD_CONFIG, "unread-config",                                                        \
	    "A configuration that another one starts is not there or could not be read.")          \
	ROW(UNREAD_INCLUDE, "unread-include",                                                      \
	    "A file that a configuration includes is not there or could not be read.")

/* The checks; a note that is carried into a check's findings keeps its own code. */
#define IA_FINDING_CODES(ROW)                                                                      \
	ROW(CHARACTERS, "characters",                                                              \
	    "Does the line hold characters that are read otherwise than meant?")                   \
	ROW(ENTRY, "entry", "Is there an entry that starts the installer, and which?")             \
	ROW(IMAGE, "image", "Is the image whole?")                                                 \
	ROW(INITRD, "initrd", "Are the initial RAM disks there, and whole?")                       \
	ROW(KERNEL, "kernel", "Is the kernel there, and whole?")                                   \
	ROW(LABEL, "label", "Will the installer find its medium by the label?")                    \
	ROW(LENGTH, "length", "Does the line fit into what Xen and the kernel take?")              \
	ROW(MEDIA, "media", "Does the embedded checksum fit (check --media)?")                     \
	ROW(MEMORY, "memory", "Is the memory enough for the installer?")                           \
	ROW(MENU, "menu", "Do the medium's own menus look for this medium?")                       \
	ROW(PV, "pv", "Can the kernel run as a PV guest?")                                         \
	ROW(SOURCE, "source", "Where do the packages come from?")                                  \
	ROW(STAGE2, "stage2", "Is the second stage there, and whole?")                             \
	ROW(UDEV, "udev", "Will udev make the link by which the installer looks?")

#define IA_NOTE_NAME(name, word, sentence)    IA_NOTE_##name,
#define IA_FINDING_NAME(name, word, sentence) IA_FINDING_##name,
enum ia_note_code { IA_NOTE_CODES(IA_NOTE_NAME) IA_FINDING_CODES(IA_FINDING_NAME) };

/* The word of a code. */
const char *ia_note_word(enum ia_note_code code);

#endif
