/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "common/output.h"
#include "verbs/vm.h"

#define MIB 1048576

enum {
	OPTION_JSON = CONNECT_OWN,
};

static void help(void)
{
	fputs("Usage: isoargs-xenserver status --host HOST [OPTION...] VM\n"
	      "\n"
	      "Says what a VM is and how it is started: power state, boot loader, kernel "
	      "arguments,\n"
	      "drives, network interfaces and, where the guest tells them, addresses.\n"
	      "\n"
	      "  --json                 the same as one JSON document\n"
	      "  -h, --help\n"
	      "\n",
	      stdout);
	fputs(connect_help, stdout);
}

static int take(int option, void *data)
{
	if (option == OPTION_JSON)
		*(bool *)data = true;
	return EXIT_DONE;
}

/* Text of a host as JSON may hold it. */
static void put(struct json_object *object, const char *key, const char *text)
{
	struct ia_strbuf valid IA_AUTO_STRBUF = {0};

	ia_utf8_add_valid(&valid, text, strlen(text));
	json_object_object_add(object, key, json_object_new_string(valid.data ? valid.data : ""));
}

static int get(struct xenapi *xenapi, const char *method, const char *ref, struct value **ret)
{
	AUTO_XENAPI_ERROR error = NULL;

	return xenapi_callf(xenapi, ret, &error, method, "s", ref) < 0 ? vm_complain(error)
								       : EXIT_DONE;
}

static int add_drives(struct xenapi *xenapi, const struct vm *vm, struct json_object *list)
{
	const struct value *refs = value_member(vm->record, "VBDs");
	int r = EXIT_DONE;

	for (size_t i = 0; i < value_count(refs) && r == EXIT_DONE; i++) {
		AUTO_VALUE drive = NULL;
		AUTO_VALUE vdi = NULL;
		const char *ref;
		struct json_object *item;

		r = get(xenapi, "VBD.get_record", value_text(value_at(refs, i)), &drive);
		if (r != EXIT_DONE)
			break;
		ref = value_member_text(drive, "VDI");
		if (!value_is_null_ref(ref) && !value_member_bool(drive, "empty", false))
			r = get(xenapi, "VDI.get_record", ref, &vdi);
		item = json_object_new_object();
		put(item, "device", value_member_text(drive, "userdevice"));
		put(item, "type", value_member_text(drive, "type"));
		json_object_object_add(
			item, "bootable",
			json_object_new_boolean(value_member_bool(drive, "bootable", false)));
		put(item, "medium", value_member_text(vdi, "name_label"));
		json_object_object_add(
			item, "bytes",
			json_object_new_int64(value_member_int(vdi, "virtual_size", 0)));
		json_object_array_add(list, item);
	}
	return r;
}

static int add_interfaces(struct xenapi *xenapi, const struct vm *vm, struct json_object *list)
{
	const struct value *refs = value_member(vm->record, "VIFs");

	for (size_t i = 0; i < value_count(refs); i++) {
		AUTO_VALUE interface = NULL;
		struct json_object *item;
		int r = get(xenapi, "VIF.get_record", value_text(value_at(refs, i)), &interface);

		if (r != EXIT_DONE)
			return r;
		item = json_object_new_object();
		put(item, "device", value_member_text(interface, "device"));
		put(item, "mac", value_member_text(interface, "MAC"));
		json_object_array_add(list, item);
	}
	return EXIT_DONE;
}

/* What a guest agent says; an installer has none. */
static int add_addresses(struct xenapi *xenapi, const struct vm *vm, struct json_object *object)
{
	const char *metrics = value_member_text(vm->record, "guest_metrics");
	AUTO_VALUE networks = NULL;
	int r = EXIT_DONE;

	if (!value_is_null_ref(metrics))
		r = get(xenapi, "VM_guest_metrics.get_networks", metrics, &networks);
	for (size_t i = 0; i < value_count(networks); i++) {
		const char *text = value_text(value_at(networks, i));

		put(object, value_key(networks, i), text ? text : "");
	}
	return r;
}

static void add_own(const struct vm *vm, struct json_object *to)
{
	const struct value *record = vm->record;

	put(to, "name", vm_name(vm));
	put(to, "uuid", vm_uuid(vm));
	put(to, "power_state", value_member_text(record, "power_state"));
	put(to, "domain_type", value_member_text(record, "domain_type"));
	json_object_object_add(to, "made_by_isoargs", json_object_new_boolean(vm_is_marked(vm)));
	json_object_object_add(
		to, "memory",
		json_object_new_int64(value_member_int(record, "memory_static_max", 0)));
	json_object_object_add(to, "vcpus",
			       json_object_new_int64(value_member_int(record, "VCPUs_max", 0)));
	put(to, "bootloader", value_member_text(record, "PV_bootloader"));
	put(to, "arguments", value_member_text(record, "PV_args"));
}

/* Everything as one document, from which both forms are printed. */
static int gather(struct xenapi *xenapi, const struct vm *vm, struct json_object *to)
{
	struct json_object *drives = json_object_new_array(), *interfaces = json_object_new_array();
	struct json_object *addresses = json_object_new_object();
	int r;

	add_own(vm, to);
	json_object_object_add(to, "drives", drives);
	json_object_object_add(to, "interfaces", interfaces);
	json_object_object_add(to, "addresses", addresses);
	r = add_drives(xenapi, vm, drives);
	if (r == EXIT_DONE)
		r = add_interfaces(xenapi, vm, interfaces);
	return r == EXIT_DONE ? add_addresses(xenapi, vm, addresses) : r;
}

static const char *text_of(struct json_object *object, const char *key)
{
	return json_object_get_string(json_object_object_get(object, key));
}

static int64_t number_of(struct json_object *object, const char *key)
{
	return json_object_get_int64(json_object_object_get(object, key));
}

static void add_line(struct ia_strbuf *buf, const char *label, const char *text)
{
	ia_strbuf_addf(buf, "%-13s", label);
	ia_utf8_add_printable(buf, text, strlen(text));
	ia_strbuf_addc(buf, '\n');
}

static void render_lists(struct json_object *from, struct ia_strbuf *buf)
{
	struct json_object *drives = json_object_object_get(from, "drives");
	struct json_object *interfaces = json_object_object_get(from, "interfaces");
	char label[32], text[512];

	for (size_t i = 0; i < json_object_array_length(drives); i++) {
		struct json_object *drive = json_object_array_get_idx(drives, i);
		const char *medium = text_of(drive, "medium");

		snprintf(label, sizeof(label), "drive %.16s", text_of(drive, "device"));
		snprintf(text, sizeof(text), "%.16s%s, %.300s, %" PRId64 " MiB",
			 text_of(drive, "type"),
			 json_object_get_boolean(json_object_object_get(drive, "bootable"))
				 ? " (bootable)"
				 : "",
			 *medium ? medium : "empty", number_of(drive, "bytes") / MIB);
		add_line(buf, label, text);
	}
	for (size_t i = 0; i < json_object_array_length(interfaces); i++) {
		struct json_object *interface = json_object_array_get_idx(interfaces, i);

		snprintf(label, sizeof(label), "network %.16s", text_of(interface, "device"));
		add_line(buf, label, text_of(interface, "mac"));
	}
	json_object_object_foreach(json_object_object_get(from, "addresses"), key, address)
	{
		snprintf(label, sizeof(label), "%.20s", key);
		add_line(buf, label, json_object_get_string(address));
	}
}

static int print_text(struct json_object *from)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *text IA_AUTO_FREE = NULL;
	char memory[64];

	snprintf(memory, sizeof(memory), "%" PRId64 " MiB, %" PRId64 " VCPUs",
		 number_of(from, "memory") / MIB, number_of(from, "vcpus"));
	add_line(&buf, "name", text_of(from, "name"));
	add_line(&buf, "uuid", text_of(from, "uuid"));
	add_line(&buf, "state", text_of(from, "power_state"));
	add_line(&buf, "memory", memory);
	add_line(&buf, "boot loader", text_of(from, "bootloader"));
	add_line(&buf, "arguments", text_of(from, "arguments"));
	add_line(&buf, "made here",
		 json_object_get_boolean(json_object_object_get(from, "made_by_isoargs")) ? "yes"
											  : "no");
	render_lists(from, &buf);
	if (ia_strbuf_take(&buf, &text) < 0)
		return vm_complain(NULL);
	return output_write(text);
}

static int print_json(struct json_object *from)
{
	char *text IA_AUTO_FREE = NULL;

	if (asprintf(&text, "%s\n",
		     json_object_to_json_string_ext(
			     from, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE)) < 0) {
		text = NULL;
		return vm_complain(NULL);
	}
	return output_write(text);
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		CONNECT_OPTIONS,
		{"json", no_argument, NULL, OPTION_JSON},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	AUTO_CONNECT connect = CONNECT_NONE;
	AUTO_XENAPI xenapi = NULL;
	AUTO_VM vm = {0};
	struct json_object *document;
	const char *word;
	bool json = false;
	int r = vm_parse(argc, argv, &verb_status, table, &connect, take, &json, &word);

	if (r >= 0)
		return r;
	r = connect_open(&connect, NULL, &xenapi);
	if (r == EXIT_DONE)
		r = vm_find(xenapi, word, &vm);
	if (r != EXIT_DONE)
		return r;
	document = json_object_new_object();
	r = gather(xenapi, &vm, document);
	if (r == EXIT_DONE)
		r = json ? print_json(document) : print_text(document);
	json_object_put(document);
	return r;
}

const struct verb verb_status = {
	.name = "status",
	.summary = "say what a VM is and how it is started",
	.run = run,
	.help = help,
};
