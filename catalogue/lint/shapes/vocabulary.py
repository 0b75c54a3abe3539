"""The vocabulary of SHACL: terms that it lacks or that stand in the wrong place, and features that are not run."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_predicate, at_value
from catalogue.messages import Message, Text
from catalogue.model import SH, sh
from catalogue.model.vocabulary import NODE_KINDS, OWL_IMPORTS, PROPERTIES, SEVERITIES
from catalogue.near import is_certain, nearest
from catalogue.published import names_of
from catalogue.terms import RDF_TYPE, BlankNode, NamedNode, Term

_DRAFT = """
    agentInstruction codeIdentifier conformanceDisallows intent maxListLength memberShape minListLength nodeByExpression
    reificationRequired reifierShape rootClass shape singleLine someValue subsetOf targetWhere uniqueMembers uniqueValuesFor
    Debug ShapeClass Trace
"""
"""The terms of the draft of SHACL 1.2 that are not run; so are its classes of expressions."""
_ADVANCED_CLASSES = """
    Function Rule SPARQLAskExecutable SPARQLConstructExecutable SPARQLFunction SPARQLRule SPARQLTarget SPARQLTargetType
    SPARQLUpdateExecutable Target TargetType TripleRule
"""
"""The classes of SHACL-AF, which are not run."""

_TERMS = frozenset(name for name in names_of(SH) if "-" not in name)
"""All terms, but those that name the parameters of components once more."""
_DRAFT_TERMS = frozenset(_DRAFT.split()) | {name for name in _TERMS if name.endswith("Expression")}
_COMPONENTS = {name for name in _TERMS if name[0].isupper() and name.endswith("ConstraintComponent")} - {"ConstraintComponent"}
_INDIVIDUALS = {"this", *NODE_KINDS, *SEVERITIES, *_COMPONENTS}
CLASSES = frozenset(name for name in _TERMS if name[0].isupper()) - _INDIVIDUALS - _DRAFT_TERMS
"""The classes of SHACL, SHACL-SPARQL, SHACL-AF and SHACL-JS."""
_AS_PREDICATES = _TERMS - CLASSES - _INDIVIDUALS - _DRAFT_TERMS
"""What may be the predicate of a statement: the properties, and the functions of node expressions."""
_ADVANCED = frozenset(_ADVANCED_CLASSES.split())
_SCRIPTS = frozenset(name for name in CLASSES if name.startswith("JS"))
_NOT_RUN = frozenset({"entailment", "expression", "rule", "target", "values"})


def unknown(shapes: Shapes) -> Iterator[Mistake]:
    """Find terms that SHACL lacks, and terms of SHACL in a place where they have no effect."""
    for statement in shapes.statements:
        name = _local(statement.predicate)
        if name and name not in _AS_PREDICATES and name not in _DRAFT_TERMS and not shapes.about(statement.predicate):
            yield at_predicate("unknown-shacl-term", statement, _wrong_predicate(shapes, statement.file, name), [statement])
        wrong = _wrong_value(shapes, statement, _local(statement.value))
        if wrong and not shapes.about(statement.value):
            yield at_value("unknown-shacl-term", statement, wrong)


def _local(term: Term) -> str:
    return term.value[len(SH) :] if isinstance(term, NamedNode) and term.value.startswith(SH) else ""


def is_unknown(term: Term) -> bool:
    """Whether a term has the namespace of SHACL and is none of its terms."""
    name = _local(term)
    return bool(name) and name not in _TERMS


def _wrong_predicate(shapes: Shapes, file: str, name: str) -> Wrong:
    if name in _TERMS:
        return Wrong(Message("lint.shapes.sh-no-property", name=name), _place_of(name))
    return _unknown(shapes, file, name, _AS_PREDICATES)


def _wrong_value(shapes: Shapes, statement: Statement, name: str) -> Wrong | None:
    if not name or name in _DRAFT_TERMS:
        return None
    if name not in _TERMS:
        return _unknown(shapes, statement.file, name, _candidates(statement))
    if statement.predicate != RDF_TYPE or name in CLASSES:
        return None
    return Wrong(Message("C301.sh-no-class", name=name), _place_of(name))


def _place_of(name: str) -> Text:
    """Advise to write a term where SHACL has it."""
    if name in CLASSES:
        return Message("lint.shapes.write-sh", name=name)
    if name in NODE_KINDS:
        return Message("lint.shapes.write-sh-nodekind-sh", name=name)
    if name in SEVERITIES:
        return Message("lint.shapes.write-sh-severity-sh", name=name)
    if name in _AS_PREDICATES:
        return Message("lint.shapes.write-sh-2", name=name)
    return Message("lint.shapes.write-property-shacl-here")


def _candidates(statement: Statement) -> Collection[str]:
    """List what may be meant where a value stands."""
    places = {RDF_TYPE: CLASSES, sh("nodeKind"): NODE_KINDS, sh("severity"): SEVERITIES}
    return places.get(statement.predicate, _TERMS - _DRAFT_TERMS)


_MEANT = {"bnode": "BlankNode", "error": "Violation", "uri": "IRI", "warn": "Warning"}
"""What other vocabularies call terms of SHACL."""


def _unknown(shapes: Shapes, file: str, name: str, candidates: Collection[str]) -> Wrong:
    meant = _MEANT.get(name.lower())
    near = meant if meant in candidates else nearest(name, candidates)
    message = Message("lint.shapes.shacl-no-term-sh", name=name)
    if near is None:
        return Wrong(message, Message("lint.shapes.see-terms-shacl-https-www.advice"))
    advice = Message("lint.shapes.did-you-mean-sh.advice", near=near)
    return Wrong(message, advice, shapes.written(sh(near), file), safe=is_certain(name, near))


def imports(shapes: Shapes) -> Iterator[Mistake]:
    """Find imports of other files, each once; an import of what the shapes files themselves describe fetches nothing."""
    reported: set[Term] = set()
    for statement in shapes.statements:
        if statement.predicate == OWL_IMPORTS and not shapes.about(statement.value) and statement.value not in reported:
            reported.add(statement.value)
            name = shapes.shown(statement.value)
            wrong = Wrong(
                Message("C307.not-imported-nothing-fetched", name=name),
                Message("C307.put-copy-file-into-shapes.advice"),
            )
            yield at_value("imports", statement, wrong)


_NO_SCRIPTS = Wrong(
    Message("C308.javascript-shapes-not-run"),
    Message("C308.say-shacl-own-parameters-sparql.advice"),
)


def scripts(shapes: Shapes) -> Iterator[Mistake]:
    """Find JavaScript, which is never run: once for each constraint, rule or library."""
    reported: set[Term] = set()
    for statement in shapes.statements:
        is_class = statement.predicate == RDF_TYPE and _local(statement.value) in _SCRIPTS
        if not is_class and not _is_script(statement.predicate):
            continue
        node = statement.subject
        is_inside = any(use.subject in reported or use.predicate == sh("js") for use in shapes.uses(node))
        if not is_inside and node not in reported:
            yield (
                at_value("javascript", statement, _NO_SCRIPTS)
                if is_class
                else at_predicate("javascript", statement, _NO_SCRIPTS, [statement])
            )
        reported.add(node)


def _is_script(predicate: NamedNode) -> bool:
    return _local(predicate).startswith("js") and _local(predicate) in PROPERTIES


def not_run(shapes: Shapes) -> Iterator[Mistake]:
    """Find what belongs to SHACL-AF or to the draft of SHACL 1.2, and is not run."""
    reported: set[Term] = set()
    for statement in shapes.statements:
        name = _local(statement.predicate)
        if name in _NOT_RUN or name in _DRAFT_TERMS:
            reported.add(statement.value)
            yield at_predicate("not-run", statement, _not_run(name))
    for statement in shapes.statements:
        name = _local(statement.value)
        is_listed = name in _ADVANCED or name in _DRAFT_TERMS
        if is_listed and statement.predicate == RDF_TYPE and statement.subject not in reported:
            yield at_value("not-run", statement, _not_run(name))


def _not_run(name: str) -> Wrong:
    origin = "SHACL 1.2" if name in _DRAFT_TERMS else "SHACL" if name == "entailment" else "SHACL-AF"
    return Wrong(
        Message("lint.shapes.sh-not-run-says-nothing", name=name, origin=origin),
        Message("lint.shapes.say-core-shacl-sparql-constraint.advice"),
    )


def is_advanced(shapes: Shapes, node: Term) -> bool:
    """Whether a node is a rule, target or function of SHACL-AF, so that what it holds is not run."""
    if shapes.is_a(node, *_ADVANCED, *_SCRIPTS):
        return True
    return isinstance(node, BlankNode) and any(_local(use.predicate) in _NOT_RUN for use in shapes.uses(node))
