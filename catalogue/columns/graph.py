"""The graph: all statements of a catalogue, each file a named graph, looked up as their union; SPARQL is `store`'s."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeVar

import numpy as np

from catalogue.columns.digests import Digests
from catalogue.columns.layer import LaidFile, Layer
from catalogue.columns.rows import Rows
from catalogue.columns.sets import distinct, distinct_rows, in_order, positions_in, ranks_by, union
from catalogue.columns.table import Columns, Numbers, Positions, numbers
from catalogue.quads import Quad, graph_name
from catalogue.reads import ALL, FILE, OBJECT, PREDICATE, SUBJECT, Key, Reads
from catalogue.sources import Source, Statements, packed
from catalogue.terms import RDF_TYPE, BlankNode, NamedNode, Node, Term, Triple, sort_key

Result = TypeVar("Result")

_IRI = attrgetter("value")
"""What IRIs are put in order by, as `sort_key` does it among others."""


class Graph:
    """The statements of several files, each file a named graph.

    Args:
        base: the catalogue's base.
        sources: the files.
        upon: a layer of files that were read before, or None. Those of its files that are among them as they were are taken
            from there, the others count no more.

    Attributes:
        base: the catalogue's base.
        files: the files' names, in the order in which they were added.
        reads: notes which statements are looked up.

    >>> from catalogue.sources import parse
    >>> graph = Graph("https://example.org/", [parse(b"<urn:a> <urn:p> 1, 2 .", "data/a.ttl")])
    >>> [value.value for value in graph.objects(NamedNode("urn:a"), NamedNode("urn:p"))]
    ['1', '2']
    >>> graph.files_of(NamedNode("urn:a"))
    ['data/a.ttl']
    """

    def __init__(self, base: str, sources: Iterable[Source] = (), upon: Layer | None = None) -> None:
        self.base = base
        self._columns = Columns()
        self.reads = Reads()
        self.files: list[str] = []
        self._digests: list[str] = []
        self._file_numbers: dict[str, int] = {}
        self._properties: dict[Node, Mapping[NamedNode, list[Term]]] = {}
        self._rows_of_files: list[range] = []
        self._files_of: dict[Node, list[str]] = {}
        self._ranks: Numbers | None = None
        self._derived: dict[Callable[[Graph], Any], Any] = {}
        if upon is not None:
            sources = self._lay(upon, list(sources))
        self.add_all(sources)

    @property
    def columns(self) -> Columns:
        """The statements."""
        self.reads.note(*ALL)
        return self._columns

    def _lay(self, layer: Layer, sources: Sequence[Source]) -> Iterator[Source]:
        """Lie upon a layer, and give the files whose statements it does not have."""
        self.files = [file.path for file in layer.files]
        self._digests = [file.digest for file in layer.files]
        same = layer.unchanged({source.path: source.digest for source in sources})
        self._file_numbers = {path: number for number, path in enumerate(self.files)}
        self._rows_of_files = layer.rows
        gone = positions_in(rows for path, rows in zip(self.files, layer.rows, strict=True) if path not in same)
        self._columns = Columns(layer.columns, gone)
        return (source for source in sources if source.path not in same)

    @property
    def touched_subjects(self) -> Numbers:
        """The subjects of which something else is stated than in the layer beneath, or in other files, ascending."""
        now = numbers(self._file_numbers[path] for path in self.files)
        return union(self._columns.changes.ends()[0], self._columns.moved_subjects(now))

    @property
    def beginnings(self) -> Positions:
        """The row of the first statement of each file that has any."""
        return self._columns.living(positions_in(range(rows.start, rows.start + 1) for rows in self._rows_of_files if rows))

    def rows_of_files(self, files: Iterable[int]) -> Positions:
        """Give the rows of the statements of some files, by number; none of those that are gone."""
        return self._columns.living(positions_in(self._rows_of_files[file] for file in files))

    def digests(self) -> Digests:
        """Give the digests of what is stated of each term."""
        return Digests(self._columns, self.files)

    def digest_of(self, file: str) -> str:
        """Give the digest of a file as it was read, empty when there is none; where one was read twice, the last."""
        return self._digests[self._file_numbers[file]] if file in self._file_numbers else ""

    def layer(self) -> Layer:
        """Give the statements as a layer that those of others may lie upon; it does not change when files are added.

        Raises:
            ValueError: they lie upon a layer themselves.
        """
        heights = map(len, self._rows_of_files)
        return Layer(list(map(LaidFile, self.files, self._digests, heights)), self._columns.keep())

    def once(self, compute: Callable[[Graph], Result]) -> Result:
        """Give what a function makes of it: computed when it is first asked for, and kept until a file is added.

        Args:
            compute: the function; nobody changes what it returns.
        """
        if compute not in self._derived:
            with self.reads.paused():
                self._derived[compute] = compute(self)
        self.reads.note(*ALL)
        result: Result = self._derived[compute]
        return result

    def add(self, source: Source) -> None:
        """Add the statements of a file as its named graph."""
        self.add_all([source])

    def add_all(self, sources: Iterable[Source]) -> None:
        """Add the statements of files, each as its named graph."""
        pending: list[tuple[int, Statements]] = []
        terms, start = 0, self._columns.height
        for source in sources:
            triples = source.triples if isinstance(source.triples, Statements) else packed(source.triples)
            pending.append((len(self.files), triples))
            self._rows_of_files.append(range(start, start + len(triples)))
            self._file_numbers[source.path] = len(self.files)
            self.files.append(source.path)
            self._digests.append(source.digest)
            start += len(triples)
            terms += len(triples.tag_numbers)
            if terms >= _TERMS:
                self._columns.extend_by(pending)
                pending, terms = [], 0
        self._columns.extend_by(pending)
        self._derived = {}
        self._properties = {}
        self._files_of = {}

    def __len__(self) -> int:
        self.reads.note(*ALL)
        return len(self._columns)

    def mentions(self, term: Term) -> bool:
        """Tell whether a term is in any statement."""
        self.reads.note_each(SUBJECT, (term,))
        self.reads.note_each(OBJECT, (term,))
        self.reads.note_each(PREDICATE, (term,))
        number = self._columns.number(term)
        return number >= 0 and any(self._columns.has(place, number) for place in (1, 0, 2))

    def uses(self, predicate: NamedNode) -> bool:
        """Tell whether any statement has a predicate."""
        self.reads.note(PREDICATE, predicate)
        number = self._columns.number(predicate)
        return number >= 0 and self._columns.has(1, number)

    def states(self, predicate: NamedNode, value: Term) -> bool:
        """Tell whether anything has a value of a property."""
        self.reads.note(OBJECT, value)
        columns = self._columns
        numbers = columns.number(predicate), columns.number(value)
        return min(numbers) >= 0 and len(columns.backwards(numbers[0]).at(numbers[1])) > 0

    def columns_for(self, *keys: Key) -> Columns:
        """Give the statements to who says which of them are looked up.

        Args:
            keys: the look-ups, as `catalogue.reads` has them.
        """
        for key in keys:
            self.reads.note(*key)
        return self._columns

    def count(self, subject: Node | None = None, predicate: NamedNode | None = None, value: Term | None = None) -> int:
        """Count the statements that match a pattern, each once."""
        rows = self._rows(subject, predicate, value)
        columns = [self._columns.at(place, rows) for place in range(3)]
        return len(distinct_rows(*columns)[0]) if len(rows) else 0

    def __contains__(self, triple: Triple) -> bool:
        self.reads.note(SUBJECT, triple.subject)
        subject, predicate, value = map(self._columns.number, triple)
        return subject >= 0 and predicate >= 0 and value in self._columns.forwards(predicate).at(subject)

    def _terms(self, numbers: Numbers) -> list[Any]:
        terms = self._columns.terms
        return sorted([terms[number] for number in numbers.tolist()], key=sort_key)

    def objects(self, subject: Node, predicate: NamedNode) -> list[Term]:
        """List the objects of a subject's property, each once, in a stable order."""
        keys = self.reads.keys
        if keys is not None:
            keys.add((SUBJECT, subject))
        objects = (self._properties.get(subject) or self._properties_of(subject)).get(predicate)
        return objects.copy() if objects is not None else []

    def objects_as_written(self, subject: Node, predicate: NamedNode) -> list[Term]:
        """List the objects of a subject's property, each once, in the order in which they are written, file by file."""
        self._note_files(subject)
        columns = self._columns
        rows = self._rows(subject, predicate, None)
        files, numbers = columns.at(3, rows).tolist(), columns.at(2, rows).tolist()
        ordered = sorted(zip((self.files[file] for file in files), rows.tolist(), numbers, strict=True))
        return [columns.terms[number] for number in dict.fromkeys(number for _, _, number in ordered)]

    def stated(self, subject: Node) -> Mapping[NamedNode, Sequence[Term]]:
        """Give the properties of a subject as `properties` does, as they are kept: nobody changes what it returns."""
        keys = self.reads.keys
        if keys is not None:
            keys.add((SUBJECT, subject))
        return self._properties.get(subject) or self._properties_of(subject)

    def properties(self, subject: Node) -> dict[NamedNode, list[Term]]:
        """Give the properties of a subject, each with its values: each once, in a stable order."""
        self.reads.note(SUBJECT, subject)
        return {predicate: values.copy() for predicate, values in self._properties_of(subject).items()}

    def _properties_of(self, subject: Node) -> Mapping[NamedNode, list[Term]]:
        """Give what `properties` does, which is kept: whoever asks for one property of a subject asks for others too."""
        known = self._properties.get(subject)
        if known is None:
            if len(self._properties) >= _REMEMBERED:
                self._properties.clear()  # so that memory does not grow with the catalogue
            known = self._properties[subject] = self._found_properties(subject)
        return known

    def _found_properties(self, subject: Node) -> Mapping[NamedNode, list[Term]]:
        columns = self._columns
        number = columns.number(subject)
        if number < 0:
            return {}
        rows = columns.rows_of(0, number)
        values: dict[int, dict[int, None]] = {}
        for predicate, value in zip(columns.at(1, rows).tolist(), columns.at(2, rows).tolist(), strict=True):
            values.setdefault(predicate, {})[value] = None
        return self._in_terms(values)

    def _in_terms(self, values: Mapping[int, Mapping[int, None]]) -> Mapping[NamedNode, list[Term]]:
        terms = self._columns.terms
        return {
            terms[predicate]: sorted([terms[value] for value in each], key=sort_key)
            if len(each) > 1
            else [terms[value] for value in each]
            for predicate, each in values.items()
        }

    def expect(self, subjects: Iterable[Node]) -> None:
        """Look the properties of subjects up together that will be asked for one by one, which takes much longer.

        Nothing is noted, and nothing else is found later than without this.
        """
        new = [subject for subject in subjects if subject not in self._properties][: _REMEMBERED - len(self._properties)]
        if len(new) < _WORTHWHILE:
            return
        columns = self._columns
        owners, rows = columns.rows(0, numbers(map(columns.number, new)))
        found: list[dict[int, dict[int, None]]] = [{} for _ in new]
        ends = columns.at(1, rows).tolist(), columns.at(2, rows).tolist()
        for owner, predicate, value in zip(owners.tolist(), *ends, strict=True):
            found[owner].setdefault(predicate, {})[value] = None
        self._properties.update(zip(new, map(self._in_terms, found), strict=True))

    def subjects(self, predicate: NamedNode, value: Term) -> list[Node]:
        """List the subjects that have a value, each once, in a stable order."""
        self.reads.note(OBJECT, value)
        columns = self._columns
        number = columns.number(predicate)
        return self._terms(columns.backwards(number).at(columns.number(value))) if number >= 0 else []

    def subjects_of(self, predicate: NamedNode) -> list[Node]:
        """List the subjects that have a property, each once, in a stable order within the same files."""
        self.reads.note(PREDICATE, predicate)
        columns = self._columns
        return self._terms(distinct(columns.forwards(columns.number(predicate)).keys))

    def by_subject(self, predicate: NamedNode) -> dict[Node, list[Term]]:
        """Give the subjects that have a property, each with what `objects` lists of it: faster for all than for each."""
        self.reads.note(PREDICATE, predicate)
        index, terms = self._columns.forwards(self._columns.number(predicate)), self._columns.terms
        values: dict[Node, list[Term]] = {}
        for subject, value in zip(index.keys.tolist(), index.values.tolist(), strict=True):
            values.setdefault(terms[subject], []).append(terms[value])
        return {subject: sorted(each, key=sort_key) if len(each) > 1 else each for subject, each in values.items()}

    def value(self, subject: Node, predicate: NamedNode) -> Term | None:
        """Give the first object of a subject's property in the stable order, or None."""
        return next(iter(self.objects(subject, predicate)), None)

    def triples(
        self, subject: Node | None = None, predicate: NamedNode | None = None, value: Term | None = None
    ) -> list[Triple]:
        """List the statements that match a pattern, each once, in a stable order."""
        if subject is not None and predicate is None and value is None:
            self.reads.note(SUBJECT, subject)
            properties = self._properties_of(subject)
            return [Triple(subject, each, object_) for each in sorted(properties, key=_IRI) for object_ in properties[each]]
        terms = self._columns.terms
        rows = self._rows(subject, predicate, value)
        if len(rows) > _MANY:
            s, p, o, _ = self._ordered(rows)
            return [Triple(terms[s], terms[p], terms[o]) for s, p, o in dict.fromkeys(zip(s, p, o, strict=True))]
        numbered = zip(*(self._columns.at(place, rows).tolist() for place in range(3)), strict=True)
        triples = [Triple(terms[s], terms[p], terms[o]) for s, p, o in set(numbered)]
        return sorted(triples, key=lambda t: (sort_key(t.subject), sort_key(t.predicate), sort_key(t.object)))

    def _rows(self, *pattern: Term | None) -> Positions:
        """Find the rows of the statements that match a pattern, by its rarest kind of term first."""
        self._note_pattern(*pattern)
        columns = self._columns
        given = ((place, pattern[place]) for place in (0, 2, 1))
        wanted = [(place, columns.number(term)) for place, term in given if term is not None]
        if not wanted:
            return columns.live
        rows = columns.rows_of(*wanted[0])
        for place, number in wanted[1:]:
            rows = rows[columns.at(place, rows) == number]
        return rows

    def _note_pattern(self, subject: Term | None, predicate: Term | None, value: Term | None) -> None:
        """Note the statements of one term of a pattern: the one that fewest have."""
        if self.reads.keys is None:
            return
        for kind, term in ((SUBJECT, subject), (OBJECT, value), (PREDICATE, predicate)):
            if term is not None:
                self.reads.note(kind, term)
                return
        self.reads.note(*ALL)

    def _note_files(self, subject: Node) -> None:
        """Note a subject's statements, and the files that have them as they are written."""
        self.reads.note(SUBJECT, subject)
        if self.reads.keys is not None:
            self.reads.note_each(FILE, self.files_of(subject))

    def all_subjects(self) -> list[Node]:
        """List the subjects of all statements, each once, in the order in which they first stand there."""
        return self._terms_at(0)

    def all_predicates(self) -> list[NamedNode]:
        """List the predicates of all statements, each once, in the order in which they first stand there."""
        return self._terms_at(1)

    def all_objects(self) -> list[Term]:
        """List the objects of all statements, each once, in the order in which they first stand there."""
        return self._terms_at(2)

    def count_terms(self) -> tuple[int, int]:
        """Count the different subjects of all statements, and their different objects."""
        self.reads.note(*ALL)
        subjects, objects = (len(self._columns.terms_at(place)) for place in (0, 2))
        return subjects, objects

    def values_of(self, predicate: NamedNode) -> list[Term]:
        """List the values of a property of all subjects, each once, in the order in which they first stand there."""
        self.reads.note(*ALL)
        terms = self._columns.terms
        values = distinct(self._columns.backwards(self._columns.number(predicate)).keys)
        return [terms[number] for number in values.tolist()]

    def _terms_at(self, place: int) -> list[Any]:
        self.reads.note(*ALL)
        terms = self._columns.terms
        return [terms[number] for number in self._columns.terms_at(place).tolist()]

    def quads(self) -> list[Quad]:
        """List all statements with their named graphs, in a stable order."""
        self.reads.note(*ALL)
        terms = self._columns.terms
        names = [graph_name(self.base, path) for path in self.files]
        graphs = [NamedNode(name) for name in names]
        s, p, o, files = self._ordered(self._columns.live, ranks_by(len(names), [str(graph) for graph in graphs].__getitem__))
        rows = dict.fromkeys(zip(s, p, o, files, strict=True))
        return [Quad(terms[s], terms[p], terms[o], graphs[file]) for s, p, o, file in rows]

    def ordered_subjects(self) -> list[Node]:
        """List the subjects of all statements, each once, in the stable order."""
        return sorted(self.all_subjects(), key=sort_key)

    def _ordered(self, rows: Positions, files: Numbers | None = None) -> list[list[int]]:
        """Give rows in the stable order of their terms.

        Args:
            rows: the rows.
            files: the rank of each file, which comes first; None when files do not count.

        Returns:
            Subjects, predicates, objects and files, by number.
        """
        terms, height = self._columns.terms, len(self._columns.terms)
        columns = [self._columns.at(place, rows) for place in range(4)]
        ranks = self._ranks if self._ranks is not None and len(self._ranks) == height else None
        if ranks is None and 3 * len(rows) < height:
            some = distinct(np.concatenate(columns[:3]))
            ranks = np.zeros(height, dtype=np.int32)
            ranks[some] = ranks_by(len(some), lambda place: sort_key(terms[some.item(place)]))
        elif ranks is None:
            ranks = self._ranks = ranks_by(height, lambda number: sort_key(terms[number]))
        keys = [ranks[columns[place]] for place in (2, 1, 0)] + ([] if files is None else [files[columns[3]]])
        order = in_order(keys)
        return [column[order].tolist() for column in columns]

    def unordered_quads(self, instead: Mapping[int, Any] | None = None) -> Iterator[Quad]:
        """Give all statements with their named graphs, in the order of the files.

        Args:
            instead: objects by the numbers of those that they stand for; None for none.
        """
        self.reads.note(*ALL)
        terms = self._columns.terms
        graphs = [NamedNode(graph_name(self.base, path)) for path in self.files]
        live = self._columns.live
        rows = zip(*(self._columns.column(place)[live].tolist() for place in range(4)), strict=True)
        for s, p, o, file in dict.fromkeys(rows):
            value = instead.get(o) if instead else None
            yield Quad(terms[s], terms[p], terms[o] if value is None else value, graphs[file])

    def nquads(self) -> Iterator[bytes]:
        """Write all statements as N-Quads, in the order of the files, some lines at a time."""
        self.reads.note(*ALL)
        live, terms = self._columns.live, self._columns.terms
        written = [str(terms[number]) for number in range(len(terms))]
        graphs = [f"<{graph_name(self.base, path)}> .\n" for path in self.files]
        for start in range(0, len(live), _LINES):
            rows = live[start : start + _LINES]
            columns = (self._columns.at(place, rows).tolist() for place in range(4))
            statements = dict.fromkeys(zip(*columns, strict=True))
            yield "".join(f"{written[s]} {written[p]} {written[o]} {graphs[g]}" for s, p, o, g in statements).encode()

    def files_of(self, subject: Node) -> list[str]:
        """List the files that have statements about a subject."""
        self.reads.note(SUBJECT, subject)
        files = self._files_of.get(subject)
        if files is None:
            rows = self._rows(subject, None, None)
            files = sorted({self.files[file] for file in self._columns.at(3, rows).tolist()})
            if len(self._files_of) < _REMEMBERED:
                self._files_of[subject] = files
        return files.copy()

    def triples_in(self, file: str, subject: Node) -> list[Triple]:
        """List the statements of a file about a subject, in its order."""
        return [Triple(*terms) for terms in self._columns.triples(self._rows_in(file, subject))]

    def positions_in(self, file: str, subject: Node) -> list[int]:
        """List the positions of the statements about a subject among those of a file, from 0."""
        rows = self._rows_in(file, subject).tolist()
        return [row - self._rows_of_files[self._file_numbers[file]].start for row in rows]

    def _rows_in(self, file: str, subject: Node) -> Positions:
        self.reads.note(FILE, file)
        rows = self._rows(subject, None, None)
        here: Positions = rows[self._columns.at(3, rows) == self._file_numbers.get(file, -1)]
        return here

    def statements_of(self, file: str) -> Sequence[Triple]:
        """Give what a file says, in its order; a triple is made when it is asked for."""
        self.reads.note(FILE, file)
        return Rows(self._columns, self._rows_of_files[self._file_numbers[file]])

    def instances(self, type_: NamedNode) -> list[Node]:
        """List the things that have a type (`rdf:type`), in a stable order."""
        return self.subjects(RDF_TYPE, type_)

    def description(self, subject: Node) -> list[Triple]:
        """List the statements about a subject, and about the blank nodes that they lead to."""
        triples: list[Triple] = []
        seen: set[Node] = {subject}
        pending: list[Node] = [subject]
        while pending:
            for triple in self.triples(pending.pop(0)):
                triples.append(triple)
                value = triple.object
                if isinstance(value, BlankNode) and value not in seen:
                    seen.add(value)
                    pending.append(value)
        return triples


_TERMS = 50_000
"""From how many terms on files are put into the columns together."""

_REMEMBERED = 20_000
"""Of how many subjects it is kept what was looked up."""

_WORTHWHILE = 16
"""From how many subjects on it takes less to look their properties up together."""

_MANY = 5_000
"""From how many statements on they are put in order by the ranks of all terms."""
_LINES = 100_000
