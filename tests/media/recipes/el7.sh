# shellcheck shell=bash
# shellcheck disable=SC2034 # fill() uses the names set here
# SPDX-License-Identifier: GPL-3.0-or-later
# Media of the seventh generation as lorax (rhel7-branch) and pungi 2 master them.

# el7_files KIND [KERNEL]: the boot files of a medium; KIND real (full size) or tiny, KERNEL of the pool
el7_files() {
	put "${2-vmlinuz-${1/tiny/el7}}" images/pxeboot/vmlinuz isolinux/vmlinuz
	put "initrd-$1" images/pxeboot/initrd.img isolinux/initrd.img
	put "stage2-$1" LiveOS/squashfs.img
	put grub-tiny.efi EFI/BOOT/BOOTX64.EFI
	put "grub-$1.efi" EFI/BOOT/grubx64.efi
	[ "$1" = tiny ] || put unicode.pf2 EFI/BOOT/fonts/unicode.pf2
	isolinux_files
}

# el7_menus GRUB ISOLINUX: both menus, then the ESP, which holds one of them
el7_menus() {
	fill "$1" "$TREE/EFI/BOOT/grub.cfg"
	fill "$2" "$TREE/isolinux/isolinux.cfg"
	esp "$TREE/images/efiboot.img" ANACONDA
}

# el7_boot_tree LABEL: the tree of lorax' boot.iso: no .treeinfo, no .discinfo, no packages.
el7_boot_tree() {
	new_tree "$1" CentOS 7
	el7_files tiny
	el7_menus el7/grub.cfg el7/isolinux.cfg
}

# What pungi adds for the DVD.
el7_dvd_files() {
	fill el7/treeinfo "$TREE/.treeinfo"
	checksums images/pxeboot/vmlinuz images/pxeboot/initrd.img images/efiboot.img \
		LiveOS/squashfs.img repodata/repomd.xml
	{
		printf '[checksums]\n'
		printf '%s\n' "$CHECKSUMS"
	} >>"$TREE/.treeinfo"
	printf '%s.88\nCentOS 7\nx86_64\n1\n' "$SOURCE_DATE_EPOCH" >"$TREE/.discinfo"
	printf '20201102-1500\n' >"$TREE/CentOS_BuildTag"
	printf 'A test medium: there is nothing on it to agree to.\n' >"$TREE/EULA"
}

el7_repodata() {
	mkdir -p "$TREE/repodata"
	printf '<?xml version="1.0" encoding="UTF-8"?>\n<repomd xmlns="%s">\n <revision>%s</revision>\n</repomd>\n' \
		http://linux.duke.edu/metadata/repo "$SOURCE_DATE_EPOCH" >"$TREE/repodata/repomd.xml"
}

# Options of lorax and of pungi, in their order; isohybrid and implantisomd5 follow.
el7_lorax() {
	master_genisoimage "${ISOLINUX_BOOT[@]}" "${UEFI_BOOT[@]}" -R -J -T
}

PUNGI=(-U -J -R -T -m repoview -m boot.iso)

image el7-dvd 'CentOS 7 (2009) DVD: hybrid, with packages, 60 MB, a real kernel'
# CentOS-7-x86_64-DVD-2009.iso
master_el7_dvd() {
	local name
	new_tree 'CentOS 7 x86_64' CentOS 7
	el7_files real
	el7_menus el7/grub.cfg el7/isolinux.cfg
	el7_repodata
	el7_dvd_files
	mkdir -p "$TREE/Packages"
	for name in anaconda-core-21.48.22.159-1 bash-4.2.46-34 centos-release-7-9.2009.0 \
		dracut-033-572 kernel-3.10.0-1160 glibc-2.17-317 systemd-219-78; do
		noise 400000 "${#name}" >"$TREE/Packages/$name.el7.x86_64.rpm"
	done
	master_genisoimage "${PUNGI[@]}" "${ISOLINUX_BOOT[@]}" "${UEFI_BOOT[@]}"
	hybrid --uefi
	settle
	implant
}

image el7-dvd-huge 'the same at full size: 4.7 GB, 4000 packages, grub.cfg beyond 4 GiB, sparse'
# CentOS-7-x86_64-DVD-2009.iso, with its menu at the place that 32-bit byte offsets cannot name.
# The packages are holes and so are their places in the image. No implantisomd5: it would read all
# of it, for half a minute.
master_el7_dvd_huge() {
	new_tree 'CentOS 7 x86_64' CentOS 7
	el7_files tiny
	el7_menus el7/grub.cfg el7/isolinux.cfg
	el7_repodata
	el7_dvd_files
	mkdir -p "$TREE/Packages"
	(cd "$TREE/Packages" && seq -f 'package-%04g-1.0-1.el7.x86_64.rpm' 4000 |
		xargs truncate -s 1180000)
	stamp_tree
	grafts
	printf '%s\t%d\n' "$TREE/EFI/BOOT/grub.cfg" -1000 >"$WORK/sort"
	genisoimage -quiet -V "$LABEL" "${PUNGI[@]}" "${ISOLINUX_BOOT[@]}" "${UEFI_BOOT[@]}" \
		-sort "$WORK/sort" -o - -graft-points "${GRAFTS[@]}" 2>"$WORK/.log" |
		dd of="$IMAGE" bs=1M iflag=fullblock conv=sparse status=none ||
		die "genisoimage failed: $(cat "$WORK/.log")"
	hybrid --uefi
	settle
}

image el7-netinstall 'CentOS 7 NetInstall: boot.iso of lorax, no packages, no .treeinfo'
# CentOS-7-x86_64-NetInstall-2009.iso
master_el7_netinstall() {
	el7_boot_tree 'CentOS 7 x86_64'
	el7_lorax
	hybrid --uefi
	settle
	implant
}

image el7-not-hybrid 'the same without isohybrid: no partition table at all'
# A medium re-mastered with mkisofs alone, as most home-made kickstart media are.
master_el7_not_hybrid() {
	el7_boot_tree 'CentOS 7 x86_64'
	el7_lorax
	settle
	implant
}

image el7-mbr-only 'isohybrid without --uefi: one MBR partition, no ESP in any table'
# A re-mastered medium whose maker left --uefi out.
master_el7_mbr_only() {
	el7_boot_tree 'CentOS 7 x86_64'
	el7_lorax
	hybrid
	settle
	implant
}

image el7-mac 'isohybrid --uefi --mac: MBR, GPT and Apple partition map'
# lorax' boot.iso where images/macboot.img was made; an empty HFS stands for its HFS+.
master_el7_mac() {
	el7_boot_tree 'CentOS 7 x86_64'
	macboot "$TREE/images/macboot.img"
	master_genisoimage "${ISOLINUX_BOOT[@]}" "${UEFI_BOOT[@]}" "${MAC_BOOT[@]}" -R -J -T
	hybrid --uefi --mac
	settle
	implant
}

image rhel7-server 'RHEL 7.9 Server DVD: label of 22 characters, cut to 16 in Joliet'
# rhel-server-7.9-x86_64-dvd.iso; from 7.4 on its .treeinfo is productmd's.
master_rhel7_server() {
	new_tree 'RHEL-7.9 Server.x86_64' 'Red Hat Enterprise Linux' 7.9
	el7_files tiny
	el7_menus el7/grub.cfg el7/isolinux.cfg
	el7_repodata
	SHORT=RHEL VARIANT=Server PACKAGES=Packages REPOSITORY=. STAGE2=LiveOS/squashfs.img
	checksums images/efiboot.img images/pxeboot/initrd.img images/pxeboot/vmlinuz \
		repodata/repomd.xml
	fill treeinfo-1.2 "$TREE/.treeinfo"
	printf '%s.12\nRed Hat Enterprise Linux 7.9\nx86_64\n1\n' "$SOURCE_DATE_EPOCH" \
		>"$TREE/.discinfo"
	mkdir -p "$TREE/Packages"
	noise 4096 1 >"$TREE/Packages/redhat-release-server-7.9-3.el7.x86_64.rpm"
	master_genisoimage "${PUNGI[@]}" "${ISOLINUX_BOOT[@]}" "${UEFI_BOOT[@]}"
	hybrid --uefi
	settle
	implant
}

image el7-generic 'CentOS 7 DVD with Debian'"'"'s generic kernel, xz'
# CentOS-7-x86_64-DVD-2009.iso as small as it gets around a kernel packed as EL7's own is.
master_el7_generic() {
	new_tree 'CentOS 7 x86_64' CentOS 7
	generic_kernel
	el7_files tiny vmlinuz-generic
	el7_menus el7/grub.cfg el7/isolinux.cfg
	el7_repodata
	el7_dvd_files
	mkdir -p "$TREE/Packages"
	noise 4096 1 >"$TREE/Packages/centos-release-7-9.2009.0.el7.x86_64.rpm"
	master_genisoimage "${PUNGI[@]}" "${ISOLINUX_BOOT[@]}" "${UEFI_BOOT[@]}"
	hybrid --uefi
	settle
	implant
}
