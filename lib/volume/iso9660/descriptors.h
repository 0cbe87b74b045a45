/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_ISO9660_DESCRIPTORS_H
#define IA_VOLUME_ISO9660_DESCRIPTORS_H

#include "volume/iso9660/iso9660.h"

/* What the volume descriptors say before one tree is chosen. */
struct ia_iso_descriptors {
	struct ia_iso9660_volume volume;
	struct ia_file root;
	struct ia_file joliet_root;
	uint16_t number; /* of this volume in its set; 0: there is no set */
	bool has_primary;
	bool has_joliet_root;
};

/* ret: all zero. Results as of ia_iso9660_open(). */
int ia_iso_descriptors_read(const struct ia_window *window, struct ia_notes *notes,
			    struct ia_iso_descriptors *ret, struct isoargs_error **reterr);

#endif
