/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "kickstart/setup.h"
#include "report/report.h"

/* "secret" by crypt(3), each with a salt of its own. */
#define SHA512                                                                                     \
	"$6$saltsalt$TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDe"                             \
	"hy0S5knV8wiOQSpT0Y77vwPZN.Pq.H91p5hVO1"
#define SHA256 "$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA"
#define MD5    "$1$saltsalt$9xy1btjgzLYfb7hivXtC//"

#define ED25519 "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILl4lE0eTzJ3bJJUV4l8zZ3hZQv1cCHoFwVwrnUOCZ5K"
#define RSA     "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDI"

static struct isoargs_setup *new_setup(void)
{
	struct isoargs_setup *setup = NULL;

	assert_int_equal(isoargs_setup_new(&setup), 0);
	return setup;
}

static struct isoargs_request *new_request(void)
{
	struct isoargs_request *request = NULL;

	assert_int_equal(isoargs_request_new(&request), 0);
	return request;
}

static void set(struct isoargs_setup *setup, enum isoargs_option option, const char *value)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	if (isoargs_setup_set(setup, option, value, &error) != 0)
		fail_msg("%s: %s", value ? value : "(none)", isoargs_error_message(error));
}

static void assert_accepted(enum isoargs_option option, const char *value)
{
	struct isoargs_setup *setup = new_setup();

	set(setup, option, value);
	isoargs_setup_free(setup);
}

/* The sentence names the option and holds a part. */
static void assert_refused(enum isoargs_option option, const char *value, const char *name,
			   const char *part)
{
	struct isoargs_setup *setup = new_setup();
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	if (isoargs_setup_set(setup, option, value, &error) != -EINVAL)
		fail_msg("accepted: %s %s", name, value);
	assert_string_equal(isoargs_option_name(isoargs_error_option(error)), name);
	assert_contains(isoargs_error_message(error), part);
	isoargs_setup_free(setup);
}

/* A secret's sentence holds nothing of it. */
static void assert_hash_refused(const char *value, const char *part)
{
	struct isoargs_setup *setup = new_setup();
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	if (isoargs_setup_set(setup, ISOARGS_SETUP_ROOT_HASH, value, &error) != -EINVAL)
		fail_msg("accepted: %s", value);
	assert_string_equal(isoargs_option_name(isoargs_error_option(error)),
			    "ISOARGS_SETUP_ROOT_HASH");
	assert_contains(isoargs_error_message(error), part);
	if (strlen(value) > 4 && strstr(isoargs_error_message(error), value))
		fail_msg("repeated: %s", value);
	isoargs_setup_free(setup);
}

static void the_hashes_that_el7_knows_are_taken(void **state IA_UNUSED)
{
	assert_accepted(ISOARGS_SETUP_ROOT_HASH, SHA512);
	assert_accepted(ISOARGS_SETUP_ROOT_HASH, SHA256);
	assert_accepted(ISOARGS_SETUP_ROOT_HASH, MD5);
	assert_accepted(ISOARGS_SETUP_ROOT_HASH,
			"$5$rounds=1000$s$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA");
	assert_accepted(ISOARGS_SETUP_ROOT_HASH, "$5$rounds=999999999$0123456789abcdef$"
						 "0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA");
}

static void other_hashes_are_refused_and_not_repeated(void **state IA_UNUSED)
{
	assert_hash_refused("", "nothing");
	assert_hash_refused("swordfish", "no hash of a password");
	assert_hash_refused("$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.Rh"
			    "AtQ7",
			    "a method that EL7 does not know");
	assert_hash_refused("$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
			    "a method that EL7 does not know");
	assert_hash_refused("$6$saltsalt", "without a proper salt");
	assert_hash_refused("$6$$abc", "without a proper salt");
	assert_hash_refused("$5$0123456789abcdefg$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA",
			    "without a proper salt");
	assert_hash_refused("$1$saltsalt9$9xy1btjgzLYfb7hivXtC//", "without a proper salt");
	assert_hash_refused("$5$rounds=999$s$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA",
			    "rounds");
	assert_hash_refused("$5$rounds=1000000000$s$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA",
			    "rounds");
	assert_hash_refused("$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5s", "cut off");
	assert_hash_refused(SHA256 "0", "more than a hash");
	assert_hash_refused(SHA256 "\npoweroff", "more than a hash");
	assert_hash_refused(SHA512 " --lock", "more than a hash");
	assert_hash_refused("$5$salt salt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA", "salt");
}

static void a_password_and_a_lock_exclude_each_other(void **state IA_UNUSED)
{
	struct isoargs_setup *setup = new_setup();
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	set(setup, ISOARGS_SETUP_ROOT_HASH, SHA512);
	set(setup, ISOARGS_SETUP_ROOT_HASH, SHA512);
	assert_int_equal(isoargs_setup_set(setup, ISOARGS_SETUP_ROOT_HASH, SHA256, &error),
			 -EINVAL);
	assert_contains(isoargs_error_message(error), "a second root password");
	assert_int_equal(isoargs_setup_set(setup, ISOARGS_SETUP_LOCK_ROOT, NULL, NULL), -EINVAL);
	setup = isoargs_setup_free(setup);
	assert_null(setup);

	setup = new_setup();
	assert_int_equal(isoargs_setup_set(setup, ISOARGS_SETUP_LOCK_ROOT, "yes", NULL), -EINVAL);
	set(setup, ISOARGS_SETUP_LOCK_ROOT, NULL);
	set(setup, ISOARGS_SETUP_LOCK_ROOT, NULL);
	assert_int_equal(isoargs_setup_set(setup, ISOARGS_SETUP_ROOT_HASH, SHA512, NULL), -EINVAL);
	isoargs_setup_free(setup);
	assert_null(isoargs_setup_free(NULL));
}

static void public_keys_are_taken_and_nothing_else(void **state IA_UNUSED)
{
	static const char name[] = "ISOARGS_SETUP_SSH_KEY";

	assert_accepted(ISOARGS_SETUP_SSH_KEY, ED25519);
	assert_accepted(ISOARGS_SETUP_SSH_KEY, ED25519 " root@example.org, 'the' \"$HOME\" one");
	assert_accepted(ISOARGS_SETUP_SSH_KEY, RSA);
	assert_accepted(ISOARGS_SETUP_SSH_KEY, RSA "AA==");
	assert_refused(ISOARGS_SETUP_SSH_KEY, RSA "AB==", name, "no base64");
	assert_refused(ISOARGS_SETUP_SSH_KEY, RSA "AA=", name, "no base64");
	assert_refused(ISOARGS_SETUP_SSH_KEY, "", name, "no type");
	assert_refused(ISOARGS_SETUP_SSH_KEY, "ssh-rsa", name, "no base64");
	assert_refused(ISOARGS_SETUP_SSH_KEY, "ssh-rsa ", name, "no base64");
	assert_refused(ISOARGS_SETUP_SSH_KEY, RSA "=", name, "no base64");
	assert_refused(ISOARGS_SETUP_SSH_KEY, RSA "!", name, "no base64");
	assert_refused(ISOARGS_SETUP_SSH_KEY, "ssh-rsa AAAA", name, "another type");
	assert_refused(ISOARGS_SETUP_SSH_KEY,
		       "ssh-rsa"
		       " AAAAC3NzaC1lZDI1NTE5AAAAILl4",
		       name, "another type");
	assert_refused(ISOARGS_SETUP_SSH_KEY, "ssh-dss AAAAB3NzaC1kc3MA", name, "no type");
	assert_refused(ISOARGS_SETUP_SSH_KEY, "sk-ssh-ed25519@openssh.com AAAA", name, "no type");
	assert_refused(ISOARGS_SETUP_SSH_KEY, "from=\"a\" " ED25519, name, "no type");
	assert_refused(ISOARGS_SETUP_SSH_KEY, "END_OF_KEYS", name, "no type");
	assert_refused(ISOARGS_SETUP_SSH_KEY, "-----BEGIN OPENSSH PRIVATE KEY-----", name,
		       "a private key");
	assert_refused(ISOARGS_SETUP_SSH_KEY, ED25519 "\n%end", name, "printable ASCII");
	assert_refused(ISOARGS_SETUP_SSH_KEY, ED25519 " \xc3\xa4", name, "printable ASCII");
	assert_refused(ISOARGS_SETUP_SSH_KEY, ED25519 " \x7f", name, "printable ASCII");
}

static void a_key_is_as_long_as_sshd_reads(void **state IA_UNUSED)
{
	char line[IA_SSH_KEY_MAX + 2];
	size_t length = (size_t)snprintf(line, sizeof(line), "%s ", ED25519);

	memset(line + length, 'c', sizeof(line) - length);
	line[IA_SSH_KEY_MAX] = '\0';
	assert_accepted(ISOARGS_SETUP_SSH_KEY, line);
	line[IA_SSH_KEY_MAX] = 'c';
	line[IA_SSH_KEY_MAX + 1] = '\0';
	assert_refused(ISOARGS_SETUP_SSH_KEY, line, "ISOARGS_SETUP_SSH_KEY", "too long");
}

static void there_are_so_many_keys_and_packages_and_no_more(void **state IA_UNUSED)
{
	struct isoargs_setup *setup = new_setup();
	char text[sizeof(ED25519) + 16];

	for (unsigned i = 0; i < IA_OPTION_VALUES_MAX; i++) {
		snprintf(text, sizeof(text), "%s %u", ED25519, i);
		set(setup, ISOARGS_SETUP_SSH_KEY, text);
		snprintf(text, sizeof(text), "p%u", i);
		set(setup, ISOARGS_SETUP_PACKAGE, text);
	}
	set(setup, ISOARGS_SETUP_PACKAGE, "p0"); /* there already */
	assert_int_equal(isoargs_setup_set(setup, ISOARGS_SETUP_SSH_KEY, ED25519, NULL), -E2BIG);
	assert_int_equal(isoargs_setup_set(setup, ISOARGS_SETUP_PACKAGE, "p64", NULL), -E2BIG);
	isoargs_setup_free(setup);
}

static void disks_are_whole_disks_of_a_guest(void **state IA_UNUSED)
{
	assert_accepted(ISOARGS_SETUP_DISK, "xvda");
	assert_accepted(ISOARGS_SETUP_DISK, "xvdaa");
	assert_accepted(ISOARGS_SETUP_DISK, "sda");
	for (size_t i = 0; i < 9; i++) {
		static const char *const wrong[] = {"",         "xvd",       "xvda1",
						    "xvdaaa",   "/dev/xvda", "xvda b",
						    "xvda,sda", "xvda\nsk",  "disk/by-id/x"};

		assert_refused(ISOARGS_SETUP_DISK, wrong[i], "ISOARGS_SETUP_DISK", "a whole disk");
	}
}

static void the_boot_file_system_is_one_that_pygrub_reads(void **state IA_UNUSED)
{
	assert_accepted(ISOARGS_SETUP_BOOT_FS, "ext3");
	assert_accepted(ISOARGS_SETUP_BOOT_FS, "ext4");
	assert_refused(ISOARGS_SETUP_BOOT_FS, "xfs", "ISOARGS_SETUP_BOOT_FS", "pygrub cannot read");
	assert_refused(ISOARGS_SETUP_BOOT_FS, "ext3 --grow", "ISOARGS_SETUP_BOOT_FS",
		       "expected ext3");
}

static void swap_is_none_or_between_its_bounds(void **state IA_UNUSED)
{
	_Static_assert(IA_SWAP_MIN == 16 && IA_SWAP_MAX == 1048576, "as below");

	assert_accepted(ISOARGS_SETUP_SWAP, "0");
	assert_accepted(ISOARGS_SETUP_SWAP, "16");
	assert_accepted(ISOARGS_SETUP_SWAP, "1048576");
	assert_refused(ISOARGS_SETUP_SWAP, "15", "ISOARGS_SETUP_SWAP", "from 16 to 1048576");
	assert_refused(ISOARGS_SETUP_SWAP, "1048577", "ISOARGS_SETUP_SWAP", "from 16 to 1048576");
	assert_refused(ISOARGS_SETUP_SWAP, "-1", "ISOARGS_SETUP_SWAP", "MiB");
	assert_refused(ISOARGS_SETUP_SWAP, "1024M", "ISOARGS_SETUP_SWAP", "MiB");
	assert_refused(ISOARGS_SETUP_SWAP, "", "ISOARGS_SETUP_SWAP", "MiB");
}

static void no_name_can_end_its_line_or_start_an_option(void **state IA_UNUSED)
{
	static const struct {
		enum isoargs_option option;
		const char *name;
	} options[] = {
		{ISOARGS_SETUP_LANG, "ISOARGS_SETUP_LANG"},
		{ISOARGS_SETUP_KEYBOARD, "ISOARGS_SETUP_KEYBOARD"},
		{ISOARGS_SETUP_TIMEZONE, "ISOARGS_SETUP_TIMEZONE"},
		{ISOARGS_SETUP_PACKAGE, "ISOARGS_SETUP_PACKAGE"},
	};
	static const char *const wrong[] = {
		"",       "a b",     "a\nreboot", "a;b",   "$(reboot)", "`a`",   "a'b",     "a\"b",
		"--lock", "%end",    "#a",        "a\\b",  "a|b",       "a&b",   "a>b",     "a\tb",
		"\r",     "../../x", "a{b}",      "a%pre", "a\x01",     "a\x7f", "\xc3\xa4"};

	for (size_t i = 0; i < IA_COUNT(options); i++) {
		for (size_t j = 0; j < IA_COUNT(wrong); j++)
			assert_refused(options[i].option, wrong[j], options[i].name, "found");
	}
	assert_accepted(ISOARGS_SETUP_LANG, "de_DE.UTF-8");
	assert_accepted(ISOARGS_SETUP_LANG, "sr_RS@latin");
	assert_accepted(ISOARGS_SETUP_KEYBOARD, "de-latin1-nodeadkeys");
	assert_accepted(ISOARGS_SETUP_TIMEZONE, "America/Argentina/Buenos_Aires");
	assert_accepted(ISOARGS_SETUP_TIMEZONE, "Etc/GMT+3");
	assert_refused(ISOARGS_SETUP_TIMEZONE, "/etc/localtime", "ISOARGS_SETUP_TIMEZONE",
		       "expected");
	assert_refused(ISOARGS_SETUP_TIMEZONE, "Europe/", "ISOARGS_SETUP_TIMEZONE", "expected");
	assert_refused(ISOARGS_SETUP_TIMEZONE, "Europe//Berlin", "ISOARGS_SETUP_TIMEZONE",
		       "expected");
	assert_accepted(ISOARGS_SETUP_PACKAGE, "vim-enhanced");
	assert_accepted(ISOARGS_SETUP_PACKAGE, "-NetworkManager*");
	assert_accepted(ISOARGS_SETUP_PACKAGE, "@base");
	assert_accepted(ISOARGS_SETUP_PACKAGE, "@^minimal");
	assert_accepted(ISOARGS_SETUP_PACKAGE, "libstdc++.i686");
	assert_refused(ISOARGS_SETUP_PACKAGE, "@", "ISOARGS_SETUP_PACKAGE", "expected NAME");
	assert_refused(ISOARGS_SETUP_PACKAGE, "@@a", "ISOARGS_SETUP_PACKAGE", "expected NAME");
}

static void names_have_a_longest_length(void **state IA_UNUSED)
{
	char name[IA_SETUP_NAME_MAX + 2];

	memset(name, 'a', sizeof(name));
	name[IA_SETUP_NAME_MAX] = '\0';
	assert_accepted(ISOARGS_SETUP_TIMEZONE, name);
	assert_accepted(ISOARGS_SETUP_PACKAGE, name);
	name[IA_SETUP_NAME_MAX] = 'a';
	name[IA_SETUP_NAME_MAX + 1] = '\0';
	assert_refused(ISOARGS_SETUP_TIMEZONE, name, "ISOARGS_SETUP_TIMEZONE", "at most 64");
	assert_refused(ISOARGS_SETUP_PACKAGE, name, "ISOARGS_SETUP_PACKAGE", "at most 64");
	/* The sign before a name counts as well. */
	name[0] = '-';
	assert_refused(ISOARGS_SETUP_PACKAGE, name, "ISOARGS_SETUP_PACKAGE", "at most 64");
	name[IA_SETUP_NAME_MAX] = '\0';
	assert_accepted(ISOARGS_SETUP_PACKAGE, name);
}

static void a_value_is_given_once(void **state IA_UNUSED)
{
	struct isoargs_setup *setup = new_setup();
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	set(setup, ISOARGS_SETUP_DISK, "xvdb");
	set(setup, ISOARGS_SETUP_DISK, "xvdb");
	assert_int_equal(isoargs_setup_set(setup, ISOARGS_SETUP_DISK, "xvdc", &error), -EINVAL);
	assert_contains(isoargs_error_message(error), "\"xvdc\" after \"xvdb\"");
	assert_int_equal(isoargs_setup_set(setup, ISOARGS_SETUP_DISK, NULL, NULL), -EINVAL);
	assert_int_equal(isoargs_setup_set(setup, (enum isoargs_option)99, "x", NULL), -EINVAL);
	isoargs_setup_free(setup);
}

/* The kickstart of a request and a setup; both are freed. */
static char *kickstart(struct isoargs_request *request, struct isoargs_setup *setup)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_kickstart *made = NULL;
	char *text;

	if (isoargs_kickstart(NULL, request, setup, &made, &error) != 0)
		fail_msg("%s", isoargs_error_message(error));
	isoargs_request_free(request);
	isoargs_setup_free(setup);
	text = strdup(isoargs_kickstart_text(made));
	assert_non_null(text);
	isoargs_kickstart_free(made);
	return text;
}

static struct isoargs_setup *locked_setup(void)
{
	struct isoargs_setup *setup = new_setup();

	set(setup, ISOARGS_SETUP_LOCK_ROOT, NULL);
	return setup;
}

static void the_defaults_leave_a_system_that_every_pygrub_boots(void **state IA_UNUSED)
{
	struct isoargs_setup *setup = new_setup();
	char *text IA_AUTO_FREE = NULL;

	set(setup, ISOARGS_SETUP_ROOT_HASH, SHA512);
	text = kickstart(NULL, setup);
	assert_contains(text, "\ninstall\ncdrom\ntext\n");
	assert_contains(text, "\nnetwork --onboot=yes --device=eth0 --bootproto=dhcp\n");
	assert_contains(text, "\nrootpw --iscrypted " SHA512 "\n");
	assert_contains(text, "\nclearpart --all --initlabel --drives=xvda\n"
			      "part /boot --fstype=ext3 --size=1024 --asprimary --ondisk=xvda\n"
			      "part swap --fstype=swap --size=1024 --ondisk=xvda\n"
			      "part / --fstype=ext4 --size=4096 --grow --ondisk=xvda\n"
			      "bootloader --location=mbr --boot-drive=xvda --timeout=5 "
			      "--append=\"console=hvc0\"\npoweroff\n");
	assert_contains(text, "%packages --excludedocs\n@core\n%end\n");
	assert_null(strstr(text, "authorized_keys"));
}

static void every_option_has_its_place(void **state IA_UNUSED)
{
	struct isoargs_setup *setup = locked_setup();
	char *text IA_AUTO_FREE = NULL;

	set(setup, ISOARGS_SETUP_SSH_KEY, ED25519 " a");
	set(setup, ISOARGS_SETUP_SSH_KEY, RSA);
	set(setup, ISOARGS_SETUP_DISK, "xvdb");
	set(setup, ISOARGS_SETUP_BOOT_FS, "ext4");
	set(setup, ISOARGS_SETUP_SWAP, "0");
	set(setup, ISOARGS_SETUP_LANG, "de_DE.UTF-8");
	set(setup, ISOARGS_SETUP_KEYBOARD, "de");
	set(setup, ISOARGS_SETUP_TIMEZONE, "Europe/Berlin");
	set(setup, ISOARGS_SETUP_PACKAGE, "vim");
	text = kickstart(new_request(), setup);
	assert_contains(text, "\nrootpw --lock --iscrypted *\n");
	assert_contains(text, "\nlang de_DE.UTF-8\nkeyboard --vckeymap=de\n"
			      "timezone Europe/Berlin --isUtc\n");
	assert_contains(text, "part /boot --fstype=ext4 --size=1024 --asprimary --ondisk=xvdb\n");
	assert_null(strstr(text, "swap --"));
	assert_null(strstr(text, "xvda"));
	assert_contains(text, "@core\nvim\n%end\n");
	assert_contains(text, "<<'END_OF_KEYS'\n" ED25519 " a\n" RSA "\nEND_OF_KEYS\n");
}

struct asked {
	enum isoargs_option option;
	const char *value;
};

#define ASKED(...)                                                                                 \
	((const struct asked[]){__VA_ARGS__, {0}}), IA_COUNT(((const struct asked[]){__VA_ARGS__}))

static void assert_writes(const struct asked *asked, size_t count, const char *line)
{
	struct isoargs_request *request = new_request();
	char *text IA_AUTO_FREE = NULL;

	for (size_t i = 0; i < count; i++)
		assert_int_equal(
			isoargs_request_set(request, asked[i].option, asked[i].value, NULL), 0);
	text = kickstart(request, locked_setup());
	assert_contains(text, line);
}

static void the_network_is_that_of_the_boot_arguments(void **state IA_UNUSED)
{
	assert_writes(ASKED({ISOARGS_IP, "192.0.2.10/24"}, {ISOARGS_GATEWAY, "192.0.2.1"},
			    {ISOARGS_NAMESERVER, "192.0.2.53"}, {ISOARGS_NAMESERVER, "192.0.2.54"},
			    {ISOARGS_HOSTNAME, "c7.example.org"}, {ISOARGS_MTU, "9000"}),
		      "\nnetwork --onboot=yes --device=eth0 --bootproto=static --ip=192.0.2.10 "
		      "--netmask=255.255.255.0 --gateway=192.0.2.1 "
		      "--nameserver=192.0.2.53,192.0.2.54 --mtu=9000 --noipv6 "
		      "--hostname=c7.example.org\n");
	assert_writes(ASKED({ISOARGS_IP, "192.0.2.10/24"}),
		      " --bootproto=static --ip=192.0.2.10 --netmask=255.255.255.0 --noipv6\n");
	assert_writes(ASKED({ISOARGS_IP, "2001:db8::5/64"}, {ISOARGS_GATEWAY, "2001:db8::1"},
			    {ISOARGS_NIC, "eth1"}, {ISOARGS_NAMESERVER, "2001:db8::53"}),
		      "\nnetwork --onboot=yes --device=eth1 --noipv4 --ipv6=2001:db8::5/64 "
		      "--ipv6gateway=2001:db8::1 --nameserver=2001:db8::53\n");
	assert_writes(ASKED({ISOARGS_DHCP, NULL}, {ISOARGS_HOSTNAME, "c7"}),
		      "\nnetwork --onboot=yes --device=eth0 --bootproto=dhcp --hostname=c7\n");
	assert_writes(ASKED({ISOARGS_NAMESERVER, "192.0.2.53"}),
		      " --bootproto=dhcp --nameserver=192.0.2.53\n");
}

static void the_installation_source_is_that_of_the_request(void **state IA_UNUSED)
{
	assert_writes(ASKED({ISOARGS_REPO, "cdrom:/dev/xvdd"}), "install\ncdrom\n");
	assert_writes(ASKED({ISOARGS_REPO, "http://192.0.2.9/7/os/#x"}),
		      "install\nurl --url=\"http://192.0.2.9/7/os/#x\"\n");
	assert_writes(ASKED({ISOARGS_REPO, "ftp://192.0.2.9/7"}), "\nurl --url=\"ftp://");
	assert_writes(ASKED({ISOARGS_REPO, "nfs:server:/srv/7"}),
		      "\nnfs --server=\"server\" --dir=\"/srv/7\"\n");
	assert_writes(ASKED({ISOARGS_REPO, "nfs:nolock,vers=3:192.0.2.9:/srv/7"}),
		      "\nnfs --server=\"192.0.2.9\" --dir=\"/srv/7\" --opts=\"nolock,vers=3\"\n");
}

/* The call fails with the code and a sentence, and writes nothing. */
static void assert_fails(const struct isoargs_report *report, const char *repo,
			 struct isoargs_setup *setup, int code, const char *part)
{
	struct isoargs_request *request = new_request();
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_kickstart *made = SENTINEL;

	if (repo)
		assert_int_equal(isoargs_request_set(request, ISOARGS_REPO, repo, NULL), 0);
	assert_int_equal(isoargs_kickstart(report, request, setup, &made, &error), code);
	assert_ptr_equal(made, SENTINEL);
	assert_contains(isoargs_error_message(error), part);
	isoargs_request_free(request);
	isoargs_setup_free(setup);
}

static void a_source_that_a_kickstart_cannot_name_is_refused(void **state IA_UNUSED)
{
	assert_fails(NULL, "hd:/dev/xvdb:/c7", locked_setup(), -EINVAL, "ISOARGS_REPO");
	assert_fails(NULL, "nfs4:server:/c7", locked_setup(), -EINVAL, "ISOARGS_REPO");
	assert_fails(NULL, "nfs:server", locked_setup(), -EINVAL, "nfs:SERVER:/PATH");
	assert_fails(NULL, "nfs::/srv", locked_setup(), -EINVAL, "nfs:SERVER:/PATH");
	assert_fails(NULL, "nfs:[2001:db8::1]:/c7", locked_setup(), -EINVAL, "nfs:SERVER:/PATH");
	assert_fails(NULL, "http://a/b\\x20c", locked_setup(), -EINVAL, "backslash");
}

static void options_that_exclude_each_other_are_refused_as_for_arguments(void **state IA_UNUSED)
{
	struct isoargs_request *request = new_request();
	struct isoargs_setup *setup = locked_setup();
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_kickstart *made = SENTINEL;

	assert_int_equal(isoargs_request_set(request, ISOARGS_DHCP, NULL, NULL), 0);
	assert_int_equal(isoargs_request_set(request, ISOARGS_IP, "192.0.2.10/24", NULL), 0);
	assert_int_equal(isoargs_kickstart(NULL, request, setup, &made, &error), -EINVAL);
	assert_ptr_equal(made, SENTINEL);
	assert_contains(isoargs_error_message(error), "ISOARGS_DHCP");
	isoargs_request_free(request);
	isoargs_setup_free(setup);
}

static void roots_password_is_missed_last(void **state IA_UNUSED)
{
	assert_fails(NULL, NULL, new_setup(), -ENOKEY, "ISOARGS_SETUP_LOCK_ROOT");
	assert_fails(NULL, "nfs:server", new_setup(), -EINVAL, "nfs:SERVER:/PATH");
}

static void only_media_of_el7_are_taken(void **state IA_UNUSED)
{
	struct isoargs_report report = {.distro = {.family = IA_FAMILY_EL, .generation = 7}};
	struct isoargs_setup *setup = locked_setup();
	struct isoargs_kickstart *made = NULL;

	assert_int_equal(isoargs_kickstart(&report, NULL, setup, &made, NULL), 0);
	assert_null(isoargs_kickstart_free(made));
	isoargs_setup_free(setup);
	report.distro.generation = 6;
	assert_fails(&report, NULL, locked_setup(), -EOPNOTSUPP, "of EL6");
	for (unsigned generation = 8; generation <= 10; generation++) {
		report.distro.generation = generation;
		assert_fails(&report, NULL, locked_setup(), -EOPNOTSUPP, "without Xen PV");
	}
	report.distro.generation = 0;
	assert_fails(&report, NULL, locked_setup(), -EOPNOTSUPP, "leave the image out");
	report.distro = (struct ia_distro){.family = IA_FAMILY_UBUNTU, .name = "Ubuntu"};
	assert_fails(&report, NULL, locked_setup(), -EOPNOTSUPP, "Ubuntu, not a medium of");
	report.distro = (struct ia_distro){.family = IA_FAMILY_FEDORA, .generation = 7};
	assert_fails(&report, NULL, locked_setup(), -EOPNOTSUPP, "not a medium of the EL family");
}

static bool has_note(const struct isoargs_kickstart *made, const char *code)
{
	const struct isoargs_note *note;

	for (size_t i = 0; (note = isoargs_kickstart_note(made, i)); i++) {
		if (strcmp(isoargs_note_code(note), code) == 0)
			return true;
	}
	return false;
}

static void doubts_are_notes_of_the_kickstart(void **state IA_UNUSED)
{
	struct isoargs_kickstart *first = NULL, *second = NULL, *third = NULL;
	struct isoargs_request *request = new_request();
	struct isoargs_setup *setup = locked_setup();

	set(setup, ISOARGS_SETUP_DISK, "sda");
	assert_int_equal(isoargs_request_set(request, ISOARGS_IP, "192.0.2.10/24", NULL), 0);
	assert_int_equal(isoargs_kickstart(NULL, request, setup, &first, NULL), 0);
	set(setup, ISOARGS_SETUP_SSH_KEY, ED25519);
	assert_int_equal(isoargs_kickstart(NULL, NULL, setup, &second, NULL), 0);
	isoargs_request_free(request);
	isoargs_setup_free(setup);
	assert_true(has_note(first, "no-login"));
	assert_true(has_note(first, "disk-name"));
	assert_true(has_note(first, "no-gateway"));
	assert_false(has_note(second, "no-login"));
	assert_false(has_note(second, "no-gateway"));
	isoargs_kickstart_free(first);
	isoargs_kickstart_free(second);

	setup = locked_setup();
	set(setup, ISOARGS_SETUP_DISK, "xvdd");
	assert_int_equal(isoargs_kickstart(NULL, NULL, setup, &third, NULL), 0);
	assert_true(has_note(third, "disk-is-cd"));
	isoargs_kickstart_free(third);
	isoargs_setup_free(setup);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_hashes_that_el7_knows_are_taken),
		cmocka_unit_test(other_hashes_are_refused_and_not_repeated),
		cmocka_unit_test(a_password_and_a_lock_exclude_each_other),
		cmocka_unit_test(public_keys_are_taken_and_nothing_else),
		cmocka_unit_test(a_key_is_as_long_as_sshd_reads),
		cmocka_unit_test(there_are_so_many_keys_and_packages_and_no_more),
		cmocka_unit_test(disks_are_whole_disks_of_a_guest),
		cmocka_unit_test(the_boot_file_system_is_one_that_pygrub_reads),
		cmocka_unit_test(swap_is_none_or_between_its_bounds),
		cmocka_unit_test(no_name_can_end_its_line_or_start_an_option),
		cmocka_unit_test(names_have_a_longest_length),
		cmocka_unit_test(a_value_is_given_once),
		cmocka_unit_test(the_defaults_leave_a_system_that_every_pygrub_boots),
		cmocka_unit_test(every_option_has_its_place),
		cmocka_unit_test(the_network_is_that_of_the_boot_arguments),
		cmocka_unit_test(the_installation_source_is_that_of_the_request),
		cmocka_unit_test(a_source_that_a_kickstart_cannot_name_is_refused),
		cmocka_unit_test(options_that_exclude_each_other_are_refused_as_for_arguments),
		cmocka_unit_test(roots_password_is_missed_last),
		cmocka_unit_test(only_media_of_el7_are_taken),
		cmocka_unit_test(doubts_are_notes_of_the_kickstart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
