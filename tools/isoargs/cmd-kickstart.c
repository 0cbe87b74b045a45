/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/atomic.h"
#include "common/input.h"
#include "common/output.h"
#include "common/prompt.h"
#include "common/secret.h"
#include "options.h"
#include "verb.h"

#define KEY_FILE_MAX (64u * 1024u)

enum {
	OPTION_ROOT_HASH_FILE = OPTION_OWN,
	OPTION_ROOT_PASSWORD_FILE,
	OPTION_SSH_KEY_FILE,
	OPTION_OEMDRV,
	OPTION_FORCE,
	OPTION_SETUP, /* and the library's option numbers after it */
};

#define OPTION_OF_SETUP(option) (OPTION_SETUP + (option))

static void help(void)
{
	fputs("Usage: isoargs kickstart [OPTION...] [IMAGE]\n"
	      "\n"
	      "Prints a kickstart for EL7 that leaves a system which pygrub can boot, and powers "
	      "the\n"
	      "guest off at the end. With IMAGE the medium is looked at first: one of another "
	      "family\n"
	      "or release is refused. Warnings go to standard error.\n"
	      "\n"
	      "Root, asked for at the terminal where none of these is given\n"
	      "  --root-hash-file F     first line of F is the password's hash: $6$, $5$ or $1$\n"
	      "  --root-password-file F first line of F is the password\n"
	      "  --lock-root            no password opens root's account\n"
	      "  --ssh-key-file F       public keys that may log in as root; may be repeated\n"
	      "\n"
	      "System\n"
	      "  --disk NAME            disk in the guest, which is overwritten (default xvda)\n"
	      "  --boot-fs FS           file system of /boot: ext3 (default), which every pygrub "
	      "reads,\n"
	      "                         or ext4\n"
	      "  --swap MIB             0 for none (default 1024)\n"
	      "  --lang LOCALE          default en_US.UTF-8\n"
	      "  --keyboard KEYMAP      default us\n"
	      "  --timezone ZONE        default Etc/UTC\n"
	      "  --package NAME         beside @core: NAME, -NAME, @GROUP or @^ENVIRONMENT; may "
	      "be\n"
	      "                         repeated\n"
	      "  --repo LOCATION        installation source: http://..., nfs:..., cdrom:DEVICE\n"
	      "                         (default: the medium)\n"
	      "\n",
	      stdout);
	fputs(wishes_help_network, stdout);
	fputs("\n"
	      "Output\n"
	      "  --oemdrv FILE          instead of printing it: a small ISO image labelled OEMDRV, "
	      "on\n"
	      "                         which EL7 finds it by itself; readable by its owner only\n"
	      "  --force                replace FILE\n"
	      "  --no-sandbox           keep access to files and network while the image is read\n"
	      "  -v, --verbose          also print notes that are only worth knowing\n"
	      "  -h, --help\n",
	      stdout);
	putchar('\n');
	remote_print_help("");
}

struct request {
	struct options options;
	struct isoargs_setup *setup;
	const char *oemdrv; /* NULL: print */
	bool force;
	bool has_root;           /* an option says what root's password is to be */
	struct atomic_file file; /* oemdrv, once it is open */
};

static void free_request(struct request *request)
{
	options_free(&request->options);
	isoargs_setup_free(request->setup);
	atomic_close(&request->file);
}

/* A value's failure is the caller's, unless there is no memory. */
static int set(struct isoargs_setup *setup, enum isoargs_option option, const char *value)
{
	AUTO_ERROR error = NULL;
	int r;

	r = isoargs_setup_set(setup, option, value, &error);
	if (r == 0)
		return EXIT_DONE;
	output_error(NULL, error);
	return r == -ENOMEM ? EXIT_FAILED : EXIT_USAGE;
}

static int set_password(struct isoargs_setup *setup, const char *subject, const char *password)
{
	char hash[SECRET_HASH_MAX];
	int r;

	r = secret_hash(subject, password, hash);
	if (r == EXIT_DONE)
		r = set(setup, ISOARGS_SETUP_ROOT_HASH, hash);
	explicit_bzero(hash, sizeof(hash));
	return r;
}

static int take_root_file(struct isoargs_setup *setup, bool is_hash, const char *path)
{
	const char *option = is_hash ? "--root-hash-file" : "--root-password-file";
	char secret[SECRET_MAX];
	int r;

	r = secret_read_file(option, path, secret);
	if (r == EXIT_DONE && is_hash)
		r = set(setup, ISOARGS_SETUP_ROOT_HASH, secret);
	else if (r == EXIT_DONE)
		r = set_password(setup, option, secret);
	explicit_bzero(secret, sizeof(secret));
	return r;
}

/* Each line but empty ones and comments, as in authorized_keys. */
static int take_keys(struct isoargs_setup *setup, const char *path, char *text)
{
	char *rest = text;
	bool any = false;

	for (char *line; (line = strsep(&rest, "\n"));) {
		int r;

		line[strcspn(line, "\r")] = '\0';
		if (line[0] == '\0' || line[0] == '#')
			continue;
		r = set(setup, ISOARGS_SETUP_SSH_KEY, line);
		if (r != EXIT_DONE)
			return r;
		any = true;
	}
	if (any)
		return EXIT_DONE;
	output_complain("--ssh-key-file", "%s: there is no key in it", path);
	return EXIT_USAGE;
}

static int take_key_file(struct isoargs_setup *setup, const char *path)
{
	char *text = calloc(1, KEY_FILE_MAX + 1);
	ssize_t length;
	int r = EXIT_FAILED;

	if (!text) {
		output_complain("--ssh-key-file", "%s: out of memory", path);
		return EXIT_FAILED;
	}
	length = input_read("--ssh-key-file", path, INPUT_WHOLE, text, KEY_FILE_MAX + 1);
	if (length > KEY_FILE_MAX || (length > 0 && memchr(text, '\0', (size_t)length))) {
		output_complain("--ssh-key-file", "%s: no file of keys: %s", path,
				length > KEY_FILE_MAX ? "it is too large" : "it is no text");
		r = EXIT_USAGE;
	} else if (length >= 0) {
		r = take_keys(setup, path, text);
	}
	free(text);
	return r;
}

static int take_own(int option, void *data)
{
	struct request *request = data;

	switch (option) {
	case OPTION_ROOT_HASH_FILE:
	case OPTION_ROOT_PASSWORD_FILE:
		request->has_root = true;
		return take_root_file(request->setup, option == OPTION_ROOT_HASH_FILE, optarg);
	case OPTION_SSH_KEY_FILE:
		return take_key_file(request->setup, optarg);
	case OPTION_OEMDRV:
		request->oemdrv = optarg;
		return EXIT_DONE;
	case OPTION_FORCE:
		request->force = true;
		return EXIT_DONE;
	default:
		if (option == OPTION_OF_SETUP(ISOARGS_SETUP_LOCK_ROOT))
			request->has_root = true;
		return set(request->setup, (enum isoargs_option)(option - OPTION_SETUP), optarg);
	}
}

/* Root's password, for which nothing else is left to wait. */
static int ask_for_root(struct isoargs_setup *setup)
{
	char secret[SECRET_MAX];
	int r;

	if (!prompt_is_possible()) {
		output_complain(NULL,
				"nothing says what root's password is to be, and there is no "
				"terminal to ask at; give --root-hash-file, --root-password-file "
				"or --lock-root");
		return EXIT_USAGE;
	}
	r = prompt_secret("Password for root: ", "The same again: ", secret, sizeof(secret));
	if (r == EXIT_DONE)
		r = set_password(setup, NULL, secret);
	explicit_bzero(secret, sizeof(secret));
	return r;
}

static int compose(const struct request *request, const struct isoargs_report *report,
		   struct isoargs_kickstart **ret)
{
	AUTO_ERROR error = NULL;
	int r;

	r = isoargs_kickstart(report, request->options.request, request->setup, ret, &error);
	if (r == -ENOKEY) {
		r = ask_for_root(request->setup);
		if (r != EXIT_DONE)
			return r;
		error = isoargs_error_free(error);
		r = isoargs_kickstart(report, request->options.request, request->setup, ret,
				      &error);
	}
	if (r == 0)
		return EXIT_DONE;
	return options_fail(request->options.path, r, error);
}

static void wipe(void *data, size_t size)
{
	if (data)
		explicit_bzero(data, size);
	free(data);
}

static int write_oemdrv(struct atomic_file *file, const char *path, const char *text)
{
	AUTO_ERROR error = NULL;
	void *image = NULL;
	size_t size = 0;
	int r;

	if (isoargs_oemdrv(text, strlen(text), time(NULL), &image, &size, &error) < 0) {
		output_error(path, error);
		return EXIT_FAILED;
	}
	r = atomic_write(file, image, size);
	if (r == EXIT_DONE)
		r = atomic_commit(file);
	wipe(image, size);
	return r;
}

static int open_oemdrv(struct request *request)
{
	return atomic_open(&request->file, request->oemdrv,
			   ATOMIC_PRIVATE | (request->force ? ATOMIC_REPLACES : 0));
}

static void cleanup_kickstart(struct isoargs_kickstart **kickstart)
{
	isoargs_kickstart_free(*kickstart);
}

static int write_kickstart(struct request *request, const struct isoargs_report *report)
{
	__attribute__((cleanup(cleanup_kickstart))) struct isoargs_kickstart *kickstart = NULL;
	const struct isoargs_note *note;
	const char *text;
	int r;

	r = compose(request, report, &kickstart);
	if (r != EXIT_DONE)
		return r;
	for (size_t i = 0; (note = isoargs_kickstart_note(kickstart, i)); i++)
		output_note(request->options.path, note, request->options.verbose);
	text = isoargs_kickstart_text(kickstart);
	return request->oemdrv ? write_oemdrv(&request->file, request->oemdrv, text)
			       : output_write(text);
}

/* What is written and where a password may be asked for is open before the image is read. */
static int read_medium(struct request *request, struct isoargs_image *image,
		       struct isoargs_report **ret_report)
{
	int r;

	if (!request->has_root)
		prompt_keep_terminal();
	request->options.sandbox.terminal = !request->has_root;
	request->options.sandbox.folder = request->file.directory;
	r = options_enter_sandbox(&request->options, image);
	return r == EXIT_DONE ? options_read_image(&request->options, image, ret_report) : r;
}

/* The image is optional: without one the medium is taken to be of EL7. */
static int run_with_operands(struct request *request, int argc, char **argv)
{
	AUTO_IMAGE image = NULL;
	AUTO_REPORT report = NULL;
	int r = EXIT_DONE;

	if (argc != optind)
		r = options_take_image(argc, argv, "kickstart", &request->options);
	if (r == EXIT_DONE && request->force && !request->oemdrv) {
		output_complain(NULL, "--force: found without --oemdrv, whose file it replaces");
		r = suggest_help("kickstart");
	}
	if (r == EXIT_DONE && request->options.path)
		r = options_open_image(&request->options, &image);
	if (r == EXIT_DONE && request->oemdrv)
		r = open_oemdrv(request);
	if (r == EXIT_DONE && image)
		r = read_medium(request, image, &report);
	if (r == EXIT_DONE && image)
		r = options_settle(&request->options);
	if (r != EXIT_DONE)
		return r;
	if (report)
		output_notes(request->options.path, report, NULL, request->options.verbose);
	return write_kickstart(request, report);
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		WISHES_NETWORK,
		{"repo", required_argument, NULL, WISH_OF(ISOARGS_REPO)},
		{"root-hash-file", required_argument, NULL, OPTION_ROOT_HASH_FILE},
		{"root-password-file", required_argument, NULL, OPTION_ROOT_PASSWORD_FILE},
		{"lock-root", no_argument, NULL, OPTION_OF_SETUP(ISOARGS_SETUP_LOCK_ROOT)},
		{"ssh-key-file", required_argument, NULL, OPTION_SSH_KEY_FILE},
		{"disk", required_argument, NULL, OPTION_OF_SETUP(ISOARGS_SETUP_DISK)},
		{"boot-fs", required_argument, NULL, OPTION_OF_SETUP(ISOARGS_SETUP_BOOT_FS)},
		{"swap", required_argument, NULL, OPTION_OF_SETUP(ISOARGS_SETUP_SWAP)},
		{"lang", required_argument, NULL, OPTION_OF_SETUP(ISOARGS_SETUP_LANG)},
		{"keyboard", required_argument, NULL, OPTION_OF_SETUP(ISOARGS_SETUP_KEYBOARD)},
		{"timezone", required_argument, NULL, OPTION_OF_SETUP(ISOARGS_SETUP_TIMEZONE)},
		{"package", required_argument, NULL, OPTION_OF_SETUP(ISOARGS_SETUP_PACKAGE)},
		{"oemdrv", required_argument, NULL, OPTION_OEMDRV},
		{"force", no_argument, NULL, OPTION_FORCE},
		OPTIONS_SANDBOX,
		OPTIONS_REMOTE,
		OPTIONS_VERBOSE,
		OPTIONS_HELP,
		{0},
	};
	__attribute__((cleanup(free_request))) struct request request = {
		.options = {.inspect.depth = ISOARGS_DEPTH_ARGS, OPTIONS_NONE},
		.file = ATOMIC_FILE_NONE,
	};
	int r;

	r = options_new_request(&request.options);
	if (r != EXIT_DONE)
		return r;
	if (isoargs_setup_new(&request.setup) < 0) {
		output_complain(NULL, "out of memory");
		return EXIT_FAILED;
	}
	r = options_parse(argc, argv,
			  &(struct verb_options){&verb_kickstart, table, take_own, &request},
			  &request.options);
	return r >= 0 ? r : run_with_operands(&request, argc, argv);
}

const struct verb verb_kickstart = {
	.name = "kickstart",
	.summary = "print a kickstart for a guest that pygrub can boot",
	.run = run,
	.help = help,
};
