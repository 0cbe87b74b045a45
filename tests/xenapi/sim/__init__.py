# SPDX-License-Identifier: GPL-3.0-or-later
"""A pool that speaks XenAPI, for tests: see ../README.md."""
