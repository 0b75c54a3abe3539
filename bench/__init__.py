"""Measurements: scripts that are no part of the program nor of its tests."""
