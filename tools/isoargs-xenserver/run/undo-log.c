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
#include "base/cleanup.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "common/json-member.h"

#define FORMAT 1

/* Whatever stands under the name: it is not followed, nor waited for. */
#define LOG_FLAGS (O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)

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

/* What follows the last whole line is no line: the next one is not to continue it. */
static int cut_off(struct undolog *log)
{
	if (log->is_cut && ftruncate(log->fd, (off_t)log->whole) < 0)
		return -1;
	log->is_cut = false;
	return 0;
}

/* The whole text, or none of it and errno. */
static int write_whole(struct undolog *log, const char *text, size_t size)
{
	size_t done = 0;

	if (cut_off(log) < 0)
		return -1;
	while (done < size) {
		ssize_t written = write(log->fd, text + done, size - done);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0) {
			log->is_cut = done > 0;
			return -1;
		}
		done += (size_t)written;
	}
	log->whole += size;
	return fsync(log->fd);
}

static int append(struct undolog *log, struct line *line)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	ia_json_print(line->doc, line->object, IA_JSON_LINE, &buf);
	ia_strbuf_addc(&buf, '\n');
	if (buf.error) {
		output_complain(log->path, "out of memory for the undo log");
		return EXIT_FAILED;
	}
	if (write_whole(log, buf.data, buf.length) < 0)
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

static int write_head(struct undolog *log)
{
	struct line head = line_of("run", log->run);
	time_t now = time(NULL);
	char date[32];
	struct tm tm;

	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &tm));
	ia_json_add_number(&head.doc, head.object, "format", FORMAT);
	add(&head, "name", log->name);
	add(&head, "temporary", log->temporary);
	add(&head, "host", log->host);
	add(&head, "date", date);
	return append(log, &head);
}

/*
 * It gets its name when its first line is whole: what has one is a log. Until then it has that of
 * a file which nobody takes for one.
 */
static int make_file(struct undolog *log)
{
	char *fresh IA_AUTO_FREE = NULL;
	int r = EXIT_DONE;

	if (asprintf(&fresh, "%s.new", log->path) < 0) {
		fresh = NULL;
		output_complain(log->path, "out of memory for the undo log");
		return EXIT_FAILED;
	}
	log->fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | LOG_FLAGS, 0600);
	if (log->fd < 0)
		return complain(fresh, "cannot make the undo log");
	/* Nobody undoes a run that is still at work. */
	if (flock(log->fd, LOCK_EX | LOCK_NB) < 0)
		r = complain(fresh, "cannot make the undo log");
	if (r == EXIT_DONE)
		r = write_head(log);
	if (r == EXIT_DONE && rename(fresh, log->path) < 0)
		r = complain(log->path, "cannot make the undo log");
	if (r != EXIT_DONE)
		unlink(fresh);
	else if (sync_directory(log->path) < 0) {
		r = complain(log->path, "cannot make the undo log");
		undolog_remove(log);
	}
	return r;
}

int undolog_create(struct undolog *log, const char *run, const char *name, const char *temporary,
		   const char *host)
{
	snprintf(log->run, sizeof(log->run), "%s", run);
	log->path = path_of(run);
	if (!log->path)
		return EXIT_FAILED;
	log->name = strdup(name);
	log->temporary = strdup(temporary);
	log->host = strdup(host);
	if (!log->name || !log->temporary || !log->host) {
		output_complain(log->path, "out of memory for the undo log");
		return EXIT_FAILED;
	}
	if (make_directories(log->path) != EXIT_DONE)
		return EXIT_FAILED;
	return make_file(log);
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

static int add_brought(struct undolog *log, const char *uuid)
{
	char *copy = log->brought_count < FOUND_DISKS_MAX ? strdup(uuid) : NULL;

	if (!copy)
		return -1;
	log->brought[log->brought_count++] = copy;
	return 0;
}

int undolog_brought(struct undolog *log, const char *uuid)
{
	for (size_t i = 0; i < log->brought_count; i++) {
		if (strcmp(log->brought[i], uuid) == 0)
			return EXIT_DONE;
	}
	if (!ia_text_is_uuid(uuid) || add_brought(log, uuid) < 0) {
		output_complain(log->path, "no room in the undo log for the disk %s", uuid);
		return EXIT_FAILED;
	}
	struct line event = line_of("brought", uuid);

	add(&event, "class", object_class(OBJECT_BROUGHT));
	return append(log, &event);
}

int undolog_refused(struct undolog *log, enum object object)
{
	log->items[object].refused = true;
	struct line event = line_of("refused", object_word(object));

	return append(log, &event);
}

int undolog_kept(struct undolog *log, enum object object)
{
	log->items[object].kept = true;
	struct line event = line_of("kept", object_word(object));

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
		   *uuid = json_member_text(object, "uuid"), *brought;
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
	brought = json_member_text(object, "brought");
	if (brought)
		return ia_text_is_uuid(brought) ? add_brought(log, brought) : -1;
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
	item = item_of(log, json_member_text(object, "kept"));
	if (item) {
		item->kept = true;
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

static int refuse(const char *path, const char *what)
{
	output_complain(path, "this is no undo log%s; expected a file that \"apply\" named", what);
	return EXIT_FAILED;
}

static int read_lines(struct undolog *log, char *text, size_t size)
{
	unsigned count = 0;
	char *line = text;

	for (char *end; (end = memchr(line, '\n', size - (size_t)(line - text))); line = end + 1) {
		*end = '\0';
		if (strlen(line) == (size_t)(end - line) && count < UNDOLOG_LINES_MAX &&
		    undolog_read_line(log, line, count == 0) == 0) {
			count++;
			continue;
		}
		if (count == 0)
			break;
		output_complain(log->path,
				"line %u is none of an undo log's; nothing was "
				"undone",
				count + 1);
		return EXIT_FAILED;
	}
	if (count == 0)
		return refuse(log->path, "");
	/* A last line without an end was cut off while it was written: its call was not sent. */
	log->whole = (size_t)(line - text);
	log->is_cut = log->whole < size;
	return EXIT_DONE;
}

/* All of a file, or why not. A pipe or a device is not asked for what is in it. */
static int read_file(const char *path, char text[UNDOLOG_BYTES_MAX + 1], size_t *ret_size,
		     struct stat *ret)
{
	int fd IA_AUTO_CLOSE = open(path, O_RDONLY | LOG_FLAGS);
	size_t size = 0;
	ssize_t n = 1;

	if (fd < 0 || fstat(fd, ret) < 0)
		return complain(path, "cannot open the undo log");
	if (!S_ISREG(ret->st_mode))
		return refuse(path, ", and no regular file");
	while (n != 0 && size <= UNDOLOG_BYTES_MAX) {
		n = read(fd, text + size, UNDOLOG_BYTES_MAX + 1 - size);
		if (n < 0 && errno != EINTR)
			return complain(path, "cannot read the undo log");
		size += n > 0 ? (size_t)n : 0;
	}
	if (size > UNDOLOG_BYTES_MAX) {
		output_complain(path, "this is no undo log: it is longer than %u bytes",
				UNDOLOG_BYTES_MAX);
		return EXIT_FAILED;
	}
	*ret_size = size;
	return EXIT_DONE;
}

/* To be continued, now that it is known for one: the file that was read, which nobody writes. */
static int open_to_append(struct undolog *log, size_t size, const struct stat *seen)
{
	struct stat st;

	log->fd = open(log->path, O_WRONLY | O_APPEND | LOG_FLAGS);
	if (log->fd < 0)
		return complain(log->path, "cannot write the undo log");
	if (flock(log->fd, LOCK_EX | LOCK_NB) < 0) {
		output_complain(log->path,
				"the run that writes this log is still at work; end it first");
		return EXIT_FAILED;
	}
	if (fstat(log->fd, &st) < 0)
		return complain(log->path, "cannot open the undo log");
	if (st.st_dev == seen->st_dev && st.st_ino == seen->st_ino && (size_t)st.st_size == size)
		return EXIT_DONE;
	output_complain(log->path, "it changed while it was read; nothing was undone");
	return EXIT_FAILED;
}

int undolog_open(struct undolog *log, const char *path)
{
	char *text IA_AUTO_FREE = malloc(UNDOLOG_BYTES_MAX + 1);
	struct stat st;
	size_t size = 0;
	int r;

	log->path = strdup(path);
	if (!log->path || !text) {
		output_complain(path, "out of memory for the undo log");
		return EXIT_FAILED;
	}
	r = read_file(path, text, &size, &st);
	if (r == EXIT_DONE)
		r = read_lines(log, text, size);
	return r == EXIT_DONE ? open_to_append(log, size, &st) : r;
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
	for (size_t i = 0; i < log->brought_count; i++)
		free(log->brought[i]);
	free(log->path);
	free(log->name);
	free(log->temporary);
	free(log->host);
	*log = (struct undolog)UNDOLOG_NONE;
}
