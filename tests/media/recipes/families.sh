# shellcheck shell=bash
# shellcheck disable=SC2016,SC2034 # GRUB expands some of it; fill() uses the names set here
# SPDX-License-Identifier: GPL-3.0-or-later
# Media of installers other than anaconda, and anaconda's newest: as their distributors lay them out, with menus
# of the corpus where it has that distributor's (corpus.tsv), with menus of data/ elsewhere.

# A file that has to be there, with nothing in it that anybody reads.
filler() {
	local path
	for path; do
		mkdir -p "$TREE/$(dirname "$path")"
		noise 2048 "${#path}" >"$TREE/$path"
	done
}

# says TEXT PATH: a line in a file
says() {
	mkdir -p "$TREE/$(dirname "$2")"
	printf '%s\n' "$1" >"$TREE/$2"
}

# What xorriso is told of a medium that boots from GRUB in El Torito, and from isolinux.
isolinux_hybrid() {
	local folder=$1 uefi=$2
	shift 2
	master_xorriso -isohybrid-mbr /usr/lib/ISOLINUX/isohdpfx.bin \
		-b "$folder/isolinux.bin" -c "$folder/boot.cat" -no-emul-boot -boot-load-size 4 \
		-boot-info-table -eltorito-alt-boot -e "$uefi" -no-emul-boot -isohybrid-gpt-basdat \
		-R -J -joliet-long "$@"
}

# ---- Ubuntu: casper with Subiquity, and debian-installer before ---------------------------------

# ubuntu_tree LABEL KIND CODENAME DATE: what is on all of them
ubuntu_tree() {
	new_tree "$1" Ubuntu ''
	put grub-tiny.efi EFI/boot/bootx64.efi EFI/boot/grubx64.efi
	says "${1% amd64} \"$2\" - Release amd64 ($3)" .disk/info
	says full_cd/single .disk/cd_type
	filler pool/main/b/base-files/base-files_1_amd64.deb
	says "Suite: ${2%% *}" dists/stable/Release
}

# ubuntu_casper KERNEL: its live system, which holds the installer
ubuntu_casper() {
	put "$1" casper/vmlinuz casper/hwe-vmlinuz
	put initrd-tiny casper/initrd casper/hwe-initrd
	put stage2-tiny casper/ubuntu-server-minimal.squashfs \
		casper/ubuntu-server-minimal.ubuntu-server.squashfs \
		casper/ubuntu-server-minimal.ubuntu-server.installer.squashfs
	says 'sources: []' casper/install-sources.yaml
	says 4eb9e0f7-7f0a-4d3e-9f43-8a2d0c5f4e11 .disk/casper-uuid-generic
}

# ubuntu_isolinux: all that isolinux reads there but txt.cfg
ubuntu_isolinux() {
	isolinux_in isolinux vesamenu ldlinux libcom32 libutil gfxboot
	fill ubuntu-di/menu.cfg "$TREE/isolinux/menu.cfg"
	fill ubuntu-di/prompt.cfg "$TREE/isolinux/prompt.cfg"
	[ -e "$TREE/isolinux/isolinux.cfg" ] || fill ubuntu-di/isolinux.cfg "$TREE/isolinux/isolinux.cfg"
	put memtest install/mt86plus
	esp "$TREE/boot/grub/efi.img" ESP
	isolinux_hybrid isolinux boot/grub/efi.img
}

# ubuntu_installer: debian-installer's kernel and RAM disk
ubuntu_installer() {
	put vmlinuz-both install/vmlinuz install/hwe-vmlinuz
	put initrd-tiny install/initrd.gz install/hwe-initrd.gz
	says 'd-i base-installer/kernel/altmeta string hwe-18.04' preseed/hwe-ubuntu-server.seed
	says 'tasksel tasksel/first multiselect server' preseed/ubuntu-server.seed
}

image ubuntu-live-server 'Ubuntu Server 24.04: casper, Subiquity; a real kernel'
# ubuntu-24.04.1-live-server-amd64.iso
master_ubuntu_live_server() {
	generic_kernel
	ubuntu_tree 'Ubuntu-Server 24.04.1 LTS amd64' 'Noble Numbat' 20240827
	ubuntu_casper vmlinuz-generic
	put memtest boot/memtest86+x64.bin
	mkdir -p "$TREE/boot/grub/i386-pc"
	cp "$CACHE/pool/eltorito-grub.img" "$TREE/boot/grub/i386-pc/eltorito.img"
	fill ubuntu/server.cfg "$TREE/boot/grub/grub.cfg"
	ubuntu_hybrid
}

image ubuntu-autoinstall 'Ubuntu Server 20.04 that somebody re-mastered to install by itself'
master_ubuntu_autoinstall() {
	ubuntu_tree 'Ubuntu-Server 20.04 LTS amd64' 'Focal Fossa' 20200423
	ubuntu_casper vmlinuz-both
	corpus_menus ubuntu-autoinstall
	ubuntu_isolinux
}

image ubuntu-server-di 'Ubuntu Server 18.04 of the kind before: debian-installer'
# ubuntu-18.04.6-server-amd64.iso
master_ubuntu_server_di() {
	ubuntu_tree 'Ubuntu-Server 18.04.6 LTS amd64' 'Bionic Beaver' 20210915
	ubuntu_installer
	fill ubuntu-di/grub.cfg "$TREE/boot/grub/grub.cfg"
	fill ubuntu-di/txt.cfg "$TREE/isolinux/txt.cfg"
	ubuntu_isolinux
}

image ubuntu-preseed 'the same that somebody re-mastered to install by itself'
master_ubuntu_preseed() {
	ubuntu_tree 'Ubuntu-Server 18.04.1 LTS amd64' 'Bionic Beaver' 20180725
	ubuntu_installer
	says 'd-i debian-installer/locale string en_US' ks.preseed
	corpus_menus ubuntu-preseed
	ubuntu_isolinux
}

# ---- SUSE: linuxrc with YaST, and Agama ---------------------------------------------------------

# suse_loader: kernel and RAM disk of both
suse_loader() {
	put vmlinuz-both boot/x86_64/loader/linux
	put initrd-tiny boot/x86_64/loader/initrd
	put memtest boot/x86_64/loader/memtest
}

image opensuse-dvd 'openSUSE Tumbleweed DVD: linuxrc, YaST'
# openSUSE-Tumbleweed-DVD-x86_64-Current.iso
master_opensuse_dvd() {
	new_tree openSUSE-Tumbleweed-DVD-x86_64 'openSUSE Tumbleweed' ''
	suse_loader
	isolinux_in boot/x86_64/loader ldlinux libcom32 gfxboot
	fill opensuse/isolinux.cfg "$TREE/boot/x86_64/loader/isolinux.cfg"
	corpus_menus opensuse-dvd
	# as the distributor's own scripts do where isolinux has kernel and RAM disk already
	sed -i -E 's,/(linux|initrd)$,/loader/\1,; s,/(linux) ,/loader/\1 ,' "$TREE/EFI/BOOT/grub.cfg"
	put grub-tiny.efi EFI/BOOT/bootx64.efi EFI/BOOT/grub.efi EFI/BOOT/memtest.efi
	put stage2-tiny boot/x86_64/root boot/x86_64/common
	says 'openSUSE - openSUSE-Tumbleweed-DVD-x86_64-Build3621.2-Media' media.1/media
	says '/ openSUSE-Tumbleweed 20230514-0' media.1/products
	says '<repomd/>' repodata/repomd.xml
	filler noarch/openSUSE-release-1-1.noarch.rpm
	says "$(cd "$TREE" && sha256sum boot/x86_64/loader/linux)" CHECKSUMS
	esp "$TREE/boot/x86_64/efi" BOOT
	isolinux_hybrid boot/x86_64/loader boot/x86_64/efi -sysid LINUX -publisher 'SUSE LLC' \
		-appid openSUSE-Tumbleweed-DVD-x86_64-Build3621.2-Media
}

image agama 'openSUSE Leap 16.0: Agama on a live system of kiwi'
# Leap-16.0-online-installer-x86_64.install.iso
master_agama() {
	new_tree Install-Leap-16.0-x86_64 'openSUSE Leap' 16.0
	suse_loader
	fill agama/grub.cfg "$TREE/boot/grub2/grub.cfg"
	mkdir -p "$TREE/EFI/BOOT"
	printf 'search --file --set=root /boot/0x7e57ed1b\nset prefix=($root)/boot/grub2\n%s\n' \
		'configfile ($root)/boot/grub2/grub.cfg' >"$TREE/EFI/BOOT/grub.cfg"
	says 7e57ed1b boot/0x7e57ed1b
	put grub-tiny.efi EFI/BOOT/bootx64.efi EFI/BOOT/grub.efi
	put stage2-tiny LiveOS/squashfs.img
	mkdir -p "$TREE/boot/x86_64/loader"
	cp "$CACHE/pool/eltorito-grub2.img" "$TREE/boot/x86_64/loader/eltorito.img"
	esp "$WORK/efiboot.img" BOOT
	master_xorriso -R -J -joliet-long -sysid LINUX -publisher openSUSE \
		-appid Leap-16.0-online-installer-x86_64-Build190.4 \
		--grub2-mbr "$GRUB/i386-pc/boot_hybrid.img" -partition_offset 16 \
		-append_partition 2 C12A7328-F81F-11D2-BA4B-00A0C93EC93B "$WORK/efiboot.img" \
		-appended_part_as_gpt \
		-b boot/x86_64/loader/eltorito.img -no-emul-boot -boot-load-size 4 -boot-info-table \
		--grub2-boot-info \
		-eltorito-alt-boot -e '--interval:appended_partition_2:all::' -no-emul-boot
}

# ---- Fedora -------------------------------------------------------------------------------------

image fedora-server 'Fedora Server 45 DVD: anaconda as it is today'
# Fedora-Server-dvd-x86_64-45-1.1.iso
master_fedora_server() {
	new_tree Fedora-S-dvd-x86_64-45 Fedora 45
	put vmlinuz-both images/pxeboot/vmlinuz
	put initrd-tiny images/pxeboot/initrd.img
	put stage2-tiny images/install.img
	put grub-tiny.efi EFI/BOOT/BOOTX64.EFI EFI/BOOT/grubx64.efi
	cp "$CACHE/pool/eltorito-grub2.img" "$TREE/images/eltorito.img"
	corpus_menus fedora-server
	sed -i 's/\b40\b/45/g' "$TREE/boot/grub2/grub.cfg" # of the same template
	esp "$WORK/efiboot.img" ANACONDA
	SHORT=Fedora VARIANT=Server PACKAGES=Packages REPOSITORY=. STAGE2=images/install.img
	checksums images/install.img images/pxeboot/initrd.img images/pxeboot/vmlinuz
	fill treeinfo-1.2 "$TREE/.treeinfo"
	printf '%s\n%s\nx86_64\n' "$SOURCE_DATE_EPOCH" 45 >"$TREE/.discinfo"
	says '<repomd/>' repodata/repomd.xml
	filler Packages/f/fedora-release-server-45-1.noarch.rpm
	lorax_hybrid
	implant
}

image fedora-coreos 'Fedora CoreOS live: installs only where a word says on which disk'
# fedora-coreos-42.20250803.3.0-live-iso.x86_64.iso
master_fedora_coreos() {
	new_tree fedora-coreos-42.20250803.3.0 'Fedora CoreOS' 42
	put vmlinuz-both images/pxeboot/vmlinuz
	put initrd-tiny images/pxeboot/initrd.img
	put stage2-tiny images/pxeboot/rootfs.img
	filler images/ignition.img
	fill coreos/grub.cfg "$TREE/EFI/fedora/grub.cfg"
	isolinux_in isolinux vesamenu ldlinux libcom32 libutil
	put boot.msg isolinux/boot.msg
	fill coreos/isolinux.cfg "$TREE/isolinux/isolinux.cfg"
	says '{"default": "coreos.liveiso=fedora-coreos-42.20250803.3.0", "files": []}' coreos/kargs.json
	says '{"file": "images/ignition.img"}' coreos/igninfo.json
	says '{"live-initrd-network": true}' coreos/features.json
	coreos_esp "$TREE/images/efiboot.img"
	isolinux_hybrid isolinux images/efiboot.img
}

# coreos_esp OUTPUT: GRUB, and a menu that leads to the medium's
coreos_esp() {
	local tree=$TREE
	TREE=$WORK/esp
	put grub-tiny.efi EFI/BOOT/BOOTX64.EFI EFI/fedora/grubx64.efi
	printf 'search --label "%s" --set root --no-floppy\nset prefix=($root)/EFI/fedora\n%s\nboot\n' \
		"$LABEL" 'configfile $prefix/grub.cfg' >"$TREE/EFI/fedora/grub.cfg"
	esp "$1" ESP
	TREE=$tree
}

# ---- Arch, Alpine -------------------------------------------------------------------------------

# arch_tree: what is on both. Its menus name the second in which it was made.
ARCH_EPOCH=1772352000
arch_tree() {
	new_tree ARCH_202603 'Arch Linux' 2026-03-01-08-00-00-00
	put vmlinuz-both arch/boot/x86_64/vmlinuz-linux
	put initrd-tiny arch/boot/x86_64/initramfs-linux.img
	put stage2-tiny arch/x86_64/airootfs.sfs
	put memtest boot/memtest86+/memtest boot/memtest86+/memtest.efi
	put grub-tiny.efi EFI/BOOT/BOOTx64.EFI shellx64.efi
	says 2026.03.01 arch/version
	: >"$TREE/boot/$VERSION.uuid"
	isolinux_in boot/syslinux vesamenu ldlinux libcom32 libutil whichsys chain reboot poweroff hdt
}

# arch_hybrid FOLDER…: mkarchiso's, with those in the ESP
arch_hybrid() {
	esp "$WORK/efiboot.img" ARCHISO_EFI "$@"
	master_xorriso -R -J -joliet-long -iso-level 3 \
		-publisher 'ARCH LINUX <HTTPS://ARCHLINUX.ORG>' -appid 'ARCH LINUX LIVE/RESCUE DVD' \
		-b boot/syslinux/isolinux.bin -c boot/syslinux/boot.cat -no-emul-boot -boot-load-size 4 \
		-boot-info-table -isohybrid-mbr /usr/lib/ISOLINUX/isohdpfx.bin --mbr-force-bootable \
		-partition_offset 16 \
		-append_partition 2 C12A7328-F81F-11D2-BA4B-00A0C93EC93B "$WORK/efiboot.img" \
		-appended_part_as_gpt \
		-eltorito-alt-boot -e '--interval:appended_partition_2:all::' -no-emul-boot
}

image arch 'Arch Linux 2026.03.01: archiso, isolinux and systemd-boot'
# archlinux-2026.03.01-x86_64.iso
master_arch() {
	local SOURCE_DATE_EPOCH=$ARCH_EPOCH name
	arch_tree
	corpus_menus arch
	for name in loader.conf entries/01-archiso-linux.conf entries/02-archiso-accessibility-linux.conf \
		entries/03-archiso-memtest86+x64.conf; do
		fill "arch/$name" "$TREE/loader/$name"
	done
	arch_hybrid EFI arch/boot boot/memtest86+ loader
}

image arch-grub 'the same with GRUB for UEFI, as it was before'
master_arch_grub() {
	local SOURCE_DATE_EPOCH=$ARCH_EPOCH
	arch_tree
	corpus_menus arch-grub
	arch_hybrid EFI
}

image alpine 'Alpine Linux 3.19 standard: GRUB and isolinux, apks'
# alpine-standard-3.19.1-x86_64.iso
master_alpine() {
	new_tree 'alpine-std 3.19.1 x86_64' 'Alpine Linux' 3.19.1
	put vmlinuz-both boot/vmlinuz-lts
	put initrd-tiny boot/initramfs-lts
	put stage2-tiny boot/modloop-lts
	says 3.19.1 .alpine-release
	: >"$TREE/.boot_repository"
	filler apks/x86_64/alpine-base-3.19.1-r0.apk apks/x86_64/APKINDEX.tar.gz
	corpus_menus alpine
	isolinux_in boot/syslinux ldlinux
	put grub-tiny.efi efi/boot/bootx64.efi
	esp "$TREE/boot/grub/efi.img" ALPINE efi
	isolinux_hybrid boot/syslinux boot/grub/efi.img -sysid LINUX
}

# ---- hosts --------------------------------------------------------------------------------------

image xcpng-host 'XCP-ng 8.3: Xen, and its host that installs itself'
# xcp-ng-8.3.0.iso
master_xcpng_host() {
	new_tree 'XCP-ng 8.3.0' XCP-ng 8.3.0
	put vmlinuz-el7 boot/vmlinuz boot/alt/vmlinuz
	put memtest boot/memtest.bin boot/memtest.efi
	filler boot/xen.gz
	put initrd-tiny install.img
	fill xcpng/treeinfo "$TREE/.treeinfo"
	says '<repomd/>' repodata/repomd.xml
	filler Packages/xcp-ng-release-8.3.0-1.x86_64.rpm
	corpus_menus xcpng-host
	isolinux_in boot/isolinux ldlinux libcom32 mboot
	says 'XCP-ng' boot/isolinux/pg_main
	put grub-tiny.efi EFI/BOOT/BOOTX64.EFI EFI/xenserver/grubx64.efi
	esp "$TREE/boot/efiboot.img" ESP
	master_genisoimage -r -J -joliet-long -c boot/isolinux/boot.cat -b boot/isolinux/isolinux.bin \
		-no-emul-boot -boot-load-size 4 -boot-info-table \
		-eltorito-alt-boot --efi-boot boot/efiboot.img -no-emul-boot
	hybrid --uefi
	settle
}
