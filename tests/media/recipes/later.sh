# shellcheck shell=bash
# shellcheck disable=SC2034 # fill() uses the names set here
# SPDX-License-Identifier: GPL-3.0-or-later
# Media of generations eight, nine and ten: other labels, other menus, no kernel that runs as PV.

# later_files GENERATION
later_files() {
	put "vmlinuz-$1" images/pxeboot/vmlinuz
	put initrd-tiny images/pxeboot/initrd.img
	put stage2-tiny images/install.img
	put grub-tiny.efi EFI/BOOT/BOOTX64.EFI EFI/BOOT/grubx64.efi
	fill "$1/grub.cfg" "$TREE/EFI/BOOT/grub.cfg"
}

later_isolinux() {
	put "vmlinuz-$1" isolinux/vmlinuz
	put initrd-tiny isolinux/initrd.img
	isolinux_files
	fill "$1/isolinux.cfg" "$TREE/isolinux/isolinux.cfg"
}

# What makes a DVD of a boot.iso: two variants with packages and the two files that describe it.
later_dvd_files() {
	local variant
	for variant in BaseOS AppStream; do
		mkdir -p "$TREE/$variant/Packages" "$TREE/$variant/repodata"
		noise 2048 4 >"$TREE/$variant/Packages/${variant,,}-release-1-1.noarch.rpm"
		printf '<repomd/>\n' >"$TREE/$variant/repodata/repomd.xml"
	done
	SHORT=RHEL VARIANT=BaseOS PACKAGES=BaseOS/Packages REPOSITORY=BaseOS
	STAGE2=images/install.img
	checksums images/efiboot.img images/eltorito.img images/install.img \
		images/pxeboot/initrd.img images/pxeboot/vmlinuz
	fill treeinfo-1.2 "$TREE/.treeinfo"
	printf '%s\n%s %s\nx86_64\n1\n' "$SOURCE_DATE_EPOCH" "$PRODUCT" "$VERSION" >"$TREE/.discinfo"
}

image el8-boot 'RHEL 8.8 boot.iso: label with "-" in place of what needs escaping'
# rhel-8.8-x86_64-boot.iso
master_el8_boot() {
	new_tree RHEL-8-8-0-BaseOS-x86_64 'Red Hat Enterprise Linux' 8.8
	later_files el8
	later_isolinux el8
	esp "$TREE/images/efiboot.img" ANACONDA
	master_genisoimage "${ISOLINUX_BOOT[@]}" "${UEFI_BOOT[@]}" -R -J -T
	hybrid --uefi
	settle
	implant
}

image el9-dvd 'RHEL 9.4 DVD: isohybrid by xorriso, ESP also in the GPT'
# rhel-9.4-x86_64-dvd.iso
master_el9_dvd() {
	new_tree RHEL-9-4-0-BaseOS-x86_64 'Red Hat Enterprise Linux' 9.4
	later_files el9
	later_isolinux el9
	esp "$TREE/images/efiboot.img" ANACONDA
	later_dvd_files
	master_xorriso -isohybrid-mbr /usr/lib/ISOLINUX/isohdpfx.bin "${ISOLINUX_BOOT[@]}" \
		"${UEFI_BOOT[@]}" -isohybrid-gpt-basdat -R -J
	implant
}

# lorax_hybrid: what lorax hands to xorriso since GRUB boots its media for BIOS, too
lorax_hybrid() {
	master_xorriso -R -J --grub2-mbr "$GRUB/i386-pc/boot_hybrid.img" \
		-partition_offset 16 -appended_part_as_gpt \
		-append_partition 2 C12A7328-F81F-11D2-BA4B-00A0C93EC93B "$WORK/efiboot.img" \
		-iso_mbr_part_type EBD0A0A2-B9E5-4433-87C0-68B6B72699C7 \
		-b images/eltorito.img -no-emul-boot -boot-load-size 4 -boot-info-table \
		--grub2-boot-info \
		-eltorito-alt-boot -e '--interval:appended_partition_2:all::' -no-emul-boot
}

image el10-dvd 'RHEL 10.0 DVD: GRUB for BIOS too, ESP is an appended GPT partition, no file'
# rhel-10.0-x86_64-dvd.iso
master_el10_dvd() {
	new_tree RHEL-10-0-BaseOS-x86_64 'Red Hat Enterprise Linux' 10.0
	later_files el10
	# mastering writes the boot info table into it, so it must not be the pool's
	cp "$CACHE/pool/eltorito-grub2.img" "$TREE/images/eltorito.img"
	fill el10/grub-bios.cfg "$TREE/boot/grub2/grub.cfg"
	esp "$WORK/efiboot.img" ANACONDA
	later_dvd_files
	lorax_hybrid
	implant
}
