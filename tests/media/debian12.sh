# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced: what goes onto media is Debian 12's on every release, as the tests know it by its bytes.

is_debian12() {
	grep -q '^VERSION_ID="12"$' /etc/os-release
}

# debian12 CACHE COMMAND…: apt-get or apt-cache as it answers on Debian 12
debian12() {
	local apt=$1/apt command=$2 mirror options=()
	shift 2
	if ! is_debian12; then
		options=(-o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null
			-o Dir::State::Lists="$apt/lists" -o Dir::Cache="$apt"
			-o APT::Sandbox::User="$(id -un)" -o Dir::State::status=/dev/null)
		if [ ! -s "$apt/sources.list" ]; then
			# shellcheck disable=SC2016 # apt-get fills it in
			mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Component: main' |
				grep -v security | head -n 1)
			if [ -z "$mirror" ]; then
				echo "apt-get names no mirror of Debian: its sources have no main" >&2
				return 1
			fi
			rm -rf "$apt" && mkdir -p "$apt/lists/partial" "$apt/archives/partial"
			echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]" \
				"$mirror bookworm main" >"$apt/new"
			apt-get -q "${options[@]}" -o Dir::Etc::SourceList="$apt/new" update >&2 ||
				return
			mv "$apt/new" "$apt/sources.list"
		fi
	fi
	"$command" "${options[@]}" "$@"
}
