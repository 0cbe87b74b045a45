/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Wraps payload.gz as a bzImage of boot protocol 2.12: one boot sector, one setup sector, then the
 * protected-mode part, which holds the compressed payload and nothing that could run. The fields
 * are those of Documentation/arch/x86/boot.rst.
 */
	.set	setup_sects, 1

	.section .image, "a"
start:
	.org	0x1f1
	.byte	setup_sects
	.word	1				/* root_flags */
	.long	(image_end - protected) / 16	/* syssize, in paragraphs */
	.word	0				/* ram_size */
	.word	0xffff				/* vid_mode */
	.word	0				/* root_dev */
	.word	0xaa55
	.byte	0xeb, 0x66			/* jump over the header */
	.ascii	"HdrS"
	.word	0x020c
	.long	0				/* realmode_swtch */
	.word	0x1000				/* start_sys_seg */
	.word	version - start - 0x200
	.byte	0				/* type_of_loader */
	.byte	1				/* loadflags: LOADED_HIGH */
	.word	0x8000				/* setup_move_size */
	.long	0x100000			/* code32_start */
	.long	0				/* ramdisk_image */
	.long	0				/* ramdisk_size */
	.long	0				/* bootsect_kludge */
	.word	0				/* heap_end_ptr */
	.byte	0, 0				/* ext_loader_ver, ext_loader_type */
	.long	0				/* cmd_line_ptr */
	.long	0x7fffffff			/* initrd_addr_max */
	.long	0x200000			/* kernel_alignment */
	.byte	1, 21				/* relocatable_kernel, min_alignment */
	.word	1				/* xloadflags: XLF_KERNEL_64 */
	.long	2047				/* cmdline_size */
	.long	0				/* hardware_subarch */
	.quad	0				/* hardware_subarch_data */
	.long	payload - protected
	.long	payload_end - payload
	.quad	0				/* setup_data */
	.quad	0x1000000			/* pref_address */
	.long	0x200000			/* init_size */
	.long	0				/* handover_offset */
version:
	.asciz	VERSION
	.org	0x200 * (setup_sects + 1)
protected:
	.fill	64, 1, 0xf4
payload:
	.incbin	"payload.gz"
payload_end:
	.balign	16
image_end:
