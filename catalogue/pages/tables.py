"""Tables of values: what a property with the viewer `ValueTableViewer` leads to, with columns as the shapes give them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from catalogue.collation import name_key
from catalogue.messages import say
from catalogue.model import EntityType, Property, is_date
from catalogue.pages.charts import charts
from catalogue.pages.drawings import DrawnRow, drawings_of, pictured
from catalogue.pages.literals import is_number, moment_key
from catalogue.pages.nested import declared
from catalogue.pages.parts import Column, Line, Series, Value, ValueTable
from catalogue.pages.rows import rows_of
from catalogue.pages.strings import string
from catalogue.pages.table_rows import TableRow, terms_in
from catalogue.pages.views import MOST_ROWS, Viewer
from catalogue.terms import Literal, NamedNode, Term

_LOOKED_AT = 100
"""How many values say what all of them are: their types, and which columns have dates."""

_BREAKS = re.compile(r"[ \t\n\r]+")
"""Where a line may end: not at a no-break space."""

_LONGEST_WORD = 20
_FEWEST_POINTS = 2


def value_table(viewer: Viewer, thing: NamedNode, prop: Property) -> ValueTable | None:
    """Show the values of a property, one in a row: by date, then by name; the first ones of many.

    Args:
        viewer: the page.
        thing: the thing of the page.
        prop: the property. Its columns are the properties that the shapes of its values give (`sh:node`, `sh:property`), in
            their order; where they give none, the name and the key information of the type of the values.

    Returns:
        The table without columns that are empty, or that have only the thing of the page; None without values.
    """
    nodes = rows_of(viewer.edition, thing, prop)
    if not nodes:
        return None
    types = _types(viewer, nodes)
    columns = _columns(viewer, prop, types)
    shown = _ordered(viewer, nodes, columns)[:MOST_ROWS]
    grid = [[terms_in(viewer, node, column) for column in columns] for node in shown]
    kept = [at for at in range(len(columns)) if any(cells[at] and cells[at] != [thing] for cells in grid)]
    rows = [
        TableRow(viewer, node, [columns[at] for at in kept], [cells[at] for at in kept])
        for node, cells in zip(shown, grid, strict=True)
    ]
    if not kept:
        return None
    head = next((at for at, index in enumerate(kept) if _names(columns[index])), 0)
    numbers = [at for at in range(len(kept)) if _kind([term for row in rows for term in row.terms[at]]) == "number"]
    lines = [row.line(head, numbers) for row in rows]
    headings = [
        _heading(viewer, columns[index], [row.terms[at] for row in rows], [line.cells[at] for line in lines])
        for at, index in enumerate(kept)
    ]
    series = list(_series(viewer, rows, lines))
    drawn = pictured(declared(viewer.edition, prop.shapes))
    drawings = drawings_of(viewer, columns, drawn, _events(rows, lines, grid, head) if drawn else [])
    return ValueTable(
        columns=headings,
        lines=lines,
        head=head,
        series=series,
        pictures=[
            (viewer.footnotes.picture(), picture)
            for picture in (*drawings.pictures, *charts(series, headings, viewer.language))
        ],
        map=(viewer.footnotes.picture(), drawings.map) if drawings.map is not None else None,
        more=len(nodes) - len(shown),
        more_href=viewer.list_href(next(iter(types), None)) if len(nodes) > len(shown) else "",
    )


def _events(
    rows: Sequence[TableRow], lines: Sequence[Line], grid: Sequence[Sequence[Sequence[Term]]], head: int
) -> list[DrawnRow]:
    """Give the rows as they are drawn, with the terms of all columns."""
    return [
        DrawnRow(", ".join(value.label for value in line.cells[head]), terms, row.remark(line))
        for row, line, terms in zip(rows, lines, grid, strict=True)
    ]


def _types(viewer: Viewer, nodes: Sequence[Term]) -> list[EntityType]:
    """List what the first values are published as, the most frequent types first."""
    counts: dict[str, tuple[int, EntityType]] = {}
    for node in nodes[:_LOOKED_AT]:
        type_ = viewer.edition.type_of(node) if isinstance(node, NamedNode) else None
        if type_ is not None:
            counts[type_.iri] = counts.get(type_.iri, (0, type_))[0] + 1, type_
    return [type_ for _, type_ in sorted(counts.values(), key=lambda item: (-item[0], item[1].order, item[1].iri))]


def _columns(viewer: Viewer, prop: Property, types: Sequence[EntityType]) -> list[Property | None]:
    """Give the properties of the columns; None stands for the name of what is in the row."""
    shacl = viewer.edition.shacl
    described = {each.path: each for type_ in reversed(types) for each in type_.properties}
    given = declared(viewer.edition, prop.shapes)
    if not given:
        key = [each for type_ in types for each in type_.with_role("KeyInfoRole") if not each.is_view]
        return [None, *{each.path: each for each in key}.values()]
    columns: list[Property | None] = []
    for column in given:
        described_as = described.get(column.path, column)
        name = column.name if shacl.shape(column.shape).names else described_as.name
        role = column.role or described_as.role
        datatypes, group = column.datatypes or described_as.datatypes, column.group or described_as.group
        columns.append(replace(column, name=name, role=role, datatypes=datatypes, group=group))
    return columns


def _names(column: Property | None) -> bool:
    return column is None or column.role == "LabelRole"


def _ordered(viewer: Viewer, nodes: Sequence[Term], columns: Sequence[Property | None]) -> list[Term]:
    """Order rows by their first date in the first column where they have one, those without a date last, then by name."""
    dates: dict[Term, tuple[int, str]] = {}
    for column in filter(None, columns):
        dates = {**_dates(viewer, nodes, column), **dates}
    language = viewer.language

    def key(node: Term) -> tuple[object, ...]:
        label = say(viewer.edition.label_text(node), language)
        return node not in dates, dates.get(node, (0, "")), name_key(label), str(node)

    return sorted(nodes, key=key)


def _dates(viewer: Viewer, nodes: Sequence[Term], column: Property) -> dict[Term, tuple[int, str]]:
    """Give the first date of each value in a column; nothing where the first values have none."""
    dates: dict[Term, tuple[int, str]] = {}
    for number, node in enumerate(nodes):
        moments = [moment_key(term) for term in _of_node(viewer, node, column) if isinstance(term, Literal) and is_date(term)]
        if moments:
            dates[node] = min(moments)
        if number == _LOOKED_AT and not dates:
            break
    return dates


def _of_node(viewer: Viewer, node: Term, column: Property) -> list[Term]:
    return column.path.follow(viewer.edition.graph, node) if not isinstance(node, Literal) else []


def _heading(
    viewer: Viewer, column: Property | None, terms: Sequence[Sequence[Term]], cells: Sequence[Sequence[Value]]
) -> Column:
    kind = _kind(list(chain.from_iterable(terms))) or ("long" if any(map(_is_long, chain.from_iterable(cells))) else "")
    if column is None:
        return Column(string("name", viewer.language), kind=kind)
    return Column(say(column.name, viewer.language), viewer.other_language(column.name), kind)


def _kind(terms: Sequence[Term]) -> str:
    tests = (("number", is_number), ("date", is_date))
    return next((kind for kind, test in tests if all(isinstance(term, Literal) and test(term) for term in terms)), "")


def _is_long(value: Value) -> bool:
    """Whether a value has a word that is too long for a line of a narrow column; what is nested may have one."""
    return bool(value.parts) or any(len(word) > _LONGEST_WORD for word in _BREAKS.split(value.label))


def _series(viewer: Viewer, rows: Sequence[TableRow], lines: Sequence[Line]) -> Iterator[Series]:
    """Give the numbers of rows by date: of the rows that have the same things in all other columns one series."""
    dated, numbered = (_first(rows, test) for test in (is_date, is_number))
    if dated is None or numbered is None:
        return
    same: dict[tuple[Term, ...], list[tuple[Literal, Literal, str]]] = {}
    for row, line in zip(rows, lines, strict=True):
        moment, number = _only(row.terms[dated]), _only(row.terms[numbered])
        if moment is not None and number is not None:
            others = [term for term in chain.from_iterable(row.terms) if isinstance(term, NamedNode) and term != row.node]
            remarks = ", ".join(remark.label for remark in line.marked)
            same.setdefault(tuple(others), []).append((moment, number, remarks))
    for things, points in same.items():
        if len({moment for moment, _, _ in points}) >= _FEWEST_POINTS:
            subject, *names = [viewer.link(thing).label for thing in things] or [""]
            yield Series(subject, " – ".join(names), points)


def _first(rows: Sequence[TableRow], test: Callable[[Literal], bool]) -> int | None:
    """Give the first column in which all that stands are literals of some kind."""
    for at in range(len(rows[0].columns)):
        terms = [term for row in rows for term in row.terms[at]]
        if terms and all(isinstance(term, Literal) and test(term) for term in terms):
            return at
    return None


def _only(terms: Sequence[Term]) -> Literal | None:
    term = terms[0] if len(terms) == 1 else None
    return term if isinstance(term, Literal) else None
