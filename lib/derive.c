/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "args.h"
#include "cmdline.h"
#include "limits.h"
#include "network.h"
#include "report.h"
#include "request.h"
#include "select.h"
#include "util/utf8.h"
#include "vocabulary.h"

/* The one place where it is decided what a finding on the medium means for the arguments. */

struct derivation {
	const struct isoargs_report *report;
	const struct isoargs_request *request;
	struct isoargs_args *args;
	const struct ia_entry *entry;
	unsigned generation; /* 0: an installer of anaconda's kind whose release nothing tells */
	bool anaconda; /* follows anaconda's rules at all */
	char *stage2; /* the word to write; NULL: none is needed */
	const char *medium_stage2; /* value of the entry's own word, NULL: it has none */
	bool wrote_stage2;
};

static void cleanup_derivation(struct derivation *derivation)
{
	free(derivation->stage2);
	isoargs_args_free(derivation->args);
}

static int add_to(struct ia_cmdline *line, const struct isoargs_word *word,
		  struct isoargs_error **reterr)
{
	int r = ia_cmdline_add(line, word);

	if (r == -E2BIG)
		return ia_error(reterr, r, IA_NOWHERE, NULL, "found more than %u words",
				IA_CMDLINE_WORDS_MAX);
	return r < 0 ? ia_error_memory(reterr) : 0;
}

static int add_word(struct derivation *derivation, enum isoargs_origin origin, const char *file,
		    const char *text, struct isoargs_error **reterr)
{
	const struct isoargs_word word = {.text = text, .origin = origin, .file = file};

	return add_to(&derivation->args->words, &word, reterr);
}

static int add_option(struct derivation *derivation, const char *option, const char *prefix,
		      const char *key, const char *value, struct isoargs_error **reterr)
{
	char *text IA_AUTO_FREE = NULL;
	int r;

	if (asprintf(&text, "%s%s%s%s", prefix, key, value ? "=" : "", value ? value : "") < 0) {
		text = NULL;
		return ia_error_memory(reterr);
	}
	r = add_word(derivation, ISOARGS_FROM_OPTION, option, text, reterr);
	explicit_bzero(text, strlen(text));
	return r;
}

/* Of EL6 and EL7 themselves; Fedora's releases share their installers, but not the custom. */
static bool is_legacy(const struct derivation *derivation)
{
	return derivation->request->style == IA_STYLE_LEGACY &&
	       derivation->report->distro.family == IA_FAMILY_EL &&
	       (derivation->generation == 6 || derivation->generation == 7);
}

/* EL6 reads its options without "inst." only; all later installers read them with it. */
static const char *option_prefix(const struct derivation *derivation)
{
	return derivation->generation == 6 ? "" : "inst.";
}

/* The display mode is bare wherever the legacy words are: "graphical utf8 …". */
static const char *display_prefix(const struct derivation *derivation)
{
	return is_legacy(derivation) ? "" : option_prefix(derivation);
}

static int add_display(struct derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_request *request = derivation->request;

	if (request->graphical)
		return add_option(derivation, "--graphical", display_prefix(derivation),
				  "graphical", NULL, reterr);
	if (request->text)
		return add_option(derivation, "--text", display_prefix(derivation), "text", NULL,
				  reterr);
	return 0;
}

static const char *const legacy_words[] = {"utf8", "nogpt", "noipv6"};

static const char ipv6_wanted[] = "--ip is an IPv6 address";

static bool wants_ipv6(const struct derivation *derivation)
{
	return derivation->request->network.ip.family == AF_INET6;
}

static int add_legacy(struct derivation *derivation, struct isoargs_error **reterr)
{
	if (!is_legacy(derivation))
		return 0;
	for (size_t i = 0; i < IA_COUNT(legacy_words); i++) {
		struct isoargs_word word = {
			.text = legacy_words[i],
			.origin = ISOARGS_FROM_RULE,
			.file = "--style",
			.reason = "the legacy style of EL6 and EL7",
		};
		int r;

		if (wants_ipv6(derivation) && strcmp(legacy_words[i], "noipv6") == 0) {
			word.reason = ipv6_wanted;
			r = add_to(&derivation->args->dropped, &word, reterr);
		} else {
			r = add_to(&derivation->args->words, &word, reterr);
		}
		if (r < 0)
			return r;
	}
	return 0;
}

/* What the entry says of what the rules have settled before it. */
static const char *settled_by_rule(const struct derivation *derivation, const char *text)
{
	if (wants_ipv6(derivation) &&
	    (ia_word_is(text, "noipv6") || strcmp(text, "ipv6.disable=1") == 0))
		return ipv6_wanted;
	for (size_t i = 0; is_legacy(derivation) && i < IA_COUNT(legacy_words); i++) {
		if (strcmp(text, legacy_words[i]) == 0)
			return "the legacy style has said it already";
	}
	return NULL;
}

/* Name servers alone configure no interface: then the entry's own ip= still has to. */
static bool replaces_network(const struct ia_network *network, const char *text)
{
	if (network->dhcp || network->ip.family)
		return true;
	return network->nameserver_count > 0 &&
	       (ia_word_is(text, "nameserver") || ia_word_is(text, "dns"));
}

/* What the request asks for itself takes the place of what the entry says of the same thing. */
static const char *overridden_by(const struct derivation *derivation, const char *text,
				 unsigned traits)
{
	const struct isoargs_request *request = derivation->request;

	if ((traits & IA_TRAIT_DISPLAY) && (request->graphical || request->text || request->vnc))
		return "the display options take its place";
	if ((traits & IA_TRAIT_NETWORK) && replaces_network(&request->network, text))
		return "the network options take its place";
	if ((traits & IA_TRAIT_KS) && request->ks)
		return "--ks takes its place";
	if ((traits & IA_TRAIT_REPO) && request->repo)
		return "--repo takes its place";
	return NULL;
}

/*
 * EL7's Python side turns \x20 into '_' and takes all other backslashes off, and then looks for
 * a device that does not exist.
 */
static bool is_broken_repo(const struct derivation *derivation, const char *value)
{
	return derivation->generation == 7 && value && strncmp(value, "hd:", 3) == 0 &&
	       strchr(value, '\\');
}

/*
 * A PV guest's CD never says that it holds a medium, so EL7's initramfs waits for ever for the
 * kickstart on it; EL6's loader finds it. Without a release the rules of EL7 hold.
 */
static bool is_unseen_kickstart(const struct derivation *derivation, const char *value)
{
	return (derivation->generation == 7 || derivation->generation == 0) && value &&
	       strncmp(value, "cdrom", 5) == 0;
}

/* The same file by the way on which the second stage is found. */
static void note_unseen_kickstart(struct derivation *derivation, const struct isoargs_word *word)
{
	const char *where = derivation->stage2 ? strchr(derivation->stage2, '=') + 1 : "hd:DEVICE";

	ia_note(&derivation->args->notes, ISOARGS_WARNING, "kickstart-unseen",
		IA_AT_LINE(word->file, word->line, 0),
		"the entry says %s, but a PV guest's installer never sees a medium in its CD drive "
		"and waits for ever; name the file with --ks %s:/PATH",
		word->text, where);
}

static const char *why_dropped(const struct derivation *derivation, const char *text)
{
	struct ia_meaning meaning = ia_vocabulary_meaning(text);
	const char *reason = overridden_by(derivation, text, meaning.traits);

	if (!reason)
		reason = settled_by_rule(derivation, text);
	if (meaning.reason || reason)
		return meaning.reason ? meaning.reason : reason;
	if ((meaning.traits & IA_TRAIT_BARE) && derivation->generation >= 9)
		return "without \"inst.\" this installer does not read it";
	if ((meaning.traits & IA_TRAIT_REPO) && is_broken_repo(derivation, ia_word_value(text)))
		return "EL7 would lose the backslashes and look for another device; the packages "
		       "of "
		       "the medium are found without it";
	return NULL;
}

static bool has_controls(const char *text)
{
	size_t left = strlen(text), step;

	for (; left > 0; text += step, left -= step) {
		uint32_t code = ' '; /* bytes that are no UTF-8 move no cursor */

		step = ia_utf8_decode(text, left, &code);
		if (step == 0)
			step = 1;
		if (code < 0x20 || (code >= 0x7f && code < 0xa0))
			return true;
	}
	return false;
}

/* A line end in a quoted word would make two lines of one; an escape could rule a terminal. */
static int drop_controls(struct derivation *derivation, const struct isoargs_word *word,
			 struct isoargs_error **reterr)
{
	struct isoargs_word dropped = *word;

	dropped.reason = "holds control characters, which no single line can carry";
	ia_note(&derivation->args->notes, ISOARGS_WARNING, "control-characters",
		IA_AT_LINE(word->file, word->line, 0),
		"the entry's word %s holds control characters and is left out", word->text);
	return add_to(&derivation->args->dropped, &dropped, reterr);
}

/* A word of an entry of which only this is known: that it does no harm to the line. */
static int keep_word(struct derivation *derivation, const struct isoargs_word *word,
		     struct isoargs_error **reterr)
{
	if (has_controls(word->text))
		return drop_controls(derivation, word, reterr);
	return add_to(&derivation->args->words, word, reterr);
}

static int write_stage2(struct derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_request *request = derivation->request;
	bool asked = request->has_stage2;

	if (derivation->wrote_stage2 || !derivation->stage2)
		return 0;
	derivation->wrote_stage2 = true;
	return add_word(derivation, asked ? ISOARGS_FROM_OPTION : ISOARGS_FROM_LABEL,
			asked ? "--stage2" : NULL, derivation->stage2, reterr);
}

static int add_entry_word(struct derivation *derivation, const struct isoargs_word *word,
			  struct isoargs_error **reterr)
{
	unsigned traits = ia_vocabulary_meaning(word->text).traits;
	struct isoargs_word dropped = *word;

	if (traits & IA_TRAIT_STAGE2)
		return write_stage2(derivation, reterr);
	dropped.reason = why_dropped(derivation, word->text);
	if (dropped.reason)
		return add_to(&derivation->args->dropped, &dropped, reterr);
	if ((traits & IA_TRAIT_KS) && is_unseen_kickstart(derivation, ia_word_value(word->text)))
		note_unseen_kickstart(derivation, word);
	if (strpbrk(word->text, "'\""))
		ia_note(&derivation->args->notes, ISOARGS_WARNING, "quotes",
			IA_AT_LINE(word->file, word->line, 0),
			"the entry's word %s holds quotes, which can stop the installer's own "
			"reading of its command line",
			word->text);
	return keep_word(derivation, word, reterr);
}

/* The words of the medium's entry: kept, dropped, or the place where the second stage stands. */
static int add_entry(struct derivation *derivation, struct isoargs_error **reterr)
{
	const struct ia_entry *entry = derivation->entry;
	const struct isoargs_word like = {
		.origin = ISOARGS_FROM_ENTRY,
		.file = entry->file,
		.line = entry->command_line ? entry->command_line : entry->line,
	};
	struct ia_cmdline own = {.arena = derivation->args->arena};
	int r;

	r = ia_cmdline_split(&own, entry->cmdline ? entry->cmdline : "", &like);
	if (r == -E2BIG)
		return ia_error(reterr, r, IA_AT_LINE(entry->file, like.line, 0), NULL,
				"the entry has more than %u words", IA_CMDLINE_WORDS_MAX);
	if (r < 0)
		return ia_error_memory(reterr);
	if (!derivation->anaconda) {
		for (size_t i = 0; r == 0 && i < own.count; i++)
			r = keep_word(derivation, &own.words[i], reterr);
		return r;
	}
	if (!derivation->medium_stage2)
		r = write_stage2(derivation, reterr);
	for (size_t i = 0; r == 0 && i < own.count; i++)
		r = add_entry_word(derivation, &own.words[i], reterr);
	/* Whatever the menu's quoting hid, the line has its second stage. */
	return r == 0 ? write_stage2(derivation, reterr) : r;
}

static int add_sources(struct derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_request *request = derivation->request;
	const char *prefix = option_prefix(derivation);
	int r = 0;

	if (request->repo && is_broken_repo(derivation, request->repo))
		return ia_error(reterr, -EOPNOTSUPP, IA_IN_FILE("--repo"),
				"use cdrom:/dev/xvdd, or hd:UUID=…",
				"found \"%s\", but EL7 would lose the backslashes and look for "
				"another device",
				request->repo);
	if (request->ks && is_unseen_kickstart(derivation, request->ks))
		return ia_error(reterr, -EOPNOTSUPP, IA_IN_FILE("--ks"),
				"use hd:/dev/xvdd:/PATH or hd:LABEL=…:/PATH",
				"found \"%s\", but a PV guest's installer never sees a medium in "
				"its CD drive and would wait for ever",
				request->ks);
	if (request->repo)
		r = add_option(derivation, "--repo", prefix, "repo", request->repo, reterr);
	if (r == 0 && request->ks)
		r = add_option(derivation, "--ks", prefix, "ks", request->ks, reterr);
	return r;
}

static int add_vnc(struct derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_request *request = derivation->request;
	const char *prefix = option_prefix(derivation);
	int r;

	if (!request->vnc)
		return 0;
	if (derivation->generation >= 10)
		return ia_error(reterr, -EOPNOTSUPP, IA_IN_FILE("--vnc"),
				"use its remote desktop: --append inst.rdp --append "
				"inst.rdp.username=NAME --append inst.rdp.password=WORD",
				"the installer of EL10 and of Fedora since 42 has no VNC any more");
	r = add_option(derivation, "--vnc", prefix, "vnc", NULL, reterr);
	if (r == 0 && request->vnc_password)
		r = add_option(derivation, "--vnc-password-file", prefix, "vncpassword",
			       request->vnc_password, reterr);
	return r;
}

static int add_appended(struct derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_request *request = derivation->request;

	for (size_t i = 0; i < request->append_count; i++) {
		int r = add_word(derivation, ISOARGS_FROM_OPTION, "--append", request->append[i],
				 reterr);

		if (r < 0)
			return r;
	}
	return 0;
}

/* The value of the last stage2 word of the entry, as the installer would take it. */
static const char *find_medium_stage2(const struct ia_entry *entry)
{
	const char *value = NULL;

	for (size_t i = 1; i < entry->argc; i++) {
		if (ia_vocabulary_meaning(entry->argv[i]).traits & IA_TRAIT_STAGE2)
			value = ia_word_value(entry->argv[i]);
	}
	return value;
}

static int choose_target(const struct derivation *derivation, const char **ret_key,
			 const char **ret_name, struct isoargs_error **reterr)
{
	const struct ia_labels *labels = &derivation->report->labels;

	switch (derivation->request->stage2) {
	case IA_STAGE2_DEVICE:
		*ret_key = "";
		*ret_name = derivation->request->device;
		return 0;
	case IA_STAGE2_UUID:
		if (!labels->uuid)
			return ia_error(reterr, -ENODATA, IA_IN_FILE("--stage2"),
					"use --stage2 device",
					"the volume has no date, so no UUID");
		*ret_key = "UUID=";
		*ret_name = labels->uuid;
		return 0;
	case IA_STAGE2_LABEL:
		break;
	}
	if (!labels->encoded)
		return ia_error(reterr, -ENODATA, IA_NOWHERE,
				"use --stage2 uuid or --stage2 device",
				"the installer will see no volume label on this medium");
	if (strchr(labels->encoded, ':'))
		return ia_error(
			reterr, -EOPNOTSUPP, IA_NOWHERE, "use --stage2 uuid or --stage2 device",
			"the volume label \"%s\" holds a colon, at which the installer cuts "
			"hd:LABEL=",
			labels->installer);
	*ret_key = "LABEL=";
	*ret_name = labels->encoded;
	return 0;
}

/* What the medium's own entry says, held against what its label says. */
static void compare_stage2(const struct derivation *derivation)
{
	const struct ia_labels *labels = &derivation->report->labels;
	const struct ia_entry *entry = derivation->entry;
	const char *medium = derivation->medium_stage2;
	struct ia_notes *notes = &derivation->args->notes;
	enum isoargs_severity severity =
		derivation->request->has_stage2 ? ISOARGS_INFO : ISOARGS_WARNING;
	unsigned line = entry->command_line ? entry->command_line : entry->line;

	if (!medium) {
		ia_note(notes, ISOARGS_INFO, "stage2-added", IA_AT_LINE(entry->file, line, 0),
			"the entry names no second stage; a PV guest's installer does not find its "
			"CD without one, so %s was added",
			derivation->stage2);
		return;
	}
	if (labels->encoded && strncmp(medium, "hd:LABEL=", 9) == 0 &&
	    strcmp(medium + 9, labels->encoded) == 0)
		return;
	ia_note(notes, severity, "stage2-differs", IA_AT_LINE(entry->file, line, 0),
		"the medium's menu says inst.stage2=%s, its label gives inst.stage2=hd:LABEL=%s; "
		"%s is used",
		medium, labels->encoded ? labels->encoded : "(none)", derivation->stage2);
}

static int settle_stage2(struct derivation *derivation, struct isoargs_error **reterr)
{
	const char *key = NULL, *name = NULL;
	int r;

	derivation->medium_stage2 = find_medium_stage2(derivation->entry);
	/* EL6's loader finds a PV guest's CD by itself. */
	if (!derivation->anaconda || (derivation->generation == 6 && !derivation->medium_stage2 &&
				      !derivation->request->has_stage2))
		return 0;
	r = choose_target(derivation, &key, &name, reterr);
	if (r < 0)
		return r;
	if (asprintf(&derivation->stage2, "%sstage2=hd:%s%s", option_prefix(derivation), key,
		     name) < 0) {
		derivation->stage2 = NULL;
		return ia_error_memory(reterr);
	}
	compare_stage2(derivation);
	return 0;
}

/* Whose rules hold, and what is known beforehand about a PV guest under them. */
static int settle_rules(struct derivation *derivation, struct isoargs_error **reterr)
{
	const struct isoargs_report *report = derivation->report;
	const struct isoargs_request *request = derivation->request;
	struct ia_notes *notes = &derivation->args->notes;
	unsigned traits = ia_entry_traits(derivation->entry);

	derivation->generation = report->distro.generation;
	derivation->anaconda = derivation->generation != 0 || (traits & IA_TRAIT_INSTALLER);
	if (!derivation->anaconda) {
		if (request->graphical || request->text || request->vnc || request->ks ||
		    request->repo || request->has_stage2 || ia_network_is_set(&request->network))
			return ia_error(
				reterr, -EOPNOTSUPP, IA_NOWHERE,
				"give the words that it reads with --append",
				"not a medium of the EL family or Fedora: how its installer "
				"spells these options is not known");
		ia_note(notes, ISOARGS_WARNING, "family-unknown", IA_NOWHERE,
			"not a medium of the EL family or Fedora: the arguments are the entry's "
			"own, no rules for Xen PV guests were applied");
		return 0;
	}
	if (derivation->generation == 0)
		ia_note(notes, ISOARGS_WARNING, "generation-unknown", IA_NOWHERE,
			"neither .treeinfo nor label nor menu tells the release; words that depend "
			"on it are left out");
	/* Of Fedora's kernels this is not known. */
	if (derivation->generation >= 8 && report->distro.family == IA_FAMILY_EL)
		ia_note(notes, ISOARGS_WARNING, "no-pv", IA_NOWHERE,
			"the kernels of EL8 and later are built without Xen PV: boot this medium "
			"as "
			"an HVM or PVH guest");
	if (traits & IA_TRAIT_LIVE)
		return ia_error(reterr, -EOPNOTSUPP,
				IA_AT_LINE(derivation->entry->file, derivation->entry->line, 0),
				"use an installation image: DVD, Minimal or NetInstall",
				"the entry \"%s\" boots a live system, not the installer",
				derivation->entry->title);
	return 0;
}

static int add_all(struct derivation *derivation, struct isoargs_error **reterr)
{
	static int (*const steps[])(struct derivation *, struct isoargs_error **) = {
		add_display, add_legacy, add_entry, add_sources, add_vnc,
	};
	int r;

	for (size_t i = 0; i < IA_COUNT(steps); i++) {
		r = steps[i](derivation, reterr);
		if (r < 0)
			return r;
	}
	if (ia_network_is_set(&derivation->request->network)) {
		/* An unknown release is read as one of those that know the colon form. */
		r = ia_network_words(&derivation->request->network,
				     derivation->generation ? derivation->generation : 7,
				     &derivation->args->words, reterr);
		if (r < 0)
			return r;
	}
	return add_appended(derivation, reterr);
}

/* Joins the words and copies what the arguments say of their entry, so that the report may go. */
static int finish(struct derivation *derivation, struct isoargs_error **reterr)
{
	struct isoargs_args *args = derivation->args;
	const struct ia_entry *entry = derivation->entry;
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	ia_cmdline_join(&args->words, &text);
	ia_strbuf_add(&text, "", 0);
	if (text.error)
		return ia_error_memory(reterr);
	if (text.length > IA_XEN_CMDLINE_MAX)
		return ia_error(reterr, -E2BIG, IA_NOWHERE, "leave out what is not needed",
				"the arguments have %zu bytes, Xen hands a PV guest at most %u and "
				"cuts the rest off silently",
				text.length, IA_XEN_CMDLINE_MAX);
	args->text = ia_arena_strdup(args->arena, text.data);
	explicit_bzero(text.data, text.length);
	args->kernel = ia_arena_strdup(args->arena, entry->kernel);
	args->entry_file = ia_arena_strdup(args->arena, entry->file);
	args->entry_path = ia_arena_strdup(args->arena, entry->path);
	args->entry_title = ia_arena_strdup(args->arena, entry->title);
	args->entry_line = entry->line;
	args->initrds = ia_arena_array(args->arena, entry->initrd_count, sizeof(*args->initrds));
	if (!args->text || !args->kernel || !args->entry_file || !args->entry_path ||
	    !args->entry_title || !args->initrds)
		return ia_error_memory(reterr);
	for (size_t i = 0; i < entry->initrd_count; i++) {
		args->initrds[i] = ia_arena_strdup(args->arena, entry->initrds[i]);
		if (!args->initrds[i])
			return ia_error_memory(reterr);
	}
	args->initrd_count = entry->initrd_count;
	return args->notes.error ? ia_error_memory(reterr) : 0;
}

static int run(struct derivation *derivation, struct isoargs_error **reterr)
{
	struct ia_notes *notes = &derivation->args->notes;
	int r;

	r = ia_request_check(derivation->request, notes, reterr);
	if (r < 0)
		return r;
	r = ia_select_entry(derivation->report, derivation->request->entry, notes,
			    &derivation->entry, reterr);
	if (r < 0)
		return r;
	r = settle_rules(derivation, reterr);
	if (r == 0)
		r = settle_stage2(derivation, reterr);
	if (r == 0)
		r = add_all(derivation, reterr);
	return r == 0 ? finish(derivation, reterr) : r;
}

int isoargs_derive(const struct isoargs_report *report, const struct isoargs_request *request,
		   struct isoargs_args **ret_args, struct isoargs_error **reterr)
{
	static const struct isoargs_request nothing_special;
	struct derivation derivation IA_CLEANUP(cleanup_derivation) = {
		.report = report,
		.request = request ? request : &nothing_special,
	};
	struct isoargs_args *args = calloc(1, sizeof(*args));
	int r;

	if (!args)
		return ia_error_memory(reterr);
	derivation.args = args;
	args->arena = ia_arena_new(0);
	if (!args->arena)
		return ia_error_memory(reterr);
	args->words.arena = args->arena;
	args->dropped.arena = args->arena;
	r = run(&derivation, reterr);
	if (r < 0)
		return r;
	*ret_args = IA_TAKE(derivation.args);
	return 0;
}
