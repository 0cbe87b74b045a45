# SPDX-License-Identifier: GPL-3.0-or-later
#
# A kernel of a few KiB that says what it was booted with, and the driver that boots the real
# ISOLINUX so often as there are jobs, without a start of the machine between them.
#
# QEMU boots this file first (-kernel). It puts itself at the end of conventional memory and goes
# between the loader and the BIOS: int 13h adds the place of the job's medium in the image that
# holds all of them, int 16h types the job's keys, int 10h shows nothing. Then it starts the medium
# as the BIOS would. ISOLINUX boots this file in its turn, as a kernel of the medium: that says to
# QEMU's debug console what it got and gives way to the next job.
#
# The image: a sector with the number of jobs and of the first one, a sector a job (see "job_"),
# then the media, each aligned to a sector of 2048 bytes.
#
# Said of each job, on a line: what came of it (1 Linux, 2 nothing, 3 a boot sector, 4 the local
# disk), its number; of 1 and 3 then the number of the kernel, of 1 the size of the RAM disk, its
# first bytes and the command line, all hexadecimal.

	.intel_syntax noprefix
	.code16

	.equ CONSOLE, 0xe9
	.equ EXIT, 0xf4
	.equ DRIVE, 0xe0	# SeaBIOS's first CD
	.equ KIB, 12		# of conventional memory, for what stays
	.equ DIVISOR, 1024	# of the clock, which is 64 times as fast as it should be
	.equ COLUMNS, 32	# of the screen: menus are drawn in half the time
	.equ SHOWN, 512		# bytes of the RAM disk
	.equ KEYS_MAX, 400

	# the BIOS's own
	.equ MEMORY, 0x413
	.equ SHIFT, 0x417
	.equ WIDTH, 0x44a
	.equ TICKS, 0x46c

	.globl _start
_start:
	# where it is taken for a boot sector
	.byte 0xea
	.word chained, 0x7c0

	.org 0x1f1
	.byte (end - _start - 1) / 512	# sectors of the set-up besides the first
	.word 0
	.long 32
	.word 0, 0, 0
	.word 0xaa55

	# what the boot protocol, 2.06, has at 0x200
	.byte 0xeb, set_up - . - 1
	.ascii "HdrS"
	.word 0x0206
	.long 0
	.word 0x1000
	.word version - 0x200
	.byte 0
	.byte 0x81			# loaded high, with a heap
	.word 0x8000
	.long 0x100000
ramdisk: .long 0
ramdisk_size: .long 0
	.long 0
	.word 0x7e00
	.word 0
cmdline: .long 0
	.long 0x7fffffff
	.long 0x1000
	.byte 0, 0
	.word 0
	.long 4095			# longest command line: more than ISOLINUX takes
set_up:
	push ds
	push offset booted
	retf

	# the harness finds the number behind these letters
magic:	.ascii "isoargs-"
number:	.word 0
version: .asciz "isoargs"

# es: what stays in memory, if it is there already
find:
	cli
	cld
	xor ax, ax
	mov es, ax
	mov es, es:[0x13 * 4 + 2]
	mov eax, [magic]
	cmp es:[magic], eax
	ret

# ---- once: to the end of memory ------------------------------------------------------------------

booted:
	call find
	je report
	xor ax, ax
	mov fs, ax
	sub word ptr fs:[MEMORY], KIB
	mov ax, fs:[MEMORY]
	shl ax, 6
	mov es, ax
	xor si, si
	xor di, di
	mov cx, offset end
	rep movsb
	push es
	push offset stay
	retf

	.macro hook number, handler
	mov word ptr fs:[\number * 4], offset \handler
	mov fs:[\number * 4 + 2], cs
	.endm

stay:
	call own_stack
	mov eax, fs:[0x13 * 4]
	mov [bios_13], eax
	hook 0x10, int_10
	hook 0x13, int_13
	hook 0x16, int_16
	hook 0x18, int_18
	hook 0x19, int_18
	# each job begins with the vectors as they are now
	push ds
	pop es
	push fs
	pop ds
	xor si, si
	mov di, offset vectors
	mov cx, 0x400 / 2
	rep movsw
	push es
	pop ds
	mov al, 0x34
	out 0x43, al
	mov al, DIVISOR & 0xff
	out 0x40, al
	mov al, DIVISOR >> 8
	out 0x40, al
	xor eax, eax
	mov [base], eax
	call read_sector
	mov eax, [sector + 4]
	mov [job], eax
	jmp start_job

own_stack:
	pop bx
	mov ax, cs
	mov ds, ax
	mov ss, ax
	mov sp, offset stack
	jmp bx

# ---- each job ------------------------------------------------------------------------------------

	# a job, in its sector
	.equ job_base, 0	# sector of its medium
	.equ job_idle, 4	# ticks without a sign of life that end it
	.equ job_whole, 8	# ticks that end it anyway
	.equ job_shift, 12	# keys that are held, as the BIOS has them
	.equ job_count, 14	# of keys that are typed
	.equ job_keys, 16	# each a scan code and a character

next_job:
	call own_stack
	inc dword ptr [job]
start_job:
	cli
	cld
	xor eax, eax
	mov [base], eax
	mov es, ax
	xor di, di
	mov si, offset vectors
	mov cx, 0x400 / 2
	rep movsw
	sti
	call read_sector
	mov eax, [job]
	cmp eax, [sector]
	mov al, 0
	jae leave
	mov eax, [job]
	inc eax
	call read_sector
	xor ax, ax
	mov fs, ax
	mov al, [sector + job_shift]
	mov fs:[SHIFT], al
	mov word ptr fs:[WIDTH], COLUMNS
	mov eax, [sector + job_base]
	mov [base], eax
	mov eax, [sector + job_idle]
	mov [idle], eax
	mov eax, [sector + job_whole]
	mov [whole], eax
	mov eax, fs:[TICKS]
	mov [last], eax
	mov [first], eax
	mov cx, [sector + job_count]
	mov [keys_left], cx
	mov si, offset sector + job_keys
	mov di, offset keys
	mov [next_key], di
	push ds
	pop es
	rep movsw
	# as the BIOS does it: boot record, catalogue, initial entry
	mov eax, 17
	call read_sector
	mov eax, [sector + 0x47]
	call read_sector
	mov eax, [sector + 0x28]
	call read_sector
	xor ax, ax
	mov es, ax
	mov si, offset sector
	mov di, 0x7c00
	mov cx, 2048 / 2
	rep movsw
	mov ds, ax
	mov ss, ax
	mov sp, 0x7c00
	mov dx, DRIVE
	jmp 0:0x7c00

read_sector:	# eax: of the job's medium
	mov [lba], eax
	mov dword ptr [lba + 4], 0
	mov dword ptr [packet], 0x00010010
	mov word ptr [packet + 4], offset sector
	mov [packet + 6], ds
	mov si, offset packet
	mov ah, 0x42
	mov dl, DRIVE
	int 0x13
	mov al, 1
	jc leave
	ret

leave:	# al
	mov dx, EXIT
	out dx, al
	hlt

# ---- between the loader and the BIOS -------------------------------------------------------------

int_13:
	cmp dl, DRIVE
	jne 2f
	cmp ah, 0x42
	je extended_read
	cmp ax, 0x4b01
	je emulation
1:	jmp dword ptr cs:[bios_13]
2:	cmp ah, 2			# no job's medium: its sectors would be booted
	jne 1b
	jmp int_18

extended_read:
	push bp
	mov bp, sp
	push si
	push ds
	push es
	push di
	push ecx
	push ax
	push cs
	pop es
	mov di, offset own_packet
	mov cx, 8
	rep movsw
	push cs
	pop ds
	call alive
	mov ecx, [base]
	add [own_packet + 8], ecx
	pop ax
	mov si, offset own_packet
	pushf
	call dword ptr [bios_13]
	pushf
	pop cx
	and cl, 1
	and byte ptr [bp + 6], 0xfe
	or [bp + 6], cl
	pop ecx
	pop di
	pop es
	pop ds
	pop si
	pop bp
	iret

emulation:	# none, on this drive
	push bp
	mov bp, sp
	mov word ptr [si], 0x0013
	mov word ptr [si + 2], DRIVE
	mov word ptr [si + 4], 0
	mov word ptr [si + 6], 0
	and byte ptr [bp + 6], 0xfe
	pop bp
	mov ah, 0
	iret

alive:	# ds: this; changes ecx
	push fs
	push 0
	pop fs
	mov ecx, fs:[TICKS]
	mov [last], ecx
	pop fs
	ret

# is there anything to wait for? ds: this; changes ecx
patience:
	push fs
	push 0
	pop fs
	mov ecx, fs:[TICKS]
	pop fs
	push ecx
	sub ecx, [last]
	cmp ecx, [idle]
	pop ecx
	ja nothing
	sub ecx, [first]
	cmp ecx, [whole]
	ja nothing
	ret

int_10:
	cmp ah, 0x0f
	je 1f
	cmp ah, 3
	je 2f
	push ds
	push ecx
	push cs
	pop ds
	call alive
	call patience
	pop ecx
	pop ds
	iret
1:	mov ax, 0x5003
	xor bh, bh
	iret
2:	mov cx, 0x0607
	xor dx, dx
	iret

int_16:
	push ds
	push si
	push ecx
	push cs
	pop ds
	mov si, [next_key]
	and ah, 0xef
	jz 1f
	dec ah
	jz 2f
	# shift keys
	push fs
	push 0
	pop fs
	movzx ax, byte ptr fs:[SHIFT]
	pop fs
	jmp 4f
1:	# the next key; there is no one to type another one
	cmp word ptr [keys_left], 0
	je nothing
	lodsw
	mov [next_key], si
	dec word ptr [keys_left]
	call alive
	jmp 4f
2:	# is there one?
	cmp word ptr [keys_left], 0
	je 3f
	lodsw
	pop ecx
	pop si
	test sp, sp
	pop ds
	retf 2
3:	call patience
	pop ecx
	pop si
	cmp ax, ax
	pop ds
	retf 2
4:	pop ecx
	pop si
	pop ds
	iret

nothing:
	mov al, 2
1:	call start_line
	mov al, '\n'
	out CONSOLE, al
	jmp next_job

int_18:
	push cs
	pop ds
	mov al, 4
	jmp 1b

# ---- what was booted -----------------------------------------------------------------------------

chained:
	push cs
	pop ds
	call find
	jne .
	mov bl, 3
	jmp 1f

report:
	mov bl, 1
	# es: what stays, which is ds from here on; ds: this kernel, from here on fs
1:	push ds
	pop fs
	mov ax, es
	mov ds, ax
	mov ss, ax
	mov sp, offset stack
	sti
	mov al, bl
	call start_line
	movzx eax, word ptr fs:[number]
	call say_number
	cmp bl, 3
	je 5f
	mov eax, fs:[ramdisk_size]
	call say_number
	mov ecx, eax
	jecxz 3f
	cmp ecx, SHOWN
	jbe 1f
	mov ecx, SHOWN
1:	push cx
	mov eax, fs:[ramdisk]
	mov si, offset source
	call set_address
	xor eax, eax
	mov ax, ds
	shl eax, 4
	add eax, offset sector
	mov si, offset target
	call set_address
	push ds
	pop es
	mov si, offset descriptors
	mov cx, SHOWN / 2
	mov ah, 0x87
	int 0x15
	pop cx
	mov si, offset sector
2:	lodsb
	call say_byte
	loop 2b
3:	mov al, ' '
	out CONSOLE, al
	mov eax, fs:[cmdline]
	mov si, ax
	and si, 15
	shr eax, 4
	mov ds, ax
4:	lodsb
	or al, al
	jz 5f
	call say_byte
	jmp 4b
5:	mov al, '\n'
	out CONSOLE, al
	push ss
	push offset next_job
	retf

set_address:	# of a descriptor, si, to eax
	mov [si + 2], ax
	shr eax, 16
	mov [si + 4], al
	mov [si + 7], ah
	ret

start_line:	# al: what came of the job
	push ax
	mov al, '\n'
	out CONSOLE, al
	pop ax
	add al, '0'
	out CONSOLE, al
	mov al, ' '
	out CONSOLE, al
	mov eax, [job]

say_number:	# eax, and a blank
	push eax
	push cx
	mov cx, 4
1:	rol eax, 8
	call say_byte
	loop 1b
	mov al, ' '
	out CONSOLE, al
	pop cx
	pop eax
	ret

say_byte:	# al
	push ax
	push ax
	shr al, 4
	call say_digit
	pop ax
	and al, 15
	call say_digit
	pop ax
	ret

say_digit:
	cmp al, 10
	sbb al, 0x69
	das
	out CONSOLE, al
	ret

	.balign 8
descriptors:
	.quad 0, 0
source:	.word 0xffff, 0, 0x9300, 0
target:	.word 0xffff, 0, 0x9300, 0
	.quad 0, 0
end:

	# what stays has more behind that: a page away, or each write would cost QEMU's translation of
	# the code beside it
	.struct 0x1400
bios_13: .struct . + 4
job:	.struct . + 4
base:	.struct . + 4
idle:	.struct . + 4
whole:	.struct . + 4
last:	.struct . + 4
first:	.struct . + 4
keys_left: .struct . + 2
next_key: .struct . + 2
packet:	.struct . + 8
lba:	.struct . + 8
own_packet: .struct . + 16
vectors: .struct . + 0x400
keys:	.struct . + 2 * KEYS_MAX
sector:	.struct . + 0x800
	.struct . + 0x400
stack:

	.text
	.org (end - _start + 511) / 512 * 512
	.fill 512, 1, 0		# all that Linux would be
