"""Mistakes in shapes: found before anything is checked against them, each at its statement."""
