"""Fixes: ways to mend findings, as edits exact to the character."""

from catalogue.lint.fixes.editing import Editing
from catalogue.lint.fixes.prefixes import prefix_fixes
from catalogue.lint.fixes.values import missing_value_fixes, value_fixes
from catalogue.lint.fixes.writing import Writer

__all__ = ["Editing", "Writer", "missing_value_fixes", "prefix_fixes", "value_fixes"]
