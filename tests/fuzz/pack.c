/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An image as the targets take it, or back: pack IMAGE PACKED, pack -u PACKED IMAGE. What was
 * packed is expanded again, and has to be the same.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "packed.h"

struct bytes {
	uint8_t *data;
	size_t size;
};

static void die(const char *path, const char *what)
{
	fprintf(stderr, "pack: %s: %s\n", path, what);
	exit(EXIT_FAILURE);
}

static struct bytes load(const char *path)
{
	struct bytes bytes = {malloc(PACKED_MAX + 1), 0};
	FILE *file = fopen(path, "rb");

	if (!file || !bytes.data)
		die(path, strerror(errno));
	bytes.size = fread(bytes.data, 1, PACKED_MAX + 1, file);
	if (ferror(file))
		die(path, strerror(errno));
	fclose(file);
	if (bytes.size > PACKED_MAX)
		die(path, "is longer than a target takes it");
	return bytes;
}

static void save(const char *path, struct bytes bytes)
{
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(bytes.data, 1, bytes.size, file) != bytes.size || fclose(file) != 0)
		die(path, strerror(errno));
}

/* The code for as many zeros from there as one can stand for, and how many those are. */
static uint8_t choose(size_t at, size_t zeros, size_t *ret_count)
{
	size_t to_block = packed_zeros(PACKED_TO_BLOCK, at);
	size_t to_sector = packed_zeros(PACKED_TO_SECTOR, at), blocks = zeros / PACKED_BLOCK;
	uint8_t code;

	if (to_block > 0 && zeros >= to_block)
		code = PACKED_TO_BLOCK;
	else if (to_sector > 0 && zeros >= to_sector)
		code = PACKED_TO_SECTOR;
	else if (blocks > 0)
		code = (uint8_t)(PACKED_BLOCKS - 1 + (blocks < 62 ? blocks : 62));
	else
		code = (uint8_t)((zeros < PACKED_BLOCKS ? zeros : PACKED_BLOCKS) - 1);
	*ret_count = packed_zeros(code, at);
	return code;
}

static struct bytes pack(struct bytes image)
{
	struct bytes packed = {malloc(2 * image.size + 1), 0};

	if (!packed.data)
		abort();
	for (size_t at = 0; at < image.size;) {
		size_t zeros = 0, count = 1;

		while (at + zeros < image.size && image.data[at + zeros] == 0)
			zeros++;
		packed.data[packed.size++] = image.data[at];
		if (zeros > 0)
			packed.data[packed.size++] = choose(at, zeros, &count);
		at += count;
	}
	return packed;
}

static struct bytes expand(struct bytes packed)
{
	struct bytes image;

	image.data = packed_expand(packed.data, packed.size, &image.size);
	return image;
}

int main(int argc, char **argv)
{
	struct bytes in, out, again;

	if (argc == 4 && strcmp(argv[1], "-u") == 0) {
		in = load(argv[2]);
		out = expand(in);
		save(argv[3], out);
	} else if (argc == 3) {
		in = load(argv[1]);
		out = pack(in);
		again = expand(out);
		if (again.size != in.size || memcmp(again.data, in.data, in.size) != 0)
			die(argv[1], "is not the same after it was packed");
		free(again.data);
		save(argv[2], out);
	} else {
		fputs("usage: pack IMAGE PACKED\n       pack -u PACKED IMAGE\n", stderr);
		return 2;
	}
	free(in.data);
	free(out.data);
	return EXIT_SUCCESS;
}
