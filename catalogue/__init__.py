"""A catalogue and knowledge graph that lives in Git.

```python
import catalogue

c = catalogue.open(".")
print(c.check().summary("en"))
c.query("SELECT ?thing WHERE { ?thing a ?type } LIMIT 3").to_pandas()
c.build()
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from catalogue.config import Limits
    from catalogue.errors import (
        BusyError,
        CatalogueError,
        FindingsError,
        InputError,
        LimitError,
        OutputError,
        QueryError,
        RemoteError,
        SettingsError,
        UsageError,
    )
    from catalogue.workspace.catalogue import Catalogue
    from catalogue.workspace.opening import connect, open  # noqa: A004 - `catalogue.open` reads as what it does

__version__: str

__all__ = [
    "BusyError",
    "Catalogue",
    "CatalogueError",
    "FindingsError",
    "InputError",
    "LimitError",
    "Limits",
    "OutputError",
    "QueryError",
    "RemoteError",
    "SettingsError",
    "UsageError",
    "__version__",
    "connect",
    "open",
]


def __dir__() -> list[str]:
    """List the public names, those that are imported late included."""
    return __all__


def __getattr__(name: str) -> Any:
    """Import what opens and connects, the errors, and the version, when first asked for, so that the command starts fast."""
    if name in __all__ and name.endswith("Error"):
        from catalogue import errors

        return getattr(errors, name)
    if name in {"Catalogue", "Limits", "connect", "open"}:
        from catalogue.workspace import opening

        return getattr(opening, name)
    if name == "__version__":
        from importlib.metadata import version

        return version("communs-catalogue")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
