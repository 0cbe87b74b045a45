/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libFuzzer's own changes and the grammar's, in turn. */
#include "grammar.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	switch (seed / 7 % 8) {
	case 0:
		return grammar_make(grammar_form, seed, data, max);
	case 1:
	case 2:
		return grammar_insert(grammar_form, seed, data, size, max);
	case 3:
		return grammar_shuffle(seed, data, size, max);
	default:
		return LLVMFuzzerMutate(data, size, max);
	}
}
