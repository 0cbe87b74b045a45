/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_NOTE_CODES_H
#define IA_BASE_NOTE_CODES_H

/*
 * What notes and findings can be about: the enumerator, the word that programs compare, which never
 * changes, how much it weighs at most, and what was found, what that means for the result and what
 * to do. isoargs-notes(7) is made of this table. Sorted by the word.
 */
#define IA_NOTE_CODES(ROW)                                                                         \
	ROW(CD_UNSEEN, "cd-unseen", WARNING,                                                       \
	    "The installer looks for its medium in CD drives, and a PVH guest has none. It "       \
	    "would ask for the medium: boot a PV guest, or an image whose installer comes "        \
	    "from a network.")                                                                     \
	ROW(CMDLINE_TOO_LONG, "cmdline-too-long", ERROR,                                           \
	    "The command line of a label of isolinux.cfg, or of its default with the words that "  \
	    "are added, is longer than SYSLINUX runs, which refuses to boot it. It cannot be "     \
	    "used: choose another entry.")                                                         \
	ROW(CONFIG_CUT, "config-cut", WARNING,                                                     \
	    "Reading isolinux.cfg ended at one of isoargs' own limits, at the line that the note " \
	    "names; SYSLINUX has none there. The entries above are used; what follows, and the "   \
	    "default, may be missing. If the medium boots, report it.")                            \
	ROW(CONFIG_UNREAD, "config-unread", ERROR,                                                 \
	    "A boot configuration is there and could not be read or evaluated to its end. "        \
	    "Its entries are missing; without another configuration there are no arguments. "      \
	    "Where the file is damaged, compare the image's checksum with the publisher's; where " \
	    "a bound of isoargs' own ended the reading, the image may be whole. Where a folder "   \
	    "could not be looked through for more of them, that is a doubt (warning).")            \
	ROW(CONTROL_CHARACTERS, "control-characters", WARNING,                                     \
	    "A word of the entry holds control characters, which no single line can carry. "       \
	    "It is left out; look whether the installer needs it.")                                \
	ROW(DEFAULT_LOOPS, "default-loops", WARNING,                                               \
	    "The default of isolinux.cfg leads through too many configurations. What an "          \
	    "unattended boot starts is unknown; the plain entry is chosen all the same.")          \
	ROW(DEFAULT_WORDS, "default-words", WARNING,                                               \
	    "isolinux.cfg boots an entry by itself with words that it does not have, and the "     \
	    "arguments are without them, since they are built on another entry. Append what "      \
	    "is wanted of them. If the entry itself was named, this is worth knowing only "        \
	    "(info).")                                                                             \
	ROW(DEFAULTS_DIFFER, "defaults-differ", INFO,                                              \
	    "Left alone, two of the medium's menus boot different entries. Arguments do not "      \
	    "depend on it: the plain entry is used, not the default one.")                         \
	ROW(DIALECT_DIFFERS, "dialect-differs", INFO,                                              \
	    "The release and the GRUB on the medium call for different dialects. The menu "        \
	    "is read as that GRUB says; another dialect can be asked for.")                        \
	ROW(DISK_IS_CD, "disk-is-cd", WARNING,                                                     \
	    "The kickstart's disk is xvdd, where XenServer's templates put the CD. Name the "      \
	    "disk that the guest has.")                                                            \
	ROW(DISK_NAME, "disk-name", WARNING,                                                       \
	    "The kickstart's disk is not named as a PV guest names its disks, the first of "       \
	    "which is xvda. The installer would stop without finding it.")                         \
	ROW(ELTORITO_BAD_INDICATOR, "eltorito-bad-indicator", WARNING,                             \
	    "The default entry of the boot catalogue is marked neither bootable nor not "          \
	    "bootable. It is not used.")                                                           \
	ROW(ELTORITO_BEYOND_END, "eltorito-beyond-end", WARNING,                                   \
	    "A boot image of the catalogue reaches beyond the end of the image, which is "         \
	    "cut off, or whose catalogue is wrong. Configurations on it may be missing.")          \
	ROW(ELTORITO_CUT, "eltorito-cut", WARNING,                                                 \
	    "The boot catalogue goes on beyond what is read of it. Boot images that come "         \
	    "later are unknown.")                                                                  \
	ROW(ELTORITO_LATE_SECTION, "eltorito-late-section", WARNING,                               \
	    "A section of the boot catalogue follows the one that is marked as the last. It "      \
	    "is read; firmware may not do so.")                                                    \
	ROW(ELTORITO_NO_LAST_SECTION, "eltorito-no-last-section", WARNING,                         \
	    "The boot catalogue ends although its last section says that more follow. What "       \
	    "was read of it is used.")                                                             \
	ROW(ELTORITO_SHORT_SECTION, "eltorito-short-section", WARNING,                             \
	    "A section of the boot catalogue has fewer entries than it announces. Those "          \
	    "that are there are used.")                                                            \
	ROW(ELTORITO_STRAY_ENTRY, "eltorito-stray-entry", WARNING,                                 \
	    "A boot entry of the catalogue belongs to no section. It is used, as firmware "        \
	    "does.")                                                                               \
	ROW(ELTORITO_STRAY_EXTENSION, "eltorito-stray-extension", WARNING,                         \
	    "The boot catalogue holds an extension after an entry that announced none. It "        \
	    "is passed over.")                                                                     \
	ROW(ELTORITO_UNKNOWN_MEDIA, "eltorito-unknown-media", WARNING,                             \
	    "A boot entry names an emulation that El Torito does not define. Firmware may "        \
	    "not boot it; the arguments do not depend on it.")                                     \
	ROW(ELTORITO_UNKNOWN_SLOT, "eltorito-unknown-slot", WARNING,                               \
	    "The boot catalogue holds what is neither section, entry nor extension. The "          \
	    "rest of it is not read.")                                                             \
	ROW(ELTORITO_UNREAD, "eltorito-unread", WARNING,                                           \
	    "The boot catalogue could not be read. What firmware boots is unknown; menus "         \
	    "are looked for by their names. Compare the image's checksum with the "                \
	    "publisher's.")                                                                        \
	ROW(ENTRIES_DIFFER, "entries-differ", WARNING,                                             \
	    "A menu lacks an entry that another menu of the medium has. Which one is there "       \
	    "depends on BIOS or EFI; the arguments are those of the entry that is named.")         \
	ROW(ENTRY_CUT, "entry-cut", WARNING,                                                       \
	    "What a menu says of an entry is longer than what is kept of it: a title or an id "    \
	    "of 256 bytes, a path of 1024, parameters of 4096, 64 RAM disks. It ends in \"…\". " \
	    "From an entry whose kernel, RAM disks or parameters are cut nothing is derived.")     \
	ROW(ENTRY_LEFT_OUT, "entry-left-out", WARNING,                                             \
	    "A file of systemd-boot's entries names no kernel, or one that is not there, or "      \
	    "is for another architecture (info). systemd-boot leaves the entry out; it is "        \
	    "not listed.")                                                                         \
	ROW(ENTRY_MADE, "entry-made", INFO,                                                        \
	    "No menu of this tree of files boots Linux, or none was found. Kernel and RAM disk "   \
	    "are "                                                                                 \
	    "those that .treeinfo names, or that lie where installation trees have them; what "    \
	    "words "                                                                               \
	    "a menu would add is not known.")                                                      \
	ROW(ENTRY_WORD, "entry-word", WARNING,                                                     \
	    "A word of the entry that was named is left out of the line, because the guest "       \
	    "can make nothing of it or an option takes its place. It can be kept by name. "        \
	    "Where that changes little of what is booted, this is worth knowing only (info).")     \
	ROW(ESP_TRUNCATED, "esp-truncated", WARNING,                                               \
	    "The EFI system partition ends beyond the end of the image, which is cut off, "        \
	    "or whose file system claims too much. What lies beyond cannot be read.")              \
	ROW(ESP_UNREAD, "esp-unread", WARNING,                                                     \
	    "An EFI system partition is there and could not be read. The configurations on "       \
	    "it are unknown.")                                                                     \
	ROW(FAMILY_UNKNOWN, "family-unknown", WARNING,                                             \
	    "The medium is none of EL or Fedora. The arguments are the entry's own: nothing "      \
	    "was added or dropped for the guest. Options that only anaconda knows are "            \
	    "refused. Where the family is known, this is worth knowing only (info).")              \
	ROW(FILE_UNREAD, "file-unread", WARNING,                                                   \
	    "A file that says what the medium is, such as .treeinfo, is there and could not "      \
	    "be read. Release and checksums are taken from elsewhere, or unknown. Unless it is "   \
	    "larger than what is read, compare the image's checksum with the publisher's.")        \
	ROW(GATEWAY_OUTSIDE, "gateway-outside", WARNING,                                           \
	    "The gateway lies outside of the address's network. The installer may find no "        \
	    "way to it: look at address, prefix and gateway.")                                     \
	ROW(GENERATION_UNKNOWN, "generation-unknown", WARNING,                                     \
	    "Neither .treeinfo nor label nor menu tells the release. Words that depend on "        \
	    "it are left out: compare the line with the release's documentation.")                 \
	ROW(GPT_BACKUP, "gpt-backup", WARNING,                                                     \
	    "The first GPT is damaged or missing. Partitions are read from its backup; the "       \
	    "image may be damaged in its first sectors.")                                          \
	ROW(GRAPHICAL_WITHOUT_NETWORK, "graphical-without-network", WARNING,                       \
	    "A graphical installation was asked for without a network. A PV or PVH guest has no "  \
	    "graphics and cannot offer VNC: the installer falls back to text mode. Give the "      \
	    "network options.")                                                                    \
	ROW(GRUB_BOOTS_AT_ONCE, "grub-boots-at-once", WARNING,                                     \
	    "A command of grub.cfg boots before a menu is shown. Nobody on that medium sees "      \
	    "the entries that follow; they are listed all the same.")                              \
	ROW(GRUB_CMDLINE_LONG, "grub-cmdline-long", WARNING,                                       \
	    "An entry's command line is longer than kernels take. GRUB drops arguments that "      \
	    "do not fit: the last ones may be lost.")                                              \
	ROW(GRUB_FILE_UNREAD, "grub-file-unread", WARNING,                                         \
	    "A file that grub.cfg reads is not on the medium, could not be read, or is "           \
	    "another boot loader's. GRUB goes on without it, and so does the evaluation; "         \
	    "entries in it are missing. One that is not there is worth knowing only (info).")      \
	ROW(GRUB_LEFT, "grub-left", WARNING,                                                       \
	    "A command of grub.cfg ends GRUB before its menu is shown. What follows it is "        \
	    "not evaluated.")                                                                      \
	ROW(GRUB_LOOPED, "grub-looped", INFO,                                                      \
	    "An entry's kernel lies in an image that is itself a file of the medium (loopback). "  \
	    "It cannot be taken from the medium by its own path.")                                 \
	ROW(GRUB_MENUENTRY, "grub-menuentry", WARNING,                                             \
	    "A menu entry is not written as GRUB demands, which leaves it out. It is not "         \
	    "listed.")                                                                             \
	ROW(GRUB_NEWC, "grub-newc", WARNING,                                                       \
	    "GRUB would pack a file of this entry into the initial RAM disk (newc:). It is "       \
	    "given by its own path; for another loader it has to be packed beforehand.")           \
	ROW(GRUB_NO_KERNEL, "grub-no-kernel", WARNING,                                             \
	    "An entry names no kernel, a RAM disk before any kernel, or what else its "            \
	    "GRUB refuses and stops at. The entry cannot start an installer.")                     \
	ROW(GRUB_RECURSION, "grub-recursion", WARNING,                                             \
	    "Functions, files or constructs of grub.cfg call one another too deep for GRUB, "      \
	    "which goes on without what is deeper.")                                               \
	ROW(GRUB_REGEXP, "grub-regexp", WARNING,                                                   \
	    "A regular expression of grub.cfg is too large to be tried on a menu that is "         \
	    "not trusted. It counts as not matching.")                                             \
	ROW(GRUB_SEARCH, "grub-search", INFO,                                                      \
	    "GRUB searches for a file system by a label or UUID that this medium does not "        \
	    "have. The search finds nothing, as it would there; the medium may have been "         \
	    "relabelled. In a check it is a warning.")                                             \
	ROW(GRUB_SYNTAX, "grub-syntax", WARNING,                                                   \
	    "grub.cfg has a syntax error. GRUB ignores what it was reading and goes on with "      \
	    "the next line, and so does the evaluation; entries may be missing.")                  \
	ROW(GRUB_UNANSWERED, "grub-unanswered", INFO,                                              \
	    "A command asks what only a running machine can tell: SMBIOS, its disks, a "           \
	    "key, a password. It is answered as on an unattended boot without them; a "            \
	    "key or a password of GRUB Legacy is taken as given.")                                 \
	ROW(GRUB_UNKNOWN_COMMAND, "grub-unknown-command", INFO,                                    \
	    "A word of grub.cfg is neither a command nor a function of the GRUB of that "          \
	    "dialect. GRUB goes on, and so does the evaluation. If entries are missing, "          \
	    "look at the dialect.")                                                                \
	ROW(GRUB_UNREAD, "grub-unread", INFO,                                                      \
	    "A GRUB for EFI is on the medium and could not be looked at. The dialect is "          \
	    "told by the release or by the menu.")                                                 \
	ROW(INITRD_DOUBLED, "initrd-doubled", WARNING,                                             \
	    "An entry names several RAM disks where its loader takes one. SYSLINUX 5 "             \
	    "and later, and GRUB Legacy, load the first, which is used here; earlier "             \
	    "SYSLINUX loads the last.")                                                            \
	ROW(JOLIET_UNUSABLE, "joliet-unusable", WARNING,                                           \
	    "There is a Joliet tree that cannot be used. Files are found by the primary "          \
	    "descriptor's names; its label counts nevertheless.")                                  \
	ROW(KERNELS_DIFFER, "kernels-differ", WARNING,                                             \
	    "The same entry boots another kernel in another menu of the medium. The "              \
	    "arguments are for the kernel of the entry that is named.")                            \
	ROW(KICKSTART_UNSEEN, "kickstart-unseen", WARNING,                                         \
	    "The entry's kickstart is looked for on a CD drive, and a PV or PVH guest's "          \
	    "installer "                                                                           \
	    "never sees a medium in one: it would wait for ever. Name the file with the "          \
	    "option of the kickstart.")                                                            \
	ROW(LABEL_BLANK_JOLIET, "label-blank-joliet", INFO,                                        \
	    "The Joliet label is blank, which hides the primary label from udev. Where the "       \
	    "installer is to find the medium by label, the arguments are refused: use UUID or a "  \
	    "device as the second stage's place.")                                                 \
	ROW(LABEL_COLON, "label-colon", INFO,                                                      \
	    "The label holds a colon, at which an installer cuts hd:LABEL=. Where the line would " \
	    "name it, the arguments are refused: use UUID or device as the second stage's place.") \
	ROW(LABEL_DOUBLED, "label-doubled", WARNING,                                               \
	    "Two labels of isolinux.cfg have one name. By name only the first can be booted. "     \
	    "Worth "                                                                               \
	    "knowing only (info) where they stand in different menus, or are one that is read "    \
	    "twice.")                                                                              \
	ROW(LABEL_JOLIET_DIFFERS, "label-joliet-differs", INFO,                                    \
	    "Primary and Joliet descriptor have different labels, and the installer's udev "       \
	    "sees that of Joliet. The arguments have the one that it sees.")                       \
	ROW(LABEL_MISSING, "label-missing", INFO,                                                  \
	    "The volume has no label. Where the installer is to find the medium by one, the "      \
	    "arguments are refused: use UUID or device as the second stage's place.")              \
	ROW(LABEL_UNREAD, "label-unread", ERROR,                                                   \
	    "libblkid failed on this image, so what the installer's udev will see is "             \
	    "unknown. Use a device as the second stage's place.")                                  \
	ROW(LABEL_UNSEEN, "label-unseen", WARNING,                                                 \
	    "libblkid sees no ISO 9660 file system here. The installer's udev will make no "       \
	    "link by label or UUID: use a device as the second stage's place.")                    \
	ROW(LINE_TOO_LONG, "line-too-long", WARNING,                                               \
	    "A line of a boot configuration is longer than its loader reads at once. "             \
	    "SYSLINUX takes what follows for a line of its own, GRUB Legacy drops it; "            \
	    "so does the evaluation.")                                                             \
	ROW(LIVE_MEDIUM, "live-medium", WARNING,                                                   \
	    "The medium has no entry that installs: what would be booted is a live system. Use "   \
	    "an "                                                                                  \
	    "installation image; Arch, Alpine and Fedora CoreOS install by what answers their "    \
	    "questions, CoreOS also where coreos.inst.install_dev= is appended.")                  \
	ROW(MENU_END, "menu-end", INFO,                                                            \
	    "isolinux.cfg ends a menu that it did not begin. The line has no effect.")             \
	ROW(MENU_LEFT_OUT, "menu-left-out", INFO,                                                  \
	    "A boot configuration leads to a menu that is listed already, or holds a copy of "     \
	    "it. It is not listed a second time.")                                                 \
	ROW(MENUS_DIFFER, "menus-differ", WARNING,                                                 \
	    "An entry has words in one menu of the medium that it lacks in another. The "          \
	    "arguments are built on the entry that is named; look which words are meant.")         \
	ROW(NAMES_OTHER_CASE, "names-other-case", INFO,                                            \
	    "The files of a folder are there under names in another case, as a volume without "    \
	    "Rock "                                                                                \
	    "Ridge is mounted or a FAT file system copied. They are used; a server that tells "    \
	    "case "                                                                                \
	    "apart would not find them for the installer: copy the medium with its own names.")    \
	ROW(NAMESERVERS_UNUSED, "nameservers-unused", WARNING,                                     \
	    "More name servers were given than a resolver asks. The first ones are used.")         \
	ROW(NIC_NAME, "nic-name", WARNING,                                                         \
	    "The interface is not named as a guest of Xen names its first one, which is eth0, or " \
	    "enX0 from systemd 250 on. The installer would wait for it.")                          \
	ROW(NO_DEFAULT, "no-default", WARNING,                                                     \
	    "isolinux.cfg has neither DEFAULT nor UI: SYSLINUX waits at its prompt. The "          \
	    "plain entry is chosen all the same.")                                                 \
	ROW(NO_GATEWAY, "no-gateway", WARNING,                                                     \
	    "A static address without a gateway. The installer reaches its own network "           \
	    "only.")                                                                               \
	ROW(NO_KERNEL, "no-kernel", ERROR,                                                         \
	    "A label of isolinux.cfg names no file to boot. The entry cannot be used.")            \
	ROW(NO_LOGIN, "no-login", WARNING,                                                         \
	    "The kickstart locks root's account and adds no key. Nobody could log in to the "      \
	    "installed system.")                                                                   \
	ROW(NO_NAMESERVER, "no-nameserver", WARNING,                                               \
	    "A static address without a name server, and a location with a host name, which "      \
	    "the installer cannot resolve; or an installer that asks for a name server and "       \
	    "waits. Give one, or a location with an address.")                                     \
	ROW(NO_PLAIN_ENTRY, "no-plain-entry", WARNING,                                             \
	    "No menu entry is the plain installation. The arguments are built on the "             \
	    "nearest one, without what makes it special: look at them before you use them, "       \
	    "or name an entry.")                                                                   \
	ROW(NO_PV, "no-pv", WARNING,                                                               \
	    "Kernels of EL8 and later are built without Xen PV. Boot the medium as an HVM guest, " \
	    "or under KVM.")                                                                       \
	ROW(NO_PVH, "no-pvh", WARNING,                                                             \
	    "Kernels of EL8 and later are built without Xen PVH. Boot the medium as an HVM "       \
	    "guest, "                                                                              \
	    "or under KVM.")                                                                       \
	ROW(NO_SCREEN, "no-screen", WARNING,                                                       \
	    "The entry starts a desktop whose installer draws, and the guest has no screen. "      \
	    "Use an HVM or KVM guest, or the server's image.")                                     \
	ROW(NO_SUCH_LABEL, "no-such-label", WARNING,                                               \
	    "What isolinux.cfg, or GRUB Legacy's menu, boots by default is not there or "          \
	    "boots nothing. The plain entry is chosen all the same.")                              \
	ROW(NO_SUCH_MENU, "no-such-menu", WARNING,                                                 \
	    "An item of isolinux.cfg leads to a menu that is not there. It has no effect.")        \
	ROW(NO_SUCH_WORD, "no-such-word", WARNING,                                                 \
	    "A word that was to be kept or dropped is not in the entry. Nothing came of the "      \
	    "option: look at the entry's words.")                                                  \
	ROW(NO_TERMINATOR, "no-terminator", WARNING,                                               \
	    "The volume descriptors end without their terminator. Those that were read are "       \
	    "used; the image may be damaged.")                                                     \
	ROW(OTHER_ARCHITECTURE, "other-architecture", WARNING,                                     \
	    "The medium is for an architecture that no PC runs. The words are right for its "      \
	    "own machines; formats that write a guest are refused. Use the image for x86_64.")     \
	ROW(OTHER_MEDIUM, "other-medium", WARNING,                                                 \
	    "A word of the entry looks for kickstart or packages under a label or UUID that "      \
	    "this medium has not. Where the entry looks for its second stage there as well, "      \
	    "the medium was relabelled, and the word is corrected; else it stays, and that "       \
	    "medium has to be in the guest.")                                                      \
	ROW(OUTSIDE_LABEL, "outside-label", WARNING,                                               \
	    "isolinux.cfg has a directive outside of a label that belongs into one, or "           \
	    "GRUB Legacy's menu one before its first title. The loader ignores it, and "           \
	    "so does the evaluation.")                                                             \
	ROW(PARTITION_BEYOND_END, "partition-beyond-end", WARNING,                                 \
	    "A partition ends beyond the end of the image, which is cut off, or was "              \
	    "shortened after it was mastered.")                                                    \
	ROW(PARTITIONS_UNREAD, "partitions-unread", WARNING,                                       \
	    "A partition table could not be read. An EFI system partition in it, and the "         \
	    "configurations there, are unknown.")                                                  \
	ROW(QUOTES, "quotes", WARNING,                                                             \
	    "A word of the entry holds quotes, at which the installer's own reading of its "       \
	    "command line can stop. Words behind it may be lost.")                                 \
	ROW(ROOT_UNUSABLE, "root-unusable", WARNING,                                               \
	    "It could not be told whether the volume has Rock Ridge names. Files are found "       \
	    "by Joliet's names, or by those of the primary descriptor.")                           \
	ROW(STAGE2_ADDED, "stage2-added", INFO,                                                    \
	    "The entry names no second stage, without which a PV guest's installer does not find " \
	    "its "                                                                                 \
	    "medium, and another guest's takes any. It was added.")                                \
	ROW(STAGE2_DIFFERS, "stage2-differs", WARNING,                                             \
	    "The medium's menu looks for another label than the medium has: it was "               \
	    "relabelled, or its menu is wrong. The label that the installer will see is "          \
	    "used. If the place was asked for, this is worth knowing only (info).")                \
	ROW(STYLE_WITHOUT_EFFECT, "style-without-effect", WARNING,                                 \
	    "The legacy style was asked for, whose words belong to EL6 and EL7. None is "          \
	    "written for this medium.")                                                            \
	ROW(SYSAPPEND, "sysappend", INFO,                                                          \
	    "SYSLINUX would add parameters about the machine, such as its address or its "         \
	    "UUID. They are not in the arguments.")                                                \
	ROW(TEXT_OPEN, "text-open", WARNING,                                                       \
	    "A TEXT of isolinux.cfg has no ENDTEXT. It hides the rest of the file, there "         \
	    "and here; entries may be missing.")                                                   \
	ROW(TREE_UNLISTED, "tree-unlisted", INFO,                                                  \
	    "The medium is a tree of files of which nobody tells what lies in its folders, as "    \
	    "on a web server. Menus were asked for where they usually lie; one with another "      \
	    "name, or in a vendor's folder, is not found. Read the image instead if it "           \
	    "matters.")                                                                            \
	ROW(TREE_WORDS, "tree-words", WARNING,                                                     \
	    "The medium is a tree of files, whose label is not known. The words by which the "     \
	    "installer finds it are those of its menu (info), or there are none (warning). Give "  \
	    "the "                                                                                 \
	    "label of what the files are on, or the URL that they are served at.")                 \
	ROW(TREEINFO_BAD_CHECKSUM, "treeinfo-bad-checksum", WARNING,                               \
	    "A line of .treeinfo is no checksum of a known kind. It is ignored, and the "          \
	    "file that it names is not compared.")                                                 \
	ROW(TREEINFO_BAD_LINE, "treeinfo-bad-line", WARNING,                                       \
	    "A line of .treeinfo is neither section, key nor comment. It is ignored.")             \
	ROW(TREEINFO_BAD_PATH, "treeinfo-bad-path", WARNING,                                       \
	    "What .treeinfo of a tree names as kernel or RAM disk leads out of the tree, or is "   \
	    "no "                                                                                  \
	    "path. It is not used; name a tree that its maker published.")                         \
	ROW(TREEINFO_BAD_SECTION, "treeinfo-bad-section", WARNING,                                 \
	    "A line of .treeinfo that names a section does not end as one. What is wrong "         \
	    "with it is ignored.")                                                                 \
	ROW(TREEINFO_DIFFERS, "treeinfo-differs", WARNING,                                         \
	    ".treeinfo names two versions. That of [general] is used: check that the line "        \
	    "has the words of the right release.")                                                 \
	ROW(TREEINFO_MANY_CHECKSUMS, "treeinfo-many-checksums", WARNING,                           \
	    ".treeinfo has more checksums than are kept. Files of the later ones are not "         \
	    "compared.")                                                                           \
	ROW(TREEINFO_NO_SECTION, "treeinfo-no-section", WARNING,                                   \
	    "A key of .treeinfo stands before any section. It is ignored.")                        \
	ROW(TREEINFO_NUL, "treeinfo-nul", WARNING,                                                 \
	    "A line of .treeinfo holds NUL bytes. It is ignored.")                                 \
	ROW(TRUNCATED, "truncated", WARNING,                                                       \
	    "The image ends before its volume does. Files in the missing part cannot be "          \
	    "read, and the installer will not find them: download it again.")                      \
	ROW(UNKNOWN_DIRECTIVE, "unknown-directive", INFO,                                          \
	    "A line of isolinux.cfg, of GRUB Legacy's menu or of systemd-boot's files "            \
	    "begins with a word that the loader does not know. It is ignored, there and "          \
	    "here.")                                                                               \
	ROW(UNREAD_CONFIG, "unread-config", WARNING,                                               \
	    "A configuration that an entry of isolinux.cfg or of GRUB Legacy's menu "              \
	    "starts, or a file of systemd-boot's entries, is not there, cannot be read, "          \
	    "or is one of too many. Its entries are missing.")                                     \
	ROW(UNREAD_INCLUDE, "unread-include", WARNING,                                             \
	    "A file that isolinux.cfg includes cannot be read or is too large. Its entries are "   \
	    "missing. Worth knowing only (info) where there is no such file: SYSLINUX passes "     \
	    "over it, and media are made that way.")                                               \
	ROW(UNREAD_LOADER, "unread-loader", INFO,                                                  \
	    "A boot configuration is there that is not read: its loader's menus are not known "    \
	    "here, or the loader reads another one that it finds first. Its entries are not "      \
	    "listed.")

/* The checks; a note that is carried into a check's findings keeps its own code. */
#define IA_FINDING_CODES(ROW)                                                                      \
	ROW(ARCHITECTURE, "architecture", "Is the medium for a PC? Told where it is for another.") \
	ROW(AUTOMATION, "automation",                                                              \
	    "Is what answers the installer's questions where the line says?")                      \
	ROW(CHARACTERS, "characters",                                                              \
	    "Does the line hold characters that are read otherwise than meant?")                   \
	ROW(CONSOLE, "console",                                                                    \
	    "Where does the installer show itself? Told of PV guests where it is nowhere.")        \
	ROW(ENTRY, "entry", "Which entry would be booted, and is it proven to install?")           \
	ROW(GUEST, "guest",                                                                        \
	    "Can the kernel run as the guest that was asked for? Of PV guests pv says it.")        \
	ROW(IMAGE, "image", "Is the image whole?")                                                 \
	ROW(INITRD, "initrd", "Are the initial RAM disks there, and whole?")                       \
	ROW(KERNEL, "kernel", "Is the kernel there, and whole?")                                   \
	ROW(LABEL, "label",                                                                        \
	    "Will anaconda find its medium by the label? Of other families medium says it.")       \
	ROW(LENGTH, "length", "Does the line fit into what the guest and the kernel take?")        \
	ROW(MEDIA, "media",                                                                        \
	    "Does the embedded checksum fit, where the whole image is read? Of a tree of files: "  \
	    "do "                                                                                  \
	    "the checksums of .treeinfo?")                                                         \
	ROW(MEDIUM, "medium",                                                                      \
	    "Will the installer find its medium as its family looks for it? Of anaconda label "    \
	    "says it.")                                                                            \
	ROW(MEMORY, "memory", "Is the memory enough for the installer?")                           \
	ROW(MENU, "menu", "Do the medium's own menus look for this medium?")                       \
	ROW(PLACES, "places",                                                                      \
	    "How many places has the kernel left for words that it does not know?")                \
	ROW(PV, "pv", "Can the kernel run as a PV guest? Of other guests guest says it.")          \
	ROW(SEPARATOR, "separator",                                                                \
	    "Is there a separator that cuts the line, or that is copied to the installed system?") \
	ROW(SOURCE, "source", "Where do the packages come from?")                                  \
	ROW(STAGE2, "stage2", "Is the second stage there, and whole?")                             \
	ROW(UDEV, "udev", "Will udev make the link by which the installer looks?")

#define IA_NOTE_NAME(name, word, severity, text) IA_NOTE_##name,
#define IA_FINDING_NAME(name, word, text)        IA_FINDING_##name,
enum ia_note_code { IA_NOTE_CODES(IA_NOTE_NAME) IA_FINDING_CODES(IA_FINDING_NAME) };

/* The word of a code. */
const char *ia_note_word(enum ia_note_code code);

#endif
