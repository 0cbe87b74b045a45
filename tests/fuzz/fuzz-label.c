/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libFuzzer target: any bytes as the identifiers of a volume, through all that spells labels. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <isoargs/isoargs.h>

#include "printers.h"
#include "volume/label.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The label of a medium whose menu looks for it. */
static void print_label(const char *label, const char *encoded)
{
	char *cmdline IA_AUTO_FREE = NULL;
	struct one_entry one;

	if (asprintf(&cmdline, "inst.stage2=hd:LABEL=%s quiet", encoded) < 0)
		abort();
	make_one_entry(&one, cmdline, 7);
	one.report.labels = (struct ia_labels){
		.pvd = label,
		.joliet = label,
		.host = label,
		.old = label,
		.installer = label,
		.encoded = encoded,
	};
	print_one_of(&one.report, strlen(label));
}

/* What stands in the arguments: no control, no space, nothing that a shell or a kernel splits. */
static void check_encoded(const char *label)
{
	char *encoded IA_AUTO_FREE = NULL;

	if (isoargs_label_encode(label, &encoded) < 0)
		return;
	if (strlen(encoded) > 4 * strlen(label))
		abort();
	for (const char *c = encoded; *c; c++) {
		if ((unsigned char)*c <= 0x20 || *c == 0x7f || strchr("\"'`$;&|<>", *c))
			abort();
	}
	print_label(label, encoded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_iso9660_volume volume = {0};
	char *old IA_AUTO_FREE = NULL;
	char *text IA_AUTO_FREE = NULL;
	size_t length = size < sizeof(volume.id) ? size : sizeof(volume.id);

	memset(volume.id, ' ', sizeof(volume.id));
	memcpy(volume.id, data, length);
	if (size > length) {
		size_t more = size - length;

		volume.has_joliet = true;
		volume.joliet_level = 3;
		memcpy(volume.joliet_id, data + length,
		       more < sizeof(volume.joliet_id) ? more : sizeof(volume.joliet_id));
	}
	if (ia_label_old(&volume, &old) > 0)
		check_encoded(old);
	text = strndup((const char *)data, size);
	if (text)
		check_encoded(text);
	return 0;
}
