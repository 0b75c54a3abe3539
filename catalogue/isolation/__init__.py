"""Isolation: queries evaluated by a process that was forked for them, within limits, for the commands as for the service.

The engine cannot be stopped, has no limits of its own, and ends its process where a query is nested too deep. `confinement`
is what such a process gives up, `system` what the system is asked for that, `aside` the worker that a command forks from
itself, `reading` has it tell whether a query can be read, `reasons` why a query was ended.
"""
