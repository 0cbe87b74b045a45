# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Media that are no Red Hat style installer.

image live 'CentOS 7 GNOME Live: root=live:CDLABEL=…, not an installation tree'
# CentOS-7-x86_64-LiveGNOME-1503.iso
master_live() {
	new_tree CentOS-7-live-GNOME-x86_64 CentOS 7
	el7_files tiny
	el7_menus live/grub.cfg live/isolinux.cfg
	el7_lorax
	hybrid --uefi
	settle
	implant
}

# ubuntu_hybrid: what Ubuntu's own scripts hand to xorriso since GRUB boots its media for BIOS, too
ubuntu_hybrid() {
	esp "$WORK/efiboot.img" ESP
	master_xorriso -r -J -joliet-long -l -iso-level 3 \
		--grub2-mbr "$GRUB/i386-pc/boot_hybrid.img" --protective-msdos-label \
		-partition_cyl_align off -partition_offset 16 --mbr-force-bootable \
		-append_partition 2 C12A7328-F81F-11D2-BA4B-00A0C93EC93B "$WORK/efiboot.img" \
		-appended_part_as_gpt -iso_mbr_part_type EBD0A0A2-B9E5-4433-87C0-68B6B72699C7 \
		-c boot.catalog -b boot/grub/i386-pc/eltorito.img -no-emul-boot -boot-load-size 4 \
		-boot-info-table --grub2-boot-info \
		-eltorito-alt-boot -e '--interval:appended_partition_2:all::' -no-emul-boot
}

image ubuntu-like 'Ubuntu 22.04 desktop: /boot/grub/grub.cfg, kernel in /casper'
# ubuntu-22.04.5-desktop-amd64.iso
master_ubuntu_like() {
	new_tree 'Ubuntu 22.04.5 LTS amd64' Ubuntu 22.04.5
	put vmlinuz-el9 casper/vmlinuz
	put initrd-tiny casper/initrd
	put stage2-tiny casper/filesystem.squashfs
	put memtest boot/memtest86+x64.bin
	put grub-tiny.efi EFI/boot/bootx64.efi EFI/boot/grubx64.efi
	mkdir -p "$TREE/boot/grub/i386-pc" "$TREE/.disk"
	cp "$CACHE/pool/eltorito-grub.img" "$TREE/boot/grub/i386-pc/eltorito.img"
	fill ubuntu/grub.cfg "$TREE/boot/grub/grub.cfg"
	printf 'Ubuntu 22.04.5 LTS "Jammy Jellyfish" - Release amd64 (20240911)' >"$TREE/.disk/info"
	ubuntu_hybrid
}

image not-linux 'files, no boot record'
# Somebody's photographs.
master_not_linux() {
	local n
	new_tree 'Holiday 2019' '' ''
	mkdir -p "$TREE/Photographs of the sea"
	for n in 1 2 3; do
		noise 20000 "$n" >"$TREE/Photographs of the sea/DSC0000$n.JPG"
	done
	printf 'From the coast, in August.\r\n' >"$TREE/Read me first.txt"
	master_genisoimage -R -J
	settle
}
