/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_GUEST_DEFAULTS_H
#define IA_BASE_GUEST_DEFAULTS_H

/* A guest to install into, where nothing else is asked for; of the formats and the provisioner. */

#define IA_GUEST_MEMORY_MIB                                                                        \
	3072u /* installs by VNC with room; anaconda of EL8 wants 2 GiB and more */
#define IA_GUEST_DISK_GIB 20u
#define IA_GUEST_VCPUS    2u

#endif
