# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by the oracles.
set -euo pipefail
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"

usage() {
	printf 'usage: %s %s\n' "$(basename "$0")" "$1" >&2
	exit 2
}

no_answer() {
	printf '%s: no answer: %s\n' "$(basename "$0")" "$1" >&2
	exit 77
}

# readable FILE: an oracle that is asked about nothing must not say "nothing there"
readable() {
	if [ ! -f "$1" ] || [ ! -r "$1" ]; then
		printf '%s: cannot read %s\n' "$(basename "$0")" "$1" >&2
		exit 2
	fi
}

# report IMAGE OPTION…: xorriso's report on stdout. It says 0 on a file that is no ISO at all and
# then reports a blank image, so that is asked for by name.
report() {
	local image=$1 said
	shift
	said=$(mktemp)
	if ! xorriso -indev "stdio:$image" "$@" 2>"$said" ||
		grep -q 'Creating blank image' "$said"; then
		said=$(grep -E 'FAILURE|WARNING' "$said" | head -n 1; rm -f "$said")
		no_answer "xorriso: $said"
	fi
	rm -f "$said"
}
