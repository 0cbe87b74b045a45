/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "common/output.h"
#include "rpc/name.h"
#include "verbs/vm-word.h"

#define MIB 1048576

#define LINE_MAX_SHOWN  4096u /* bytes of what a VM has that people see */
#define LABEL_MAX_SHOWN 20u

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

static int get(struct xenapi *xenapi, const char *method, const char *ref, struct rpc_value **ret)
{
	AUTO_XENAPI_ERROR error = NULL;

	return xenapi_callf(xenapi, ret, &error, method, "s", ref) < 0 ? vm_complain(error)
								       : EXIT_DONE;
}

static int add_drives(struct xenapi *xenapi, const struct vm *vm, struct ia_json *doc,
		      json_object *list)
{
	const struct rpc_value *refs = value_member(vm->record, "VBDs");
	int r = EXIT_DONE;

	for (size_t i = 0; i < value_count(refs) && r == EXIT_DONE; i++) {
		AUTO_VALUE drive = NULL;
		AUTO_VALUE vdi = NULL;
		const char *ref;
		json_object *item;

		r = get(xenapi, "VBD.get_record", value_text(value_at(refs, i)), &drive);
		if (r != EXIT_DONE)
			break;
		ref = value_member_text(drive, "VDI");
		if (!value_is_null_ref(ref) && !value_member_bool(drive, "empty", false))
			r = get(xenapi, "VDI.get_record", ref, &vdi);
		item = ia_json_object(doc);
		ia_json_add_string(doc, item, "device", value_member_text(drive, "userdevice"));
		ia_json_add_string(doc, item, "type", value_member_text(drive, "type"));
		ia_json_add_bool(doc, item, "bootable",
				 value_member_bool(drive, "bootable", false));
		ia_json_add_string(doc, item, "medium", value_member_text(vdi, "name_label"));
		ia_json_add_int(doc, item, "bytes", value_member_int(vdi, "virtual_size", 0));
		ia_json_append(doc, list, item);
	}
	return r;
}

static int add_interfaces(struct xenapi *xenapi, const struct vm *vm, struct ia_json *doc,
			  json_object *list)
{
	const struct rpc_value *refs = value_member(vm->record, "VIFs");

	for (size_t i = 0; i < value_count(refs); i++) {
		AUTO_VALUE interface = NULL;
		json_object *item;
		int r = get(xenapi, "VIF.get_record", value_text(value_at(refs, i)), &interface);

		if (r != EXIT_DONE)
			return r;
		item = ia_json_object(doc);
		ia_json_add_string(doc, item, "device", value_member_text(interface, "device"));
		ia_json_add_string(doc, item, "mac", value_member_text(interface, "MAC"));
		ia_json_append(doc, list, item);
	}
	return EXIT_DONE;
}

/* What a guest agent says; an installer has none. */
static int add_addresses(struct xenapi *xenapi, const struct vm *vm, struct ia_json *doc,
			 json_object *object)
{
	const char *metrics = value_member_text(vm->record, "guest_metrics");
	AUTO_VALUE networks = NULL;
	int r = EXIT_DONE;

	if (!value_is_null_ref(metrics))
		r = get(xenapi, "VM_guest_metrics.get_networks", metrics, &networks);
	for (size_t i = 0; i < value_count(networks); i++) {
		const char *text = value_text(value_at(networks, i));

		ia_json_add_named(doc, object, value_key(networks, i),
				  ia_json_string(doc, text ? text : ""));
	}
	return r;
}

static void add_own(const struct vm *vm, struct ia_json *doc, json_object *to)
{
	const struct rpc_value *record = vm->record;

	ia_json_add_string(doc, to, "name", value_member_text(record, "name_label"));
	ia_json_add_string(doc, to, "uuid", value_member_text(record, "uuid"));
	ia_json_add_string(doc, to, "power_state", value_member_text(record, "power_state"));
	ia_json_add_string(doc, to, "domain_type", value_member_text(record, "domain_type"));
	ia_json_add_bool(doc, to, "made_by_isoargs", vm_is_marked(vm));
	ia_json_add_int(doc, to, "memory", value_member_int(record, "memory_static_max", 0));
	ia_json_add_int(doc, to, "vcpus", value_member_int(record, "VCPUs_max", 0));
	ia_json_add_string(doc, to, "bootloader", value_member_text(record, "PV_bootloader"));
	ia_json_add_string(doc, to, "arguments", value_member_text(record, "PV_args"));
}

/* Everything as one document, from which both forms are printed. */
static int gather(struct xenapi *xenapi, const struct vm *vm, struct ia_json *doc, json_object *to)
{
	json_object *drives = ia_json_array(doc), *interfaces = ia_json_array(doc);
	json_object *addresses = ia_json_object(doc);
	int r;

	add_own(vm, doc, to);
	ia_json_add(doc, to, "drives", drives);
	ia_json_add(doc, to, "interfaces", interfaces);
	ia_json_add(doc, to, "addresses", addresses);
	if (doc->error)
		return vm_complain(NULL);
	r = add_drives(xenapi, vm, doc, drives);
	if (r == EXIT_DONE)
		r = add_interfaces(xenapi, vm, doc, interfaces);
	if (r == EXIT_DONE)
		r = add_addresses(xenapi, vm, doc, addresses);
	return r == EXIT_DONE && doc->error ? vm_complain(NULL) : r;
}

static const char *text_of(json_object *object, const char *key)
{
	return json_object_get_string(json_object_object_get(object, key));
}

static int64_t number_of(json_object *object, const char *key)
{
	return json_object_get_int64(json_object_object_get(object, key));
}

static void add_line(struct ia_strbuf *buf, const char *label, const char *text)
{
	output_add(buf, "%-13s", label);
	ia_utf8_add_cut(buf, text, LINE_MAX_SHOWN);
	ia_strbuf_addc(buf, '\n');
}

/* A label of which a part is the pool's: padded to the column of the others. */
static void add_label(struct ia_strbuf *buf, const char *word, const char *part)
{
	struct ia_strbuf label IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&label, word);
	ia_utf8_add_cut(&label, part, LABEL_MAX_SHOWN);
	if (!label.error)
		output_add(buf, "%-13s", label.data);
}

static void add_drive(struct ia_strbuf *buf, json_object *drive)
{
	const char *medium = text_of(drive, "medium");
	bool bootable = json_object_get_boolean(json_object_object_get(drive, "bootable"));

	add_label(buf, "drive ", text_of(drive, "device"));
	ia_utf8_add_cut(buf, text_of(drive, "type"), LABEL_MAX_SHOWN);
	ia_strbuf_adds(buf, bootable ? " (bootable), " : ", ");
	ia_utf8_add_cut(buf, *medium ? medium : "empty", NAME_MAX_SHOWN);
	output_add_line(buf, ", %" PRId64 " MiB", number_of(drive, "bytes") / MIB);
}

static void render_lists(json_object *from, struct ia_strbuf *buf)
{
	json_object *drives = json_object_object_get(from, "drives");
	json_object *interfaces = json_object_object_get(from, "interfaces");

	for (size_t i = 0; i < json_object_array_length(drives); i++)
		add_drive(buf, json_object_array_get_idx(drives, i));
	for (size_t i = 0; i < json_object_array_length(interfaces); i++) {
		json_object *interface = json_object_array_get_idx(interfaces, i);

		add_label(buf, "network ", text_of(interface, "device"));
		ia_utf8_add_cut(buf, text_of(interface, "mac"), NAME_MAX_SHOWN);
		ia_strbuf_addc(buf, '\n');
	}
	json_object_object_foreach(json_object_object_get(from, "addresses"), key, address)
	{
		add_label(buf, "", key);
		ia_utf8_add_cut(buf, json_object_get_string(address), NAME_MAX_SHOWN);
		ia_strbuf_addc(buf, '\n');
	}
}

static int print_text(const struct vm *vm, json_object *from)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	char *text IA_AUTO_SECRET = NULL;
	char memory[64];

	snprintf(memory, sizeof(memory), "%" PRId64 " MiB, %" PRId64 " VCPUs",
		 number_of(from, "memory") / MIB, number_of(from, "vcpus"));
	add_line(&buf, "name", vm->name);
	add_line(&buf, "uuid", vm->uuid);
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
	struct ia_json doc = {0};
	json_object *root;
	const char *word;
	bool json = false;
	const struct verb_options own = {&verb_status, table, take, &json};
	int r = vm_parse(argc, argv, &own, &connect, &word);

	if (r >= 0)
		return r;
	r = connect_open(&connect, NULL, &xenapi);
	if (r == EXIT_DONE)
		r = vm_find(xenapi, word, &vm);
	if (r != EXIT_DONE)
		return r;
	root = ia_json_object(&doc);
	r = gather(xenapi, &vm, &doc, root);
	if (r == EXIT_DONE && json) {
		char *text IA_AUTO_SECRET = NULL;

		r = ia_json_text(doc, root, IA_JSON_INDENTED, &text);
		return r < 0 ? vm_complain(NULL) : output_write(text);
	}
	if (r == EXIT_DONE)
		r = print_text(&vm, root);
	ia_json_free(root);
	return r;
}

const struct verb verb_status = {
	.name = "status",
	.summary = "say what a VM is and how it is started",
	.run = run,
	.help = help,
};
