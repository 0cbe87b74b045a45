/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verbs/connect.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/interrupt.h"
#include "common/output.h"
#include "common/prompt.h"
#include "common/secret.h"
#include "tls/certificate.h"

const char connect_help[] =
	"Connection\n"
	"  --host HOST[:PORT]     a host of the pool\n"
	"  --user NAME            (default root)\n"
	"  --password-file F      first line of F is the password\n"
	"  --password-fd N        first line of the open descriptor N is\n"
	"  --password-env VAR     the variable VAR holds the path of such a file\n"
	"                         (default: asked for at the terminal)\n"
	"  --ca F                 authorities that may have signed the host's certificate\n"
	"  --tls-name NAME        with --ca: the name in the certificate\n"
	"  --pin sha256//BASE64   the public key that the host has to show; may be repeated\n"
	"                         (default: shown and asked about at the first visit, and\n"
	"                         compared from then on)\n"
	"  --accept-new           store the key of a host never seen before without asking\n"
	"  --insecure             trust whoever answers\n"
	"  --legacy-tls           speak TLS 1.0 with hosts of XenServer 6.5 and before\n"
	"  --debug F              append a line for each call to F (- is standard error)\n";

static int set_trust(struct connect *connect, enum trust trust, const char *option)
{
	enum trust before = connect->transport.trust;

	if (before != TRUST_FIRST_USE && before != trust) {
		output_complain(option, "--ca, --pin and --insecure exclude one another");
		return EXIT_USAGE;
	}
	connect->transport.trust = trust;
	return EXIT_DONE;
}

static int add_pin(struct connect *connect, const char *pin)
{
	char *joined;

	if (!pin_is_valid(pin)) {
		output_complain("--pin", "found \"%s\", expected sha256// and 44 digits of base64",
				pin);
		return EXIT_USAGE;
	}
	if (asprintf(&joined, "%s%s%s", connect->pins ? connect->pins : "",
		     connect->pins ? ";" : "", pin) < 0) {
		output_complain("--pin", "out of memory");
		return EXIT_FAILED;
	}
	free(connect->pins);
	connect->pins = joined;
	connect->transport.pin = joined;
	return set_trust(connect, TRUST_PIN, "--pin");
}

static int set_fd(struct connect *connect, const char *text)
{
	char *end;
	long number = strtol(text, &end, 10);

	if (end == text || *end || number < 0 || number > 65535) {
		output_complain("--password-fd",
				"found \"%s\", expected the number of a descriptor", text);
		return EXIT_USAGE;
	}
	connect->password_fd = (int)number;
	return EXIT_DONE;
}

int connect_take(struct connect *connect, int option, const char *argument)
{
	switch (option) {
	case CONNECT_HOST:
		connect->host = argument;
		return EXIT_DONE;
	case CONNECT_USER:
		connect->user = argument;
		return EXIT_DONE;
	case CONNECT_PASSWORD_FILE:
		connect->password_file = argument;
		return EXIT_DONE;
	case CONNECT_PASSWORD_FD:
		return set_fd(connect, argument);
	case CONNECT_PASSWORD_ENV:
		connect->password_env = argument;
		return EXIT_DONE;
	case CONNECT_CA:
		connect->transport.ca = argument;
		return set_trust(connect, TRUST_CA, "--ca");
	case CONNECT_TLS_NAME:
		connect->transport.tls_name = argument;
		return EXIT_DONE;
	case CONNECT_PIN:
		return add_pin(connect, argument);
	case CONNECT_ACCEPT_NEW:
		connect->accept_new = true;
		return EXIT_DONE;
	case CONNECT_INSECURE:
		return set_trust(connect, TRUST_ANYBODY, "--insecure");
	case CONNECT_LEGACY_TLS:
		connect->transport.legacy = true;
		return EXIT_DONE;
	case CONNECT_DEBUG:
		connect->debug = argument;
		return EXIT_DONE;
	default:
		return EXIT_USAGE;
	}
}

static int check(const struct connect *connect)
{
	int sources =
		!!connect->password_file + !!connect->password_env + (connect->password_fd >= 0);

	if (!connect->host) {
		output_complain(NULL, "no host is named; expected --host HOST");
		return EXIT_USAGE;
	}
	if (sources > 1) {
		output_complain(NULL,
				"--password-file, --password-fd and --password-env exclude one "
				"another");
		return EXIT_USAGE;
	}
	if (connect->transport.tls_name && connect->transport.trust != TRUST_CA) {
		output_complain("--tls-name", "it goes with --ca only");
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

static bool confirm(const char *host, const struct certificate *certificate, void *data)
{
	const struct connect *connect = data;

	output_complain(host, "first visit. The host shows the certificate");
	output_say(stderr, "  SHA-256 %s", certificate->sha256);
	output_say(stderr, "  key     %s", certificate->pin);
	output_say(stderr, "Compare with, on the host: openssl x509 -in "
			   "/etc/xensource/xapi-ssl.pem -noout -fingerprint -sha256");
	if (connect->accept_new) {
		output_complain(host, "the key is stored, as --accept-new asks");
		return true;
	}
	return prompt_agrees("Trust this host from now on? [y/N] ");
}

/* A file, or nothing yet: what is no regular one is not opened to write. */
static bool is_file(const char *path)
{
	struct stat st;

	return lstat(path, &st) < 0 ? errno == ENOENT : S_ISREG(st.st_mode);
}

static int open_log(struct connect *connect)
{
	int fd;

	if (!connect->debug)
		return EXIT_DONE;
	if (strcmp(connect->debug, "-") == 0) {
		connect->log = stderr;
		return EXIT_DONE;
	}
	if (!is_file(connect->debug)) {
		output_complain("--debug", "%s: is no regular file", connect->debug);
		return EXIT_FAILED;
	}
	fd = open(connect->debug,
		  O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK,
		  0600);
	if (fd >= 0)
		connect->log = fdopen(fd, "a");
	if (connect->log)
		return EXIT_DONE;
	output_complain("--debug", "%s: %s", connect->debug, strerror(errno));
	if (fd >= 0)
		close(fd);
	return EXIT_FAILED;
}

static int read_password(const struct connect *connect, char password[SECRET_MAX])
{
	const char *path = connect->password_file, *option = "--password-file";
	char by_fd[32], prompt[160];

	if (connect->password_fd >= 0) {
		snprintf(by_fd, sizeof(by_fd), "/dev/fd/%d", connect->password_fd);
		path = by_fd;
		option = "--password-fd";
	} else if (connect->password_env) {
		path = getenv(connect->password_env);
		option = "--password-env";
		if (!path || !*path) {
			output_complain(option, "the variable %s is not set; expected a path in it",
					connect->password_env);
			return EXIT_USAGE;
		}
	}
	if (path)
		return secret_read_file(option, path, password);
	if (!prompt_is_possible()) {
		output_complain(NULL, "there is no terminal to ask for the password; use "
				      "--password-file, --password-fd or --password-env");
		return EXIT_USAGE;
	}
	snprintf(prompt, sizeof(prompt),
		 "Password of %.40s at %.80s: ", connect->user ? connect->user : "root",
		 connect->host);
	return prompt_secret(prompt, NULL, password, SECRET_MAX);
}

static int log_in(struct connect *connect, struct xenapi *xenapi,
		  const volatile sig_atomic_t *interrupt)
{
	AUTO_XENAPI_ERROR error = NULL;
	char password[SECRET_MAX];
	int r = read_password(connect, password);

	if (r == EXIT_DONE) {
		if (!interrupt)
			interrupt_watch();
		xenapi_set_interrupt(xenapi, interrupt ? interrupt : &interrupt_flag);
		if (xenapi_login(xenapi, connect->user ? connect->user : "root", password, &error) <
		    0) {
			output_complain(NULL, "%s", xenapi_error_sentence(error));
			r = EXIT_FAILED;
		}
	}
	explicit_bzero(password, sizeof(password));
	return r;
}

int connect_open(struct connect *connect, const volatile sig_atomic_t *interrupt,
		 struct xenapi **ret)
{
	struct xenapi_options options;
	AUTO_XENAPI_ERROR error = NULL;
	AUTO_XENAPI xenapi = NULL;
	int r = check(connect);

	if (r == EXIT_DONE)
		r = open_log(connect);
	if (r != EXIT_DONE)
		return r;
	connect->transport.confirm = confirm;
	connect->transport.data = connect;
	options = (struct xenapi_options){.transport = connect->transport, .debug = connect->log};
	r = xenapi_connect(connect->host, &options, &xenapi, &error);
	if (r < 0) {
		output_complain(NULL, "%s", xenapi_error_sentence(error));
		return error && error->kind == XENAPI_ARGUMENT ? EXIT_USAGE : EXIT_FAILED;
	}
	r = log_in(connect, xenapi, interrupt);
	if (r != EXIT_DONE)
		return r;
	*ret = xenapi;
	xenapi = NULL;
	return EXIT_DONE;
}

void connect_close(struct connect *connect)
{
	if (connect->log && connect->log != stderr)
		fclose(connect->log);
	connect->log = NULL;
	free(connect->pins);
	connect->pins = NULL;
}
