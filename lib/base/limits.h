/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_LIMITS_H
#define IA_BASE_LIMITS_H

/*
 * Every bound of the library in one place. A medium that needs more than one of
 * these is refused with -E2BIG or -ELOOP and a sentence that names the bound;
 * tests cross each from both sides.
 */

/*
 * What one call may cost for one image (meter.h): about 60 ms of work, and what is held at a time.
 * All that follows lies below it, and serves to say better what is too large, or to go on without.
 */
#define IA_WORK_MAX 60000000u             /* units */
#define IA_KEPT_MAX (12u * 1024u * 1024u) /* bytes */
/* What a packed kernel may cost beyond that, where it is asked for. */
#define IA_UNPACK_WORK_MAX 2400000000u            /* units */
#define IA_UNPACK_KEPT_MAX (136u * 1024u * 1024u) /* bytes */

/* Reading */
#define IA_SINK_MAX     (1024u * 1024u) /* bytes that a sink is handed at a time */
#define IA_BLOCK_SIZE   2048u           /* logical sector of ISO 9660, and the grain of the cache */
#define IA_CACHE_BLOCKS 32u             /* blocks kept per image: 64 KiB */
#define IA_CONFIG_MAX   (1024u * 1024u) /* bytes of a boot configuration */

/* What a caller's reader is asked for, and what is kept of it */
#define IA_READER_SIZE_MAX     (1ull << 40)          /* bytes that it says it has */
#define IA_SOURCE_HEAD         (128u * 1024u)        /* bytes of a remote reader's first request */
#define IA_SOURCE_WINDOW       (16u * 1024u)         /* bytes of any other one, at least */
#define IA_SOURCE_WINDOW_MAX   (1024u * 1024u)       /* and at most */
#define IA_SOURCE_KEPT_MAX     (16u * 1024u * 1024u) /* bytes that are kept */
#define IA_SOURCE_NEAR         (20u * 1024u) /* bytes from a request to what is expected beside it */
#define IA_SOURCE_NEAR_DISTANT (32u * 1024u) /* the same of a distant one */
#define IA_SOURCE_TOGETHER     (64u * 1024u) /* bytes of a request with what is expected */
#define IA_SOURCE_EXTENTS_MAX  4096u         /* ranges of an image that are kept apart */
/* Requests to a remote reader, and bytes of them: of a report for the arguments, and of any other. */
#define IA_SOURCE_ARGS_READS_MAX    32u
#define IA_SOURCE_ARGS_BYTES_MAX    (4u * 1024u * 1024u)
#define IA_SOURCE_INSPECT_READS_MAX 64u
#define IA_SOURCE_INSPECT_BYTES_MAX (16u * 1024u * 1024u)
/*
 * And of the checks, of opening file systems and of each lookup in them; of reading a file beyond what
 * its bytes take: a request for each window of them, and twice as many bytes.
 */
#define IA_SOURCE_FILES_READS_MAX 4096u
#define IA_SOURCE_FILES_BYTES_MAX (320u * 1024u * 1024u)

/* Lookups of names for one path below a folder, where Linux does not make them itself */
#define IA_BENEATH_STEPS_MAX 16384u

/* A tree of files in place of an image */
#define IA_TREE_OPEN_MAX   64u                   /* files that are open at a time */
#define IA_TREE_PINNED_MAX 16u                   /* of them that are not closed */
#define IA_TREE_KEPT_MAX   (32u * 1024u * 1024u) /* bytes of all that are kept */
#define IA_TREE_PATHS_MAX  (1024u * 1024u)       /* bytes of the paths that it was asked for */
#define IA_TREE_LISTED_MAX 64u                   /* directories whose names are kept */
#define IA_TREE_NAMES_MAX  (1024u * 1024u)       /* bytes of the names in one directory */

/* Bytes of all boot configurations of a medium, a file counted each time that it is read. */
#define IA_CONFIGS_MAX (IA_CONFIG_MAX + IA_CONFIG_MAX / 2)

/* Report */
#define IA_NOTES_MAX      256u  /* notes kept; the rest are counted */
#define IA_NOTES_MADE_MAX 1024u /* notes written, of which those that say the same are kept once */
#define IA_SENTENCE_MAX   1024u /* bytes of a note or error, or of the file it names; else with "…" */

/* Texts */
#define IA_PRINTED_MAX   (4u * 1024u * 1024u) /* bytes of what is printed of a medium */
#define IA_TABLE_PAD_MAX 40u                  /* columns of a cell beside which others are padded */

/* ISO 9660 (ECMA-119, SUSP, Rock Ridge) */
#define IA_DESCRIPTORS_MAX   32u    /* volume descriptors read before a terminator */
#define IA_DIR_RECORDS_MAX   65536u /* records of one directory */
#define IA_DIR_BYTES_MAX     (16u * 1024u * 1024u)
#define IA_PATH_DEPTH_MAX    32u                  /* components of a path, after symbolic links */
#define IA_SYMLINKS_MAX      16u                  /* links followed for one path */
#define IA_CONTINUATIONS_MAX 32u                  /* CE areas of one directory record */
#define IA_CONTINUATION_MAX  (4u * IA_BLOCK_SIZE) /* bytes of one CE area */
#define IA_EXTENTS_MAX       64u                  /* extents of one multi-extent file: 256 GiB */
#define IA_NAME_MAX          1024u                /* bytes of one file name in UTF-8 */
#define IA_PATH_MAX          4096u                /* bytes of one path */

/* .treeinfo */
#define IA_TREEINFO_MAX     (128u * 1024u) /* bytes of it, of .discinfo or of .disk/info */
#define IA_CHECKSUMS_MAX    256u           /* lines of [checksums] that are kept */
#define IA_RELEASE_TEXT_MAX 256u /* bytes of a name, version or the like; more end in "…" */

#define IA_SUMMED_MAX (32u * 1024u * 1024u) /* bytes of a kernel that is summed unasked */

/* What implantisomd5 leaves in a volume descriptor */
#define IA_IMPLANT_SIZE          512u /* bytes of the application use area */
#define IA_IMPLANT_DIGITS        60u  /* of the sums of all fragments together */
#define IA_IMPLANT_FRAGMENTS_MAX 60u  /* fragments that leave each a digit */

/* FAT */
#define IA_FAT_DIR_ENTRIES_MAX 65536u /* 32-byte slots of one directory */

/* El Torito */
#define IA_ELTORITO_ENTRIES_MAX 63u /* 32-byte slots of a catalogue's first sector but the first */

/* Partition tables */
#define IA_PARTITIONS_MAX    128u  /* entries kept of one table */
#define IA_TABLE_ENTRIES_MAX 1024u /* entries of one table that libblkid is let go through */
#define IA_BLKID_CLUSTER_MAX (64u * 1024u) /* bytes of a cluster of FAT: libblkid keeps 200 */

/* GRUB's EFI program */
#define IA_PE_HEADERS_MAX  4096u         /* bytes from its start that hold the headers */
#define IA_PE_SECTIONS_MAX 96u           /* as Windows' loader bounds them */
#define IA_SBAT_MAX        (64u * 1024u) /* bytes of its .sbat section */

/* Where menus are looked for */
#define IA_EFI_FOLDERS_MAX  32u /* folders below /EFI of one file system */
#define IA_BOOT_FOLDERS_MAX 64u /* that isolinux.bin is searched in */

/* GRUB script */
#define IA_GRUB_STEPS_MAX     100000u /* of one configuration, of what a plain command takes */
#define IA_GRUB_DEPTH_MAX     64u
#define IA_GRUB_VARIABLES_MAX (256u * 1024u) /* bytes of names and values together */
#define IA_GRUB_ENTRIES_MAX   1024u
#define IA_GRUB_LOOPS_MAX     8u /* files that loopback makes devices of, each looked into once */
#define IA_GRUB_ARENA_MAX     (7u * 1024u * 1024u) /* bytes of tree, words and entries */
#define IA_GRUB_WORD_MAX      (2u * IA_CONFIG_MAX) /* bytes of a word, each backslash before one too */
#define IA_GRUB_CMDLINE_MAX   2047u                /* bytes of a command line that a kernel keeps */
/*
 * What the C library's matcher is trusted with: it takes time and memory without bound for
 * references back, for big repetitions, and for long patterns. It writes what is repeated by a
 * count out, with what is repeated within: so it is counted here. Then it takes less than 2 ms
 * and 1 MiB.
 */
#define IA_GRUB_PATTERN_MAX     128u /* bytes of a regular expression, and its atoms written out */
#define IA_GRUB_SUBJECT_MAX     256u /* bytes of what it is matched with */
#define IA_GRUB_REPETITIONS_MAX 16u  /* signs of repetition in it, written out */

/* GRUB Legacy configuration */
#define IA_GRUB_LEGACY_LINE_MAX      1500u /* bytes of a line; the rest is dropped, as in GRUB */
#define IA_GRUB_LEGACY_FALLBACKS_MAX 8u    /* numbers of fallback, as in GRUB */
#define IA_GRUB_LEGACY_FILES_MAX     32u   /* files read by configfile, and the first */
#define IA_GRUB_LEGACY_ENTRIES_MAX   1024u

/* systemd-boot's entries */
#define IA_SYSTEMD_BOOT_FILES_MAX 256u /* files of entries */

/* SYSLINUX and ISOLINUX configuration */
#define IA_SYSLINUX_LINE_MAX    4095u /* bytes of a line; the rest is the next line, as in SYSLINUX */
#define IA_SYSLINUX_DEPTH_MAX   16u   /* files inside files, menus inside menus */
#define IA_SYSLINUX_ENTRIES_MAX 1024u     /* labels, submenus and separators */
#define IA_SYSLINUX_INITRDS_MAX 4096u     /* of all entries together */
#define IA_SYSLINUX_CMDLINE_MAX 2047u     /* bytes of parameters that SYSLINUX hands to a kernel */
#define IA_SYSLINUX_WORK_MAX    30000000u /* units that reading one with all it includes may cost */
#define IA_SYSLINUX_KEPT_MAX    (6u * 1024u * 1024u) /* bytes that are kept of it then */
#define IA_SYSLINUX_NOTES_MAX   128u /* of its lines, which leaves room for others */
#define IA_SYSLINUX_BUCKETS     64u  /* for the paths of its files */

/* What is kept of a menu's entry, in bytes; what is longer is cut and ends in "…" */
#define IA_ENTRY_NAME_MAX    256u  /* of its title or id */
#define IA_ENTRY_PATH_MAX    1024u /* of a path */
#define IA_ENTRY_LINE_MAX    4096u /* of its parameters; then nothing can be derived from it */
#define IA_ENTRY_INITRDS_MAX 64u   /* paths of RAM disks */

/* Command line */
#define IA_CMDLINE_WORDS_MAX 1024u
#define IA_COMPARED_TEXT_MAX 512u  /* bytes of the words that a note on two menus names */
#define IA_XEN_CMDLINE_MAX   1023u /* bytes of start_info.cmd_line without its NUL */
#define IA_LINUX_CMDLINE_MAX 2047u /* COMMAND_LINE_SIZE of x86 without the NUL */

/*
 * Words that the kernel does not know. Of 33 places for variables HOME and TERM take two, and a boot
 * loader's BOOT_IMAGE= may take one.
 */
#define IA_KERNEL_ENVIRONMENT_MAX 30u
#define IA_KERNEL_ARGUMENTS_MAX   32u

/* Packed data */
#define IA_UNPACK_PACKED_MAX   (64u * 1024u * 1024u)
#define IA_UNPACK_UNPACKED_MAX (256u * 1024u * 1024u)
/* A bomb: more than this many bytes for each packed one, once this many are out for nothing. */
#define IA_UNPACK_RATIO_MAX           64u
#define IA_UNPACK_FREE                (8u * 1024u * 1024u)
#define IA_UNPACK_LZMA_MEMORY_MAX     (96u * 1024u * 1024u)
#define IA_UNPACK_ZSTD_WINDOW_LOG_MAX 27u                  /* 128 MiB, as zstd -22 has it */
#define IA_UNPACK_LZ4_BLOCK_MAX       (8u * 1024u * 1024u) /* unpacked bytes of a legacy block */
#define IA_UNPACK_PIECE               (64u * 1024u)        /* packed bytes of one read */
#define IA_UNPACK_WINDOW              (128u * 1024u) /* bytes unpacked at a time to be skipped */

/* Kernels */
#define IA_KERNEL_VERSION_MAX        511u /* bytes of a setup header's version string */
#define IA_ELF_PROGRAM_HEADERS_MAX   64u
#define IA_ELF_NOTE_SEGMENTS_MAX     8u
#define IA_ELF_NOTE_SEGMENT_SIZE_MAX (64u * 1024u)
#define IA_ELF_NOTES_MAX             256u /* of all segments and all names together */
#define IA_XEN_NOTE_VALUE_MAX        256u /* bytes of one value that are kept */
/* Checks */
#define IA_CHECK_REPEATS_MAX 8u /* findings of one kind about a medium's menus */

/* Options */
#define IA_OPTION_VALUES_MAX 64u /* values of one repeatable option */

/*
 * Files that an initial RAM disk is given. A header has room for 4 GiB, but the guest's memory holds
 * the files twice while it unpacks them, and the tools' own is limited: this is some hundred
 * kickstarts and several driver disks.
 */
#define IA_ARCHIVE_MAX      (64u * 1024u * 1024u) /* bytes of all together */
#define IA_ARCHIVE_NAME_MAX 255u                  /* bytes of a name, as in Linux' file systems */

/* Kickstart */
#define IA_SSH_KEY_MAX    8192u    /* bytes of a line that EL7's sshd reads */
#define IA_SETUP_NAME_MAX 64u      /* bytes of a locale, keymap, time zone or package */
#define IA_SWAP_MIN       16u      /* MiB */
#define IA_SWAP_MAX       1048576u /* MiB */

#endif
