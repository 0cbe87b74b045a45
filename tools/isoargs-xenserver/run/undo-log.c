/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/undo-log.h"

#include <errno.h>
#include <fcntl.h>
#include <json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "common/json-member.h"

#define FORMAT 1

int undolog_new_run(char run[UNDOLOG_RUN_MAX])
{
	unsigned char bytes[(UNDOLOG_RUN_MAX - 1) / 2];

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes)) {
		output_complain(NULL, "no random numbers for the run's name: %s", strerror(errno));
		return EXIT_FAILED;
	}
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(run + 2 * i, 3, "%02x", bytes[i]);
	return EXIT_DONE;
}

static int complain(const char *path, const char *what)
{
	output_complain(path, "%s: %s", what, strerror(errno));
	return EXIT_FAILED;
}

/* One directory after the other, as the XDG specification wants them: 0700. */
static int make_directories(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0700) < 0 && errno != EEXIST) {
			complain(path, "cannot make this directory for the undo log");
			*slash = '/';
			return EXIT_FAILED;
		}
		*slash = '/';
	}
	return EXIT_DONE;
}

static char *path_of(const char *run)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	char *path;
	int n;

	/* A path that is not absolute is to be ignored. */
	if (state && state[0] == '/')
		n = asprintf(&path, "%s/isoargs/undo/%s.jsonl", state, run);
	else if (home && home[0] == '/')
		n = asprintf(&path, "%s/.local/state/isoargs/undo/%s.jsonl", home, run);
	else
		return output_complain(NULL, "neither XDG_STATE_HOME nor HOME says where the undo "
					     "log is to be kept"),
		       NULL;
	if (n < 0)
		return output_complain(NULL, "out of memory"), NULL;
	return path;
}

/* The directory, too: a file whose name is lost is lost. */
static int sync_directory(const char *path)
{
	char *copy = strdup(path), *slash = copy ? strrchr(copy, '/') : NULL;
	int fd = -1, r = -1;

	if (slash) {
		slash[slash == copy] = '\0';
		fd = open(copy, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	}
	if (fd >= 0) {
		r = fsync(fd);
		close(fd);
	}
	free(copy);
	return r;
}

/* One line that is put together. */
struct line {
	struct ia_json doc;
	json_object *object;
};

static int append(struct undolog *log, struct line *line)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	size_t done = 0;

	ia_json_print(line->doc, line->object, IA_JSON_LINE, &buf);
	ia_strbuf_addc(&buf, '\n');
	if (buf.error) {
		output_complain(log->path, "out of memory for the undo log");
		return EXIT_FAILED;
	}
	while (done < buf.length) {
		ssize_t written = write(log->fd, buf.data + done, buf.length - done);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			break;
		done += (size_t)written;
	}
	if (done < buf.length || fsync(log->fd) < 0)
		return complain(log->path, "cannot write the undo log");
	return EXIT_DONE;
}

static void add(struct line *line, const char *key, const char *text)
{
	if (text)
		ia_json_add_string(&line->doc, line->object, key, text);
}

/* {"EVENT": "WORD"} */
static struct line line_of(const char *event, const char *word)
{
	struct line line = {{0}, NULL};

	line.object = ia_json_object(&line.doc);
	add(&line, event, word);
	return line;
}

int undolog_create(struct undolog *log, const char *run, const char *name, const char *temporary,
		   const char *host)
{
	struct line head;
	char date[32];
	time_t now = time(NULL);
	struct tm tm;

	snprintf(log->run, sizeof(log->run), "%s", run);
	log->path = path_of(run);
	log->name = strdup(name);
	log->temporary = strdup(temporary);
	log->host = strdup(host);
	if (!log->path || !log->name || !log->temporary || !log->host)
		return EXIT_FAILED;
	if (make_directories(log->path) != EXIT_DONE)
		return EXIT_FAILED;
	log->fd = open(log->path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW,
		       0600);
	if (log->fd < 0)
		return complain(log->path, "cannot make the undo log");
	/* Nobody undoes a run that is still at work. */
	if (flock(log->fd, LOCK_EX | LOCK_NB) < 0 || sync_directory(log->path) < 0)
		return complain(log->path, "cannot make the undo log");
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &tm));
	head = line_of("run", run);
	ia_json_add_number(&head.doc, head.object, "format", FORMAT);
	add(&head, "name", name);
	add(&head, "temporary", temporary);
	add(&head, "host", host);
	add(&head, "date", date);
	return append(log, &head);
}

int undolog_intend(struct undolog *log, enum object object, const char *name)
{
	struct undolog_item *item = &log->items[object];
	struct line event = line_of("intend", object_word(object));

	if (name) {
		free(item->name);
		item->name = strdup(name);
	}
	item->intended = true;
	add(&event, "class", object_class(object));
	add(&event, "name", name);
	return append(log, &event);
}

int undolog_made(struct undolog *log, enum object object, const char *uuid)
{
	struct line event = line_of("made", object_word(object));

	free(log->items[object].uuid);
	log->items[object].uuid = strdup(uuid);
	add(&event, "class", object_class(object));
	add(&event, "uuid", uuid);
	return append(log, &event);
}

int undolog_refused(struct undolog *log, enum object object)
{
	log->items[object].refused = true;
	struct line event = line_of("refused", object_word(object));

	return append(log, &event);
}

int undolog_gone(struct undolog *log, enum object object)
{
	log->items[object].gone = true;
	struct line event = line_of("gone", object_word(object));

	return append(log, &event);
}

static const char *const states[] = {
	[UNDOLOG_RUNNING] = "running",
	[UNDOLOG_DONE] = "done",
	[UNDOLOG_UNDONE] = "undone",
};

int undolog_finish(struct undolog *log, enum undolog_state state)
{
	log->state = state;
	struct line event = line_of("state", states[state]);

	return append(log, &event);
}

static int read_head(struct undolog *log, json_object *object)
{
	const char *run = json_member_text(object, "run"), *name = json_member_text(object, "name");
	const char *temporary = json_member_text(object, "temporary"),
		   *host = json_member_text(object, "host");
	json_object *format;

	if (!run || !name || !temporary || !host || strlen(run) != UNDOLOG_RUN_MAX - 1 ||
	    strspn(run, "0123456789abcdef") != UNDOLOG_RUN_MAX - 1 ||
	    !json_object_object_get_ex(object, "format", &format) ||
	    json_object_get_int(format) != FORMAT)
		return -1;
	memcpy(log->run, run, UNDOLOG_RUN_MAX);
	log->name = strdup(name);
	log->temporary = strdup(temporary);
	log->host = strdup(host);
	return log->name && log->temporary && log->host ? 0 : -1;
}

/* Those that a run makes. */
static struct undolog_item *item_of(struct undolog *log, const char *word)
{
	for (enum object object = OBJECT_KNOWN_END; object < OBJECT_COUNT; object++) {
		if (word && strcmp(object_word(object), word) == 0)
			return &log->items[object];
	}
	return NULL;
}

static int replace(char **text, const char *value)
{
	char *copy = value ? strdup(value) : NULL;

	if (value && !copy)
		return -1;
	free(*text);
	*text = copy;
	return 0;
}

static int read_event(struct undolog *log, json_object *object)
{
	const char *state = json_member_text(object, "state"),
		   *uuid = json_member_text(object, "uuid");
	struct undolog_item *item;

	if (state) {
		for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
			if (strcmp(states[i], state) == 0) {
				log->state = (enum undolog_state)i;
				return 0;
			}
		}
		return -1;
	}
	item = item_of(log, json_member_text(object, "intend"));
	if (item) {
		item->intended = true;
		return replace(&item->name, json_member_text(object, "name"));
	}
	item = item_of(log, json_member_text(object, "made"));
	if (item)
		return uuid && ia_text_is_uuid(uuid) ? replace(&item->uuid, uuid) : -1;
	item = item_of(log, json_member_text(object, "refused"));
	if (item) {
		item->refused = true;
		return 0;
	}
	item = item_of(log, json_member_text(object, "gone"));
	if (item) {
		item->gone = true;
		return 0;
	}
	return -1;
}

int undolog_read_line(struct undolog *log, const char *line, bool first)
{
	json_object *object = json_tokener_parse(line);
	int r = -1;

	if (object && json_object_is_type(object, json_type_object))
		r = first ? read_head(log, object) : read_event(log, object);
	json_object_put(object);
	return r;
}

static int read_all(struct undolog *log, char *text, size_t size)
{
	unsigned count = 0;

	for (char *line = text, *end; (end = memchr(line, '\n', size - (size_t)(line - text)));
	     line = end + 1) {
		*end = '\0';
		if (++count > UNDOLOG_LINES_MAX || undolog_read_line(log, line, count == 1) < 0) {
			output_complain(log->path,
					"line %u is none of an undo log's; nothing was "
					"undone",
					count);
			return EXIT_FAILED;
		}
	}
	/* A last line without an end was cut off while it was written: its call was not sent. */
	if (count == 0) {
		output_complain(log->path,
				"this is no undo log; expected a file that \"apply\" named");
		return EXIT_FAILED;
	}
	return EXIT_DONE;
}

/* Later lines are not to continue one that was cut off. */
static int end_line(struct undolog *log, const char *text, size_t size)
{
	size_t whole = size;

	while (whole > 0 && text[whole - 1] != '\n')
		whole--;
	if (whole < size && ftruncate(log->fd, (off_t)whole) < 0)
		return complain(log->path, "cannot write the undo log");
	return EXIT_DONE;
}

int undolog_open(struct undolog *log, const char *path)
{
	char *text;
	size_t size = 0;
	int r;

	log->path = strdup(path);
	log->fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC);
	if (!log->path || log->fd < 0)
		return complain(path, "cannot open the undo log");
	if (flock(log->fd, LOCK_EX | LOCK_NB) < 0) {
		output_complain(path,
				"the run that writes this log is still at work; end it first");
		return EXIT_FAILED;
	}
	text = malloc(UNDOLOG_BYTES_MAX + 1);
	while (text && size <= UNDOLOG_BYTES_MAX) {
		ssize_t n = read(log->fd, text + size, UNDOLOG_BYTES_MAX + 1 - size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		size += (size_t)n;
	}
	if (!text || size > UNDOLOG_BYTES_MAX) {
		output_complain(path, "this is no undo log: it is longer than %u bytes",
				UNDOLOG_BYTES_MAX);
		free(text);
		return EXIT_FAILED;
	}
	r = end_line(log, text, size);
	if (r == EXIT_DONE)
		r = read_all(log, text, size);
	free(text);
	return r;
}

void undolog_remove(struct undolog *log)
{
	if (log->path)
		unlink(log->path);
}

void undolog_close(struct undolog *log)
{
	if (log->fd >= 0)
		close(log->fd);
	for (size_t i = 0; i < OBJECT_COUNT; i++) {
		free(log->items[i].uuid);
		free(log->items[i].name);
	}
	free(log->path);
	free(log->name);
	free(log->temporary);
	free(log->host);
	*log = (struct undolog)UNDOLOG_NONE;
}
