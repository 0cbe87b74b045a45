/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "several/several.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "common/output.h"
#include "several/answer.h"
#include "several/row.h"
#include "several/worker.h"

/* Answers that are there before their turn wait for it: so many a job, running ones among them. */
#define HELD_PER_JOB 2u

/* Those between the next to be started and the next to be printed; both go on through the names. */
struct pool {
	const struct several *several;
	struct printed printed;
	struct worker *workers; /* of the name i: workers[i % size] */
	size_t size;
	size_t jobs, running;
	size_t next;  /* name to be started */
	size_t given; /* names of which the answer is printed */
	int worst;    /* exit status */
};

static unsigned processors(void)
{
	cpu_set_t set;

	/* more processors than it has room for */
	if (sched_getaffinity(0, sizeof(set), &set) < 0)
		return SEVERAL_JOBS_MAX;
	return (unsigned)CPU_COUNT(&set);
}

int several_take_jobs(const char *value, unsigned *ret_jobs)
{
	char *end;
	unsigned long number = strtoul(value, &end, 10);

	if (value[0] < '0' || value[0] > '9' || *end || number < 1 || number > SEVERAL_JOBS_MAX) {
		output_complain(NULL, "--jobs: found \"%s\", expected 1 to %u processes", value,
				SEVERAL_JOBS_MAX);
		return EXIT_USAGE;
	}
	*ret_jobs = (unsigned)number;
	return EXIT_DONE;
}

/* The command line is at fault first of all; then comes what could not be read. */
static int worse(int a, int b)
{
	static const int ranks[] = {
		[EXIT_DONE] = 0, [EXIT_NOT_USABLE] = 1, [EXIT_FAILED] = 2, [EXIT_USAGE] = 3};

	return ranks[a] > ranks[b] ? a : b;
}

static struct worker *worker_of(const struct pool *pool, size_t name)
{
	return &pool->workers[name % pool->size];
}

/*
 * As many as there is room for. Where no other can be started now, another that ends may leave what
 * it takes; where none runs, that is what comes of the medium.
 */
static void start(struct pool *pool)
{
	while (pool->running < pool->jobs && pool->next < pool->several->count &&
	       pool->next - pool->given < pool->size) {
		struct worker *worker = worker_of(pool, pool->next);

		if (worker_start(worker, pool->several, pool->next) == 0)
			pool->running++;
		else if (pool->running > 0)
			return;
		pool->next++;
	}
}

static int wait_for_one(struct pool *pool)
{
	pid_t pid = 0;
	int status = 0, r;

	r = pool->running > 0 ? worker_wait(&pid, &status) : 0;
	if (r < 0) {
		output_complain(NULL, "cannot wait for what reads an image: %s", strerror(-r));
		return EXIT_FAILED;
	}
	for (size_t i = 0; pool->running > 0 && i < pool->size; i++) {
		if (pool->workers[i].pid == pid) {
			pool->workers[i].pid = 0;
			pool->workers[i].status = status;
			pool->running--;
			break;
		}
	}
	return EXIT_DONE;
}

static int write_out(struct pool *pool)
{
	struct ia_strbuf *now = &pool->printed.now;
	int r = now->length > 0 ? output_write_part(now->data, now->length) : EXIT_DONE;

	if (now->data)
		explicit_bzero(now->data, now->length);
	now->length = 0;
	return r;
}

static int give_one(struct pool *pool)
{
	struct answer answer = ANSWER_NONE;
	struct worker *worker = worker_of(pool, pool->given);
	const char *name = pool->several->names[pool->given];
	int r = answer_read(worker, &answer);

	if (r == 0)
		r = answer_give(pool->several, name, &answer, &pool->printed);
	if (r == 0)
		pool->worst = worse(pool->worst, answer.status);
	answer_free(&answer);
	worker_end(worker);
	pool->given++;
	if (r == 0)
		return write_out(pool);
	output_complain(name, "out of memory");
	return EXIT_FAILED;
}

/* All whose turn it is. */
static int give(struct pool *pool)
{
	int r = EXIT_DONE;

	while (r == EXIT_DONE && pool->given < pool->next && worker_of(pool, pool->given)->pid == 0)
		r = give_one(pool);
	return r;
}

static void begin(struct pool *pool)
{
	const struct several *several = pool->several;

	pool->printed.table.columns = several->columns_count + 1;
	if (several->form == SEVERAL_TABLE) {
		ia_table_add(&pool->printed.table, "name");
		for (size_t i = 0; i < several->columns_count; i++)
			ia_table_add(&pool->printed.table, several->columns[i]);
	}
	for (size_t i = 0; several->form == SEVERAL_LINES && i < several->count; i++) {
		struct ia_strbuf name IA_AUTO_STRBUF = {0};
		size_t width;

		row_spell(&name, several->names[i]);
		width = name.data ? ia_utf8_columns(name.data) : 0;
		if (width > IA_TABLE_PAD_MAX)
			width = IA_TABLE_PAD_MAX;
		if (width > pool->printed.width)
			pool->printed.width = width;
	}
}

static int end(struct pool *pool)
{
	if (pool->several->form == SEVERAL_TABLE)
		ia_table_print(&pool->printed.table, 0, &pool->printed.now);
	if (!pool->printed.now.error)
		return write_out(pool);
	output_complain(NULL, "out of memory");
	return EXIT_FAILED;
}

static int run(struct pool *pool)
{
	int r = EXIT_DONE;

	begin(pool);
	while (r == EXIT_DONE && pool->given < pool->several->count) {
		start(pool);
		r = wait_for_one(pool);
		if (r == EXIT_DONE)
			r = give(pool);
	}
	return r == EXIT_DONE ? end(pool) : r;
}

int several_run(const struct several *several)
{
	struct pool pool = {.several = several, .printed.now = IA_STRBUF_SECRET};
	int r = EXIT_FAILED;

	/* else nobody could wait for a child */
	signal(SIGCHLD, SIG_DFL);
	pool.jobs = several->jobs ? several->jobs : processors();
	if (pool.jobs > SEVERAL_JOBS_MAX)
		pool.jobs = SEVERAL_JOBS_MAX;
	if (pool.jobs > several->count)
		pool.jobs = several->count;
	pool.size = pool.jobs * HELD_PER_JOB;
	pool.workers = calloc(pool.size, sizeof(*pool.workers));
	if (!pool.workers) {
		output_complain(NULL, "out of memory");
		return EXIT_FAILED;
	}
	for (size_t i = 0; i < pool.size; i++)
		pool.workers[i] = WORKER_NONE;
	r = run(&pool);
	for (size_t i = 0; i < pool.size; i++)
		worker_end(&pool.workers[i]);
	free(pool.workers);
	ia_strbuf_free(&pool.printed.now);
	ia_table_free(&pool.printed.table);
	return r == EXIT_DONE ? pool.worst : worse(r, pool.worst);
}
