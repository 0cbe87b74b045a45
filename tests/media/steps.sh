# shellcheck shell=bash
# shellcheck disable=SC2034,SC2153 # what is set here is used by recipes; master sets the rest
# SPDX-License-Identifier: GPL-3.0-or-later
# The steps recipes are made of. Sourced by master; needs HERE, OUT, CACHE and WORK.

# Every date on every medium: that of the real CentOS 7 (2009) DVD, so that the UUID is the same too.
export SOURCE_DATE_EPOCH=1604330123
export TZ=UTC LC_ALL=C

die() {
	printf 'master: %s\n' "$*" >&2
	exit 1
}

# run quietly, but show everything when it fails
quiet() {
	local log=$WORK/.log
	if ! "$@" >"$log" 2>&1; then
		cat "$log" >&2
		die "failed: $*"
	fi
}

# noise BYTES SEED: the same incompressible bytes each time
noise() {
	python3 - "$1" "$2" <<-'PY'
		import random, sys
		left, source = int(sys.argv[1]), random.Random(int(sys.argv[2]))
		while left:
		    part = min(left, 1 << 20)
		    sys.stdout.buffer.write(source.randbytes(part))
		    left -= part
	PY
}

# udev_escape TEXT: as lorax spells a label in a menu and udev in /dev/disk/by-label
udev_escape() {
	local text=$1 i c
	for ((i = 0; i < ${#text}; i++)); do
		c=${text:i:1}
		case $c in
		[0-9A-Za-z] | [#+.:=@_-]) printf '%s' "$c" ;;
		*) printf '\\x%02x' "'$c" ;;
		esac
	done
}

# fill TEMPLATE OUTPUT: put the current LABEL, PRODUCT, … into a template of data/
fill() {
	local text name
	text=$(cat "$HERE/data/$1" && printf .)
	text=${text%.}
	TOKEN=$(udev_escape "$LABEL")
	EPOCH=$SOURCE_DATE_EPOCH
	for name in LABEL TOKEN PRODUCT VERSION SHORT VARIANT PACKAGES REPOSITORY STAGE2 EPOCH CHECKSUMS; do
		text=${text//"@$name@"/"${!name-}"}
	done
	mkdir -p "$(dirname "$2")"
	printf '%s' "$text" >"$2"
}

# A corpus of real menus beside the repository. None of it is the repository's.
CORPUS=$HERE/../../../shared/corpus/cases

# corpus_menus NAME: the menus of that image, as corpus.tsv has them
corpus_menus() {
	local name case path
	while IFS=$'\t' read -r name case path; do
		if [ "$name" = "$1" ]; then
			mkdir -p "$TREE/$(dirname "$path")"
			cp -r "$CORPUS/$case/tree/$path" "$TREE/$(dirname "$path")/"
		fi
	done <"$HERE/corpus.tsv"
}

# ---- what goes onto media: made or fetched once, kept in the cache ------------------------------

# fetch_kernel METAPACKAGE NAME: Debian 12's newest kernel of that kind; only its vmlinuz is kept, as NAME.
fetch_kernel() {
	[ ! -s "$CACHE/$2" ] || return 0
	local package deb work=$CACHE/kernel.tmp
	package=$(debian12 "$CACHE" apt-cache depends --no-recommends --no-suggests "$1" 2>/dev/null |
		sed -n 's/^ *Depends: \(linux-image-[0-9][^ ]*\)$/\1/p' | head -n 1)
	[ -n "$package" ] ||
		die "apt knows no $1: run 'apt-get update' with Debian's main archive enabled"
	rm -rf "$work" && mkdir -p "$work"
	(cd "$work" && quiet debian12 "$CACHE" apt-get -o APT::Sandbox::User="$(id -un)" download "$package")
	deb=$(echo "$work"/*.deb)
	dpkg --fsys-tarfile "$deb" |
		tar -xf - -C "$work" --wildcards --strip-components=2 './boot/vmlinuz-*'
	mv "$work"/vmlinuz-* "$CACHE/$2"
	rm -rf "$work"
}

# grub_files: sets GRUB, the folder of Debian 12's GRUB: a newer one is larger, and so is what it lies on
grub_files() {
	local work=$CACHE/grub.tmp
	GRUB=/usr/lib/grub
	! is_debian12 || return 0
	GRUB=$CACHE/grub/usr/lib/grub
	[ ! -d "$GRUB" ] || return 0
	rm -rf "$work" && mkdir -p "$work"
	(cd "$work" && quiet debian12 "$CACHE" apt-get download grub-efi-amd64-bin grub-pc-bin)
	for deb in "$work"/*.deb; do
		dpkg -x "$deb" "$work"
	done
	mv "$work" "$CACHE/grub"
}

# tiny_kernel OUTPUT VERSION [PV [PVH]]: a bzImage of 2 KiB in the right format, see data/kernel
tiny_kernel() {
	local work=$CACHE/tiny.tmp notes=("${@:3}")
	rm -rf "$work" && mkdir -p "$work"
	gcc -nostdlib -static -no-pie -Wl,--build-id=none -Wl,-s "${notes[@]/#/-D}" \
		-T "$HERE/data/kernel/payload.lds" -o "$work/payload" "$HERE/data/kernel/payload.S"
	gzip -9nc "$work/payload" >"$work/payload.gz"
	gcc -c -DVERSION="\"$2 (made for tests)\"" -I"$work" -o "$work/bzimage.o" \
		"$HERE/data/kernel/bzimage.S"
	objcopy -O binary -j .image "$work/bzimage.o" "$1"
	rm -rf "$work"
}

# initrd OUTPUT BYTES: cpio in gzip, as dracut makes it, with an init that says where it came from
initrd() {
	local work=$CACHE/initrd.tmp
	rm -rf "$work" && mkdir -p "$work/dev" "$work/usr/lib"
	printf '#!/bin/sh\necho "initrd of a test medium"\n' >"$work/init"
	chmod 755 "$work/init"
	noise "$2" 7 >"$work/usr/lib/ballast"
	find "$work" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
	(cd "$work" && find . -print0 | sort -z |
		cpio -0 --quiet --reproducible -R 0:0 -H newc -o | gzip -9n >"$1")
	rm -rf "$work"
}

# stage2 OUTPUT BYTES: a squashfs that holds LiveOS/rootfs.img, as the installer's second stage does
stage2() {
	local work=$CACHE/stage2.tmp
	rm -rf "$work" "$1" && mkdir -p "$work/LiveOS"
	noise "$2" 2 >"$work/LiveOS/rootfs.img"
	quiet mksquashfs "$work" "$1" -noappend -no-progress -no-exports -no-xattrs -all-root \
		-processors 1 -noD
	rm -rf "$work"
}

# The modules a GRUB on a CD needs to find and read its menu.
GRUB_MODULES=(iso9660 fat part_gpt part_msdos search search_label normal configfile linux chain
	echo test all_video gfxterm reboot halt)

payloads() {
	local pool=$CACHE/pool
	grub_files
	[ "$(cat "$pool/.stamp" 2>/dev/null)" != "$RECIPE_HASH" ] || return 0
	rm -rf "$pool" && mkdir -p "$pool"
	fetch_kernel linux-image-cloud-amd64 vmlinuz
	cp "$CACHE/vmlinuz" "$pool/vmlinuz-real"
	tiny_kernel "$pool/vmlinuz-el7" 3.10.0-1160.el7.x86_64 PV
	tiny_kernel "$pool/vmlinuz-el8" 4.18.0-477.10.1.el8_8.x86_64
	tiny_kernel "$pool/vmlinuz-el9" 5.14.0-427.13.1.el9_4.x86_64
	tiny_kernel "$pool/vmlinuz-el10" 6.12.0-55.9.1.el10_0.x86_64
	tiny_kernel "$pool/vmlinuz-both" 6.12.0 PV PVH
	initrd "$pool/initrd-real" 500000
	initrd "$pool/initrd-tiny" 4000
	stage2 "$pool/stage2-real" 26000000
	stage2 "$pool/stage2-tiny" 20000
	grub-mkimage -d "$GRUB/x86_64-efi" -O x86_64-efi -p /EFI/BOOT -o "$pool/grub-tiny.efi" "${GRUB_MODULES[@]}"
	# EL7's GRUB has no .sbat section; Debian's would say whose it is, so it goes by another name.
	LC_ALL=C sed 's/\.sbat\x00\x00\x00/.none\x00\x00\x00/' \
		"$GRUB/x86_64-efi/monolithic/gcdx64.efi" >"$pool/grub-real.efi"
	grub-mkimage -d "$GRUB/i386-pc" -O i386-pc-eltorito -p /boot/grub2 -o "$pool/eltorito-grub2.img" \
		biosdisk "${GRUB_MODULES[@]}"
	grub-mkimage -d "$GRUB/i386-pc" -O i386-pc-eltorito -p /boot/grub -o "$pool/eltorito-grub.img" \
		biosdisk "${GRUB_MODULES[@]}"
	cp /usr/share/grub/unicode.pf2 "$pool/unicode.pf2"
	noise 16384 3 >"$pool/memtest"
	printf 'test medium: press F1 for help\n' >"$pool/boot.msg"
	find "$pool" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
	printf '%s' "$RECIPE_HASH" >"$pool/.stamp"
}

# The kernel for all machines, of which the package alone is 70 MB: only for media that have it.
generic_kernel() {
	fetch_kernel linux-image-amd64 vmlinuz-generic
	cp "$CACHE/vmlinuz-generic" "$CACHE/pool/vmlinuz-generic"
}

# put POOLFILE PATH…: the same inode at each path of the tree, as lorax links vmlinuz and initrd.img
put() {
	local from=$CACHE/pool/$1 to
	shift
	for to; do
		mkdir -p "$TREE/$(dirname "$to")"
		ln -f "$from" "$TREE/$to"
	done
}

# isolinux_in FOLDER MODULE…: isolinux there, and those that it loads. A copy of isolinux.bin, because
# mastering writes the boot info table into it.
isolinux_in() {
	local name to=$TREE/$1
	mkdir -p "$to"
	cp /usr/lib/ISOLINUX/isolinux.bin "$to/"
	for name in "${@:2}"; do
		cp "/usr/lib/syslinux/modules/bios/$name.c32" "$to/"
	done
}

isolinux_files() {
	isolinux_in isolinux vesamenu ldlinux libcom32 libutil
	put boot.msg isolinux/boot.msg
	put memtest isolinux/memtest
}

# esp OUTPUT LABEL [FOLDER…]: a FAT image with the tree's EFI directory, or with those, sized as lorax does: its
# files plus a little.
esp() {
	local blocks path folders=("${@:3}") folder
	[ $# -gt 2 ] || folders=(EFI)
	blocks=$(cd "$TREE" && find "${folders[@]}" -type f -printf '%s\n' |
		awk '{ size += $1 } END { print int(size / 1024) + 100 }')
	mkdir -p "$(dirname "$1")"
	stamp_tree
	quiet mkfs.fat --invariant -i 7E57ED1A -n "$2" -C "$1" "$blocks"
	for folder in "${folders[@]}"; do
		[ "${folder%/*}" = "$folder" ] || quiet mmd -i "$1" "::/${folder%/*}"
	done
	# one by one in sorted order: mcopy -s takes them as readdir does
	while IFS= read -r -d '' path; do
		if [ -d "$TREE/$path" ]; then
			quiet mmd -i "$1" "::/$path"
		else
			quiet mcopy -m -Q -i "$1" "$TREE/$path" "::/$path"
		fi
	done < <(cd "$TREE" && find "${folders[@]}" -print0 | sort -z)
}

stamp_tree() {
	find "$TREE" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# macboot OUTPUT: an empty HFS volume as hformat makes it, made on 2020-11-02; Debian 13 has no
# hformat. The file has the bytes that are not 0, 16 a line.
macboot() {
	truncate -s 800K "$1"
	python3 - "$HERE/data/el7/macboot.hex" "$1" <<-'PY'
		import sys
		with open(sys.argv[1], encoding="ascii") as lines, open(sys.argv[2], "r+b") as file:
		    for line in lines:
		        offset, data = line.split(maxsplit=1)
		        file.seek(int(offset, 16))
		        file.write(bytes.fromhex(data))
	PY
}

# A treeinfo's line per file. Format: "path = sha256:…".
checksums() {
	local file
	CHECKSUMS=$(cd "$TREE" && for file; do
		[ ! -e "$file" ] || printf '%s = sha256:%s\n' "$file" "$(sha256sum <"$file" | cut -d' ' -f1)"
	done)
}

# new_tree LABEL PRODUCT VERSION: start an empty tree, set what fill() puts into templates
new_tree() {
	LABEL=$1 PRODUCT=$2 VERSION=$3
	SHORT='' VARIANT='' PACKAGES='' REPOSITORY='' STAGE2='' CHECKSUMS=''
	TREE=$WORK/tree
	rm -rf "$TREE" && mkdir -p "$TREE"
}

# ---- mastering ----------------------------------------------------------------------------------

# What lorax's templates hand to mkisofs for a medium that boots with isolinux and UEFI.
ISOLINUX_BOOT=(-b isolinux/isolinux.bin -c isolinux/boot.cat -boot-load-size 4 -boot-info-table
	-no-emul-boot)
UEFI_BOOT=(-eltorito-alt-boot -e images/efiboot.img -no-emul-boot)
MAC_BOOT=(-eltorito-alt-boot -e images/macboot.img -no-emul-boot)

# grafts: the tree as genisoimage arguments, one an entry of its top. Directories are placed in the
# order in which they are met, and readdir's order is the file system's own: so they are sorted, but
# for those that come first on the real media.
grafts() {
	local path
	GRAFTS=()
	for path in images isolinux; do
		[ ! -e "$TREE/$path" ] || GRAFTS+=("$path=$TREE/$path")
	done
	while IFS= read -r -d '' path; do
		GRAFTS+=("$path=$TREE/$path")
	done < <(find "$TREE" -mindepth 1 -maxdepth 1 ! -name images ! -name isolinux -printf '%f\0' | sort -z)
}

# genisoimage warns about what real media do as well (long names with -U), hence quiet.
master_genisoimage() {
	stamp_tree
	grafts
	quiet genisoimage -quiet -V "$LABEL" "$@" -o "$IMAGE" -graft-points "${GRAFTS[@]}"
}

PREPARER='XORRISO-1.5.4 2021.01.30.150001, LIBISOBURN-1.5.4, LIBISOFS-1.5.4, LIBBURN-1.5.4'

master_xorriso() {
	stamp_tree
	# by itself xorriso writes its version there
	quiet xorriso -as mkisofs -V "$LABEL" -p "$PREPARER" \
		--modification-date="$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S00)" \
		--gpt_disk_guid modification-date --set_all_file_dates set_to_mtime \
		"$@" -o "$IMAGE" "$TREE"
}

hybrid() {
	quiet isohybrid --id 0x15c0a265 "$@" "$IMAGE"
}

settle() {
	"$HERE/settle" "$IMAGE"
}

implant() {
	quiet implantisomd5 "$IMAGE"
}

# patch OFFSET <bytes: overwrite in place
patch() {
	dd of="$IMAGE" bs=1 seek="$1" conv=notrunc status=none
}

# relabel_pvd TEXT: what a re-master with another -V would have written, and nothing else
relabel_pvd() {
	printf '%-32s' "$1" | patch $((16 * 2048 + 40))
}

# relabel_joliet TEXT: the same for the Joliet descriptor: 16 characters of UCS-2, big endian
relabel_joliet() {
	local block kind
	for ((block = 17; block < 48; block++)); do
		kind=$(od -An -tu1 -j $((block * 2048)) -N 1 "$IMAGE" | tr -d ' ')
		[ "$kind" != 255 ] || break
		if [ "$kind" = 2 ]; then
			printf '%-16.16s' "$1" | iconv -f ASCII -t UCS-2BE | patch $((block * 2048 + 40))
			return
		fi
	done
	die "no Joliet descriptor in $IMAGE"
}
