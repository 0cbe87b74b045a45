/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/xen-notes.h"

#include <errno.h>
#include <string.h>

#include "base/bytes.h"
#include "base/limits.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "kernel/elf.h"
#include "kernel/kernel.h"

enum note_kind {
	NUMBER,
	TEXT,
	BYTES,
};

/* By type; xen/include/public/elfnote.h says of each what it holds. */
static const struct {
	const char *name;
	enum note_kind kind;
} kinds[] = {
	{"INFO", BYTES},          {"ENTRY", NUMBER},         {"HYPERCALL_PAGE", NUMBER},
	{"VIRT_BASE", NUMBER},    {"PADDR_OFFSET", NUMBER},  {"XEN_VERSION", TEXT},
	{"GUEST_OS", TEXT},       {"GUEST_VERSION", TEXT},   {"LOADER", TEXT},
	{"PAE_MODE", TEXT},       {"FEATURES", TEXT},        {"BSD_SYMTAB", TEXT},
	{"HV_START_LOW", NUMBER}, {"L1_MFN_VALID", BYTES},   {"SUSPEND_CANCEL", NUMBER},
	{"INIT_P2M", NUMBER},     {"MOD_START_PFN", NUMBER}, {"SUPPORTED_FEATURES", NUMBER},
	{"PHYS32_ENTRY", NUMBER}, {"PHYS32_RELOC", BYTES},
};

static bool is_xen(const struct ia_elf_note *note)
{
	return note->name_size == sizeof("Xen") && memcmp(note->name, "Xen", sizeof("Xen")) == 0;
}

static void add_number(struct ia_strbuf *buf, const uint8_t *value, size_t size)
{
	uint64_t number = 0;

	for (size_t i = size; i > 0; i--)
		number = number << 8 | value[i - 1];
	ia_strbuf_addf(buf, "0x%llx", (unsigned long long)number);
}

static void add_bytes(struct ia_strbuf *buf, const uint8_t *value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		ia_strbuf_addf(buf, i ? " %02x" : "%02x", value[i]);
}

/* The value for a person, and the text of a text. */
static int take_value(const struct ia_elf_note *from, enum note_kind kind, struct ia_arena *arena,
		      struct ia_xen_note *note)
{
	size_t size =
		from->value_size < IA_XEN_NOTE_VALUE_MAX ? from->value_size : IA_XEN_NOTE_VALUE_MAX;
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *value IA_AUTO_FREE = NULL;
	int r;

	if (kind == TEXT) {
		note->text = ia_arena_strndup(arena, (const char *)from->value, size);
		if (!note->text)
			return -ENOMEM;
		ia_utf8_add_printable(&buf, note->text, strlen(note->text));
	} else if (kind == NUMBER) {
		add_number(&buf, from->value, size);
	} else {
		add_bytes(&buf, from->value, size);
	}
	if (size < from->value_size)
		ia_strbuf_addf(&buf, "... (%zu bytes)", from->value_size);
	r = ia_strbuf_take(&buf, &value);
	if (r < 0)
		return r;
	note->value = ia_arena_strdup(arena, value);
	return note->value ? 0 : -ENOMEM;
}

static int take_note(struct isoargs_kernel *kernel, const struct ia_elf_note *from, uint64_t place,
		     struct isoargs_error **reterr)
{
	enum note_kind kind = from->type < IA_COUNT(kinds) ? kinds[from->type].kind : BYTES;
	struct ia_xen_note note = {.type = from->type};
	size_t size = from->value_size;

	note.name = from->type < IA_COUNT(kinds)
			    ? kinds[from->type].name
			    : ia_arena_printf(kernel->arena, "note %u", from->type);
	if (!note.name)
		return ia_error_memory(reterr);
	if (kind == NUMBER && size != 1 && size != 2 && size != 4 && size != 8)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, place), NULL,
				"found a Xen note %s of %zu bytes, expected a number of 1, 2, 4 or "
				"8",
				note.name, size);
	if (take_value(from, kind, kernel->arena, &note) < 0 ||
	    ia_arena_grow(kernel->arena, &kernel->notes.items, kernel->notes.count,
			  &kernel->notes.capacity, sizeof(note)) < 0)
		return ia_error_memory(reterr);
	kernel->notes.items[kernel->notes.count++] = note;
	return 0;
}

int ia_xen_notes_add(struct isoargs_kernel *kernel, const uint8_t *segment, size_t size,
		     uint64_t base, struct isoargs_error **reterr)
{
	struct ia_elf_note note;
	size_t at = 0, start = 0;
	int r;

	/* Bounded by IA_ELF_NOTES_MAX, and what is made of each by IA_XEN_NOTE_VALUE_MAX. */
	while ((r = ia_elf_next_note(segment, size, base, &at, &note, reterr)) > 0) {
		if (kernel->notes.seen++ == IA_ELF_NOTES_MAX)
			return ia_error(reterr, -E2BIG, IA_AT_OFFSET(NULL, base + start), NULL,
					"found more than %u ELF notes", IA_ELF_NOTES_MAX);
		if (is_xen(&note)) {
			r = take_note(kernel, &note, base + start, reterr);
			if (r < 0)
				return r;
		}
		start = at;
	}
	return r;
}

const struct ia_xen_note *ia_xen_notes_find(const struct isoargs_kernel *kernel,
					    enum ia_xen_note_type type)
{
	for (size_t i = kernel->notes.count; i > 0; i--)
		if (kernel->notes.items[i - 1].type == (uint32_t)type)
			return &kernel->notes.items[i - 1];
	return NULL;
}
