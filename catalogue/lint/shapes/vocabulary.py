"""The vocabulary of SHACL: terms that it lacks or that stand in the wrong place, and features that are not run."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from catalogue.lint.kinds import KINDS
from catalogue.lint.shapes.index import OWL_IMPORTS, Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_value
from catalogue.messages import Message, Text
from catalogue.model import SH, sh
from catalogue.model.vocabulary import NODE_KINDS, SEVERITIES
from catalogue.near import is_certain, nearest
from catalogue.terms import RDF_TYPE, BlankNode, NamedNode, Term

_CORE = """
    and class closed datatype deactivated declare defaultValue description disjoint entailment equals flags group hasValue
    ignoredProperties in languageIn lessThan lessThanOrEquals maxCount maxExclusive maxInclusive maxLength message minCount
    minExclusive minInclusive minLength name namespace node nodeKind not optional or order parameter path pattern prefix
    prefixes property qualifiedMaxCount qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint severity
    shapesGraph shapesGraphWellFormed suggestedShapesGraph targetClass targetNode targetObjectsOf targetSubjectsOf
    uniqueLang xone alternativePath inversePath oneOrMorePath zeroOrMorePath zeroOrOnePath
    conforms detail focusNode result resultMessage resultPath resultSeverity sourceConstraint sourceConstraintComponent
    sourceShape value
"""
_SPARQL = """
    annotationProperty annotationValue annotationVarName ask construct labelTemplate nodeValidator propertyValidator
    resultAnnotation select sparql update validator
"""
_ADVANCED = """
    condition expression filterShape intersection nodes object predicate returnType rule subject target union values
    count desc distinct else exists groupConcat if limit max min minus offset orderBy separator sum then
"""
_SCRIPT = "js jsFunctionName jsLibrary jsLibraryURL"
_DRAFT = """
    agentInstruction codeIdentifier conformanceDisallows intent maxListLength memberShape minListLength nodeByExpression
    reificationRequired reifierShape rootClass shape singleLine someValue subsetOf targetWhere uniqueMembers uniqueValuesFor
    Debug ShapeClass Trace
"""
_KINDS_OF_CONSTRAINT = """
    And Class Closed Datatype Disjoint Equals Expression HasValue In JS LanguageIn LessThan LessThanOrEquals MaxCount
    MaxExclusive MaxInclusive MaxLength MinCount MinExclusive MinInclusive MinLength Node NodeKind Not Or Pattern Property
    QualifiedMaxCount QualifiedMinCount SPARQL UniqueLang Xone
"""

_SCRIPT_CLASSES = frozenset(
    {"JSConstraint", "JSExecutable", "JSFunction", "JSLibrary", "JSRule", "JSTarget", "JSTargetType", "JSValidator"}
)
_ADVANCED_CLASSES = frozenset(
    {"Function", "Rule", "SPARQLAskExecutable", "SPARQLConstructExecutable", "SPARQLFunction", "SPARQLRule", "SPARQLTarget"}
    | {"SPARQLTargetType", "SPARQLUpdateExecutable", "Target", "TargetType", "TripleRule"}
)
CLASSES = (
    frozenset(
        {"AbstractResult", "ConstraintComponent", "NodeKind", "NodeShape", "Parameter", "Parameterizable", "PrefixDeclaration"}
        | {"PropertyGroup", "PropertyShape", "ResultAnnotation", "SPARQLAskValidator", "SPARQLConstraint", "SPARQLExecutable"}
        | {"SPARQLSelectExecutable", "SPARQLSelectValidator", "Severity", "Shape", "ValidationReport", "ValidationResult"}
        | {"Validator"}
    )
    | _SCRIPT_CLASSES
    | _ADVANCED_CLASSES
)
"""The classes of SHACL, SHACL-SPARQL, SHACL-AF and SHACL-JS."""

PROPERTIES = frozenset(f"{_CORE} {_SPARQL} {_ADVANCED} {_SCRIPT}".split())
"""Their properties, and the functions of node expressions."""

_SINGLES = {"this", *NODE_KINDS, *SEVERITIES} | {f"{name}ConstraintComponent" for name in _KINDS_OF_CONSTRAINT.split()}
_TERMS = CLASSES | PROPERTIES | _SINGLES

_NOT_RUN = frozenset({"entailment", "expression", "rule", "target", "values"})
_SCRIPT_PROPERTIES = frozenset(_SCRIPT.split())
_DRAFT_TERMS = frozenset(_DRAFT.split())


def unknown(shapes: Shapes) -> Iterator[Mistake]:
    """Find terms that SHACL lacks, and terms of SHACL in a place where they say nothing."""
    for statement in shapes.statements:
        name = _local(statement.predicate)
        if name and name not in PROPERTIES and name not in _DRAFT_TERMS:
            yield _wrong_property(shapes, statement, name)
        name = _local(statement.value)
        if not name or name in _DRAFT_TERMS:
            continue
        if name not in _TERMS:
            yield at_value("unknown-shacl-term", statement, _unknown(shapes, statement.file, name, _candidates(statement)))
        elif statement.predicate == RDF_TYPE and name not in CLASSES:
            yield at_value(
                "unknown-shacl-term",
                statement,
                Wrong(Message("C301.sh-no-class", name=name), _class_advice(name)),
            )


def _local(term: Term) -> str:
    return term.value[len(SH) :] if isinstance(term, NamedNode) and term.value.startswith(SH) else ""


def is_unknown(term: Term) -> bool:
    """Whether a term has the namespace of SHACL and is none of its terms."""
    name = _local(term)
    return bool(name) and name not in _TERMS and name not in _DRAFT_TERMS


def _wrong_property(shapes: Shapes, statement: Statement, name: str) -> Mistake:
    if name in _TERMS:
        wrong = Wrong(Message("lint.shapes.sh-no-property", name=name), _misplaced(name))
    else:
        wrong = _unknown(shapes, statement.file, name, PROPERTIES)
    return Mistake(
        KINDS["unknown-shacl-term"],
        statement.subject,
        statement.predicate,
        None,
        statement.file,
        wrong.message,
        wrong.advice,
        replacement=wrong.replacement,
        safe=wrong.safe,
        without=(statement,),
    )


def _misplaced(name: str) -> Text:
    if name in CLASSES:
        return Message("lint.shapes.write-sh", name=name)
    if name in NODE_KINDS:
        return Message("lint.shapes.write-sh-nodekind-sh", name=name)
    if name in SEVERITIES:
        return Message("lint.shapes.write-sh-severity-sh", name=name)
    return Message("lint.shapes.write-property-shacl-here")


def _class_advice(name: str) -> Text:
    if name in PROPERTIES:
        return Message("lint.shapes.write-sh-2", name=name)
    return _misplaced(name)


def _candidates(statement: Statement) -> Collection[str]:
    """List what may be meant where a value stands."""
    if statement.predicate == RDF_TYPE:
        return CLASSES
    return {SH + "nodeKind": NODE_KINDS, SH + "severity": SEVERITIES}.get(statement.predicate.value, _TERMS)


_MEANT = {"bnode": "BlankNode", "error": "Violation", "uri": "IRI", "warn": "Warning"}
"""What other vocabularies call terms of SHACL."""


def _unknown(shapes: Shapes, file: str, name: str, candidates: Collection[str]) -> Wrong:
    meant = _MEANT.get(name.lower())
    near = meant if meant in candidates else nearest(name, candidates)
    advice = (
        Message("lint.shapes.did-you-mean-sh.advice", near=near)
        if near
        else Message("lint.shapes.see-terms-shacl-https-www.advice")
    )
    return Wrong(
        Message("lint.shapes.shacl-no-term-sh", name=name),
        advice,
        shapes.written(sh(near), file) if near else None,
        safe=near is not None and is_certain(name, near),
    )


def imports(shapes: Shapes) -> Iterator[Mistake]:
    """Find imports of what other files say; an import of what the shapes files say themselves fetches nothing."""
    for statement in shapes.statements:
        if statement.predicate.value == OWL_IMPORTS and not shapes.about(statement.value):
            name = shapes.shown(statement.value)
            yield at_value(
                "imports",
                statement,
                Wrong(
                    Message("C307.not-imported-nothing-fetched", name=name),
                    Message("C307.put-copy-file-into-shapes.advice"),
                ),
            )


def _at_word(kind: str, statement: Statement, wrong: Wrong) -> Mistake:
    """Give a mistake at the term of SHACL that makes it: the class of a type, else the property."""
    mistake = at_value(kind, statement, wrong)
    return mistake if statement.predicate == RDF_TYPE else replace(mistake, value=None)


def scripts(shapes: Shapes) -> Iterator[Mistake]:
    """Find JavaScript, which is never run: once for each constraint, rule or library."""
    told: set[Term] = set()
    for statement in shapes.statements:
        typed = statement.predicate == RDF_TYPE and _local(statement.value) in _SCRIPT_CLASSES
        if not typed and _local(statement.predicate) not in _SCRIPT_PROPERTIES:
            continue
        inside = any(use.subject in told or _local(use.predicate) == "js" for use in shapes.uses(statement.subject))
        if statement.subject in told or inside:
            told.add(statement.subject)
            continue
        told.add(statement.subject)
        yield _at_word(
            "javascript",
            statement,
            Wrong(
                Message("C308.javascript-shapes-not-run"),
                Message("C308.say-shacl-own-parameters-sparql.advice"),
            ),
        )


def not_run(shapes: Shapes) -> Iterator[Mistake]:
    """Find what belongs to SHACL-AF or to the draft of SHACL 1.2, and is not run."""
    told: set[Term] = set()
    for statement in shapes.statements:
        name = _local(statement.predicate)
        if name in _NOT_RUN or name in _DRAFT_TERMS:
            told.add(statement.value)
            yield _at_word("not-run", statement, _leaving_out(name))
    for statement in shapes.statements:
        name = _local(statement.value)
        listed = name in _ADVANCED_CLASSES or name in _DRAFT_TERMS
        if listed and statement.predicate == RDF_TYPE and statement.subject not in told:
            yield at_value("not-run", statement, _leaving_out(name))


def _leaving_out(name: str) -> Wrong:
    origin = "SHACL 1.2" if name in _DRAFT_TERMS else "SHACL" if name == "entailment" else "SHACL-AF"
    return Wrong(
        Message("lint.shapes.sh-not-run-says-nothing", name=name, origin=origin),
        Message("lint.shapes.say-core-shacl-sparql-constraint.advice"),
    )


def is_advanced(shapes: Shapes, node: Term) -> bool:
    """Whether a node is a rule, target or function of SHACL-AF, so that what it holds is not run."""
    if shapes.is_a(node, *_ADVANCED_CLASSES, *_SCRIPT_CLASSES):
        return True
    return isinstance(node, BlankNode) and any(_local(use.predicate) in _NOT_RUN for use in shapes.uses(node))
