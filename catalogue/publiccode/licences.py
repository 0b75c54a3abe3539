"""Licences: expressions of SPDX."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=256)
def is_licence(expression: str) -> bool:
    """Tell whether a text is an expression of SPDX that names licences of its list.

    >>> is_licence("EUPL-1.2 OR AGPL-3.0-or-later"), is_licence("AGPL"), is_licence("")
    (True, False, False)
    """
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        canonicalize_license_expression(expression)
    except InvalidLicenseExpression:
        return False
    return True
