# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced in the root: Debian's installer, as source and as it was built for network booting.

# packages NAME…: installs them; here and below, 77 says that they cannot be had
packages() {
	apt-get -q -y install "$@" || exit 77
}


IMAGES=/making/usr/lib/debian-installer/images/12/amd64

# installer: /making/installer is debian-installer's folder "build"
installer() {
	packages dpkg-dev make dctrl-tools xorriso genisoimage mtools dosfstools fdisk bc wget tofrodos \
		librsvg2-bin isolinux syslinux syslinux-common syslinux-utils pxelinux grub-common \
		grub-efi-amd64-bin grub-efi-amd64-signed shim-signed win32-loader pigz xz-utils
	cd /making || return
	if [ ! -d "$IMAGES" ]; then
		apt-get -q download debian-installer-12-netboot-amd64 || exit 77
		dpkg-deb -x debian-installer-12-netboot-amd64_*.deb .
		rm debian-installer-12-netboot-amd64_*.deb
	fi
	if [ ! -e installer ]; then
		rm -rf debian-installer-*/
		apt-get -q --only-source source debian-installer || exit 77
		ln -s debian-installer-*/build installer
	fi
	cd installer || return
}

# make_installer TARGET… ARCH=… MEDIUM=…: its utilities are where its own make finds them
make_installer() {
	PATH=util:$PATH:/usr/sbin:/sbin make "$@"
}
