/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kernel proper of the small images: an ELF file that does nothing but carry the Xen notes a
 * distribution's kernel of that generation carries. -DPV: as EL7's 3.10 (PV, no PVH entry), with
 * -DPVH as well as kernels of today that can be both. Without: as EL8 and later (CONFIG_XEN_PV off):
 * no Xen note at all.
 */
	.text
	.globl _start
_start:
	hlt
	jmp _start
	.balign 4096
hypercall_page:
	.fill 4096, 1, 0x90

	.macro note type:req
	.long 4, 2f - 1f, \type
	.asciz "Xen"
1:
	.endm
	.macro endnote
2:
	.balign 4
	.endm

#ifdef PV
	.section .note.xen, "a", @note
	note 6
	.asciz "linux"
	endnote
	note 7
	.asciz "2.6"
	endnote
	note 5
	.asciz "xen-3.0"
	endnote
	note 3
	.quad 0xffffffff80000000
	endnote
	note 1
	.quad _start
	endnote
	note 2
	.quad hypercall_page
	endnote
	note 10
	.asciz "!writable_page_tables|pae_pgdir_above_4gb"
	endnote
	note 9
	.asciz "yes"
	endnote
	note 8
	.asciz "generic"
	endnote
	note 14
	.long 1
	endnote
	note 4
	.quad 0
	endnote
#ifdef PVH
	note 18
	.quad _start - 0xffffffff80000000
	endnote
#endif
#else
	.section .note.kernel, "a", @note
	.long 6, 2f - 1f, 0x100
	.asciz "Linux"
	.balign 4
1:
	.long 0
2:
#endif
	.section .note.GNU-stack, "", @progbits
