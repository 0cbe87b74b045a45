# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Media of the seventh generation with one thing wrong or out of the ordinary.

# The rest of a NetInstall, once its tree is there.
el7_finish() {
	el7_lorax
	hybrid --uefi
	settle
	implant
}

image el7-relabelled 'label changed in PVD and Joliet; the menu still has the old one'
# A re-mastered medium whose maker gave -V but left the menus alone: it does not find its stage 2.
master_el7_relabelled() {
	el7_boot_tree 'CentOS 7 x86_64'
	el7_finish
	relabel_pvd CUSTOM
	relabel_joliet CUSTOM
}

image el7-relabelled-pvd 'label changed in the PVD only; udev still goes by Joliet'
# What tools leave behind that know of one descriptor only.
master_el7_relabelled_pvd() {
	el7_boot_tree 'CentOS 7 x86_64'
	el7_finish
	relabel_pvd CUSTOM
}

image el7-odd-label "label with both kinds of quotes and a dollar sign: Cent'OS \$7 \"x\""
# Nobody's medium. lorax would put the raw label in single quotes and so break its own menu.
master_el7_odd_label() {
	# shellcheck disable=SC2016 # the dollar is part of the label
	el7_boot_tree 'Cent'\''OS $7 "x"'
	el7_finish
}

image el7-no-joliet 'Rock Ridge only'
# mkisofs without -J, as many recipes for kickstart media have it.
master_el7_no_joliet() {
	el7_boot_tree 'CentOS 7 x86_64'
	master_genisoimage "${ISOLINUX_BOOT[@]}" "${UEFI_BOOT[@]}" -R -T
	hybrid --uefi
	settle
	implant
}

image el7-plain 'neither Rock Ridge nor Joliet: names like GRUB.CFG;1'
# mkisofs with neither -R nor -J.
master_el7_plain() {
	el7_boot_tree 'CentOS 7 x86_64'
	master_genisoimage "${ISOLINUX_BOOT[@]}" "${UEFI_BOOT[@]}"
	hybrid --uefi
	settle
	implant
}

image el7-no-menu 'no grub.cfg anywhere: isolinux only, BIOS only'
# Media re-mastered from isolinux/ alone.
master_el7_no_menu() {
	new_tree 'CentOS 7 x86_64' CentOS 7
	el7_files tiny
	rm -r "$TREE/EFI"
	fill el7/isolinux.cfg "$TREE/isolinux/isolinux.cfg"
	master_genisoimage "${ISOLINUX_BOOT[@]}" -R -J -T
	hybrid
	settle
	implant
}

image el7-bad-menu 'grub.cfg with a brace missing, so that GRUB gets no entry; isolinux.cfg is right'
# A menu edited by hand.
master_el7_bad_menu() {
	new_tree 'CentOS 7 x86_64' CentOS 7
	el7_files tiny
	el7_menus odd/bad-menu.cfg el7/isolinux.cfg
	el7_finish
}

image el7-no-linux 'menus without a Linux entry: only chainloader, reboot, halt'
# Media that only hand on to the disk.
master_el7_no_linux() {
	new_tree 'CentOS 7 x86_64' CentOS 7
	el7_files tiny
	el7_menus odd/no-linux.cfg odd/no-linux-isolinux.cfg
	el7_finish
}

image el7-cut-half 'NetInstall cut in the middle: the directory is there, the files are not'
# A download that broke off.
master_el7_cut_half() {
	el7_boot_tree 'CentOS 7 x86_64'
	el7_finish
	truncate -s "$(($(stat -c %s "$IMAGE") / 2))" "$IMAGE"
}

image el7-cut-128k 'NetInstall cut at 128 KiB'
# A download that broke off at once.
master_el7_cut_128k() {
	el7_boot_tree 'CentOS 7 x86_64'
	el7_finish
	truncate -s 128K "$IMAGE"
}
