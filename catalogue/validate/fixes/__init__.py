"""Fixes: ways to mend findings, as edits exact to the character."""

from catalogue.validate.fixes.editing import Editing
from catalogue.validate.fixes.prefixes import prefix_fixes
from catalogue.validate.fixes.values import missing_value_fixes, value_fixes

__all__ = ["Editing", "missing_value_fixes", "prefix_fixes", "value_fixes"]
