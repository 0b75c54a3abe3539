"""Bounds: the largest numbers that settings and options take, so that none is more than the system can count."""

from __future__ import annotations

MOST_NUMBER = 10**15
"""The most bytes, rows and the like: the system counts them in 63 bits."""

MOST_SECONDS = 10**9
"""The longest time, some thirty years: the system counts nanoseconds in 63 bits."""

MOST_DAYS = 10**5
"""The longest time in days, some 270 years: dates begin with the year 1."""

MOST_PROCESSES = 1024
"""The most processes of one kind."""

MOST_TASKS = 10**5
"""The most tasks of a plan: whoever gathers asks for the result of each."""
