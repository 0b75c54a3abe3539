"""Exports: an edition, or a part of it, as data in the forms that programs read."""
