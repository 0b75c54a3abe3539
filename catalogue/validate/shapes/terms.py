"""Terms: what SHACL does not have, what is not run here, and what the ontology does not define."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.edition import Edition
from catalogue.errors import text
from catalogue.model import SH
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import RDF_TYPE, NamedNode, Triple
from catalogue.validate.checks import Remark, own_namespaces
from catalogue.validate.fixes.near import is_certain, nearest_iri
from catalogue.validate.kinds import KINDS
from catalogue.validate.wording import shown

_CORE = """
    AbstractResult alternativePath and AndConstraintComponent AndConstraintComponent-and BlankNode BlankNodeOrIRI
    BlankNodeOrLiteral class ClassConstraintComponent ClassConstraintComponent-class closed ClosedConstraintComponent
    ClosedConstraintComponent-closed ClosedConstraintComponent-ignoredProperties conforms ConstraintComponent datatype
    DatatypeConstraintComponent DatatypeConstraintComponent-datatype deactivated declare defaultValue description
    detail disjoint DisjointConstraintComponent DisjointConstraintComponent-disjoint entailment equals
    EqualsConstraintComponent EqualsConstraintComponent-equals flags focusNode group hasValue
    HasValueConstraintComponent HasValueConstraintComponent-hasValue ignoredProperties in InConstraintComponent
    InConstraintComponent-in Info inversePath IRI IRIOrLiteral languageIn LanguageInConstraintComponent
    LanguageInConstraintComponent-languageIn lessThan LessThanConstraintComponent LessThanConstraintComponent-lessThan
    lessThanOrEquals LessThanOrEqualsConstraintComponent LessThanOrEqualsConstraintComponent-lessThanOrEquals Literal
    maxCount MaxCountConstraintComponent MaxCountConstraintComponent-maxCount maxExclusive
    MaxExclusiveConstraintComponent MaxExclusiveConstraintComponent-maxExclusive maxInclusive
    MaxInclusiveConstraintComponent MaxInclusiveConstraintComponent-maxInclusive maxLength
    MaxLengthConstraintComponent MaxLengthConstraintComponent-maxLength message minCount MinCountConstraintComponent
    MinCountConstraintComponent-minCount minExclusive MinExclusiveConstraintComponent
    MinExclusiveConstraintComponent-minExclusive minInclusive MinInclusiveConstraintComponent
    MinInclusiveConstraintComponent-minInclusive minLength MinLengthConstraintComponent
    MinLengthConstraintComponent-minLength name namespace node NodeConstraintComponent NodeConstraintComponent-node
    nodeKind NodeKind NodeKindConstraintComponent NodeKindConstraintComponent-nodeKind NodeShape not
    NotConstraintComponent NotConstraintComponent-not oneOrMorePath or OrConstraintComponent OrConstraintComponent-or
    order Parameter Parameterizable path pattern PatternConstraintComponent PatternConstraintComponent-flags
    PatternConstraintComponent-pattern prefix PrefixDeclaration property PropertyConstraintComponent
    PropertyConstraintComponent-property PropertyGroup PropertyShape qualifiedMaxCount
    QualifiedMaxCountConstraintComponent QualifiedMaxCountConstraintComponent-qualifiedMaxCount qualifiedMinCount
    QualifiedMinCountConstraintComponent QualifiedMinCountConstraintComponent-qualifiedMinCount qualifiedValueShape
    qualifiedValueShapesDisjoint result resultMessage resultPath resultSeverity severity Severity Shape shapesGraph
    shapesGraphWellFormed sourceConstraint sourceConstraintComponent sourceShape suggestedShapesGraph targetClass
    targetNode targetObjectsOf targetSubjectsOf uniqueLang UniqueLangConstraintComponent
    UniqueLangConstraintComponent-uniqueLang ValidationReport ValidationResult Validator value Violation Warning xone
    XoneConstraintComponent XoneConstraintComponent-xone zeroOrMorePath zeroOrOnePath parameter optional labelTemplate
    validator nodeValidator propertyValidator prefixes select ask sparql SPARQLConstraint SPARQLConstraintComponent
    SPARQLConstraintComponent-sparql SPARQLAskValidator SPARQLSelectValidator SPARQLExecutable SPARQLAskExecutable
    SPARQLSelectExecutable update SPARQLUpdateExecutable construct SPARQLConstructExecutable
"""
_SCRIPT = """
    js jsFunctionName jsLibrary jsLibraryURL JSConstraint JSConstraint-js JSConstraintComponent JSExecutable
    JSFunction JSLibrary JSRule JSTarget JSTargetType JSValidator
"""
_ADVANCED = """
    rule Rule Rules TripleRule SPARQLRule subject predicate object condition target Target TargetType SPARQLTarget
    SPARQLTargetType expression ExpressionConstraintComponent ExpressionConstraintComponent-expression values Function
    SPARQLFunction returnType annotationProperty annotationValue annotationVarName resultAnnotation ResultAnnotation
    this filterShape nodes intersection union if then else count distinct exists groupConcat limit max min offset
    orderby desc sum resultsFunction entailmentRules
"""

VOCABULARY = frozenset(SH + name for name in (_CORE + _SCRIPT + _ADVANCED).split())
"""The terms of SHACL: its core, and what it has for SPARQL, rules and JavaScript."""

_SCRIPTS = frozenset(SH + name for name in _SCRIPT.split() if name[0] == "J" or name in {"js", "jsLibrary"})
_NOT_RUN = frozenset(SH + name for name in ("rule", "target", "expression", "values", "annotationProperty", "resultAnnotation"))
_FUNCTIONS = frozenset(SH + name for name in ("Function", "SPARQLFunction", "TargetType", "SPARQLTargetType"))
_IMPORTS = STANDARD_PREFIXES["owl"] + "imports"
_NAMING_WORDS = """
    path class targetClass targetSubjectsOf targetObjectsOf equals disjoint lessThan lessThanOrEquals
    inversePath zeroOrMorePath oneOrMorePath zeroOrOnePath
"""
_NAMING = frozenset(SH + name for name in _NAMING_WORDS.split())


def wrong_terms(edition: Edition) -> Iterator[Remark]:
    """Find terms that SHACL or the ontology lacks, and terms that are refused or not run."""
    defined = {t.subject.value for t in edition.shapes_graph.triples() if isinstance(t.subject, NamedNode)}
    namespaces = own_namespaces(edition, defined)
    for source in edition.shapes:
        for triple in dict.fromkeys(source.triples):
            yield from _of_shacl(edition, triple, source.path)
            yield from _of_ontology(edition, triple, source.path, defined, namespaces)


def _of_shacl(edition: Edition, triple: Triple, file: str) -> Iterator[Remark]:
    predicate, value = triple.predicate.value, triple.object
    if predicate == _IMPORTS and not (isinstance(value, NamedNode) and edition.shapes_graph.has(value, None, None)):
        yield Remark(
            KINDS["imports"],
            triple.subject,
            triple.predicate,
            value,
            text("nothing is fetched: owl:imports is refused", "rien n'est téléchargé : owl:imports est refusé"),
            text("put the shapes into the folder of shapes", "mettez les formes dans le dossier des formes"),
            file=file,
        )
    for term, place in ((triple.predicate, None), (value, value)):
        if not isinstance(term, NamedNode) or not term.value.startswith(SH):
            continue
        if term.value not in VOCABULARY:
            near = nearest_iri(term.value, VOCABULARY)
            words = shown(edition, NamedNode(near)) if near else ""
            yield Remark(
                KINDS["unknown-shacl-term"],
                triple.subject,
                triple.predicate,
                place,
                text(f"{shown(edition, term)} is no term of SHACL", f"{shown(edition, term)} n'est pas un terme de SHACL"),
                text(f"did you mean {words}?", f"vouliez-vous dire {words} ?") if near else {},
                file=file,
                meant=(NamedNode(near),) if near else (),
                certain=near is not None and is_certain(term.value, near),
            )
        elif term.value in _SCRIPTS and (place is None or triple.predicate == RDF_TYPE):
            yield Remark(
                KINDS["javascript"],
                triple.subject,
                triple.predicate,
                place,
                text(f"{shown(edition, term)}: no script is run", f"{shown(edition, term)} : aucun script n'est exécuté"),
                text("write the constraint in SPARQL (sh:sparql)", "écrivez la contrainte en SPARQL (sh:sparql)"),
                file=file,
            )
    if predicate in _NOT_RUN or (triple.predicate == RDF_TYPE and value.value in _FUNCTIONS):
        yield Remark(
            KINDS["not-run"],
            triple.subject,
            triple.predicate,
            value if triple.predicate == RDF_TYPE else None,
            text(
                f"{shown(edition, triple.predicate)} belongs to the advanced features of SHACL, which are not run",
                f"{shown(edition, triple.predicate)} relève des fonctions avancées de SHACL, qui ne sont pas exécutées",
            ),
            text(
                "write a target or a constraint of SHACL Core or SPARQL",
                "écrivez une cible ou une contrainte SHACL Core ou SPARQL",
            ),
            file=file,
        )


def _of_ontology(edition: Edition, triple: Triple, file: str, defined: set[str], namespaces: set[str]) -> Iterator[Remark]:
    value = triple.object
    if triple.predicate.value not in _NAMING or not isinstance(value, NamedNode) or value.value in defined:
        return
    namespace = value.value[: max(value.value.rfind("#"), value.value.rfind("/")) + 1]
    if namespace in namespaces:
        near = nearest_iri(value.value, (iri for iri in defined if iri.startswith(namespace)))
        words = shown(edition, NamedNode(near)) if near else ""
        yield Remark(
            KINDS["unknown-model-term"],
            triple.subject,
            triple.predicate,
            value,
            text(f"{shown(edition, value)} is not in the ontology", f"{shown(edition, value)} n'est pas dans l'ontologie"),
            text(f"did you mean {words}?", f"vouliez-vous dire {words} ?")
            if near
            else text("define it there, with a label", "définissez-le, avec un libellé"),
            file=file,
            meant=(NamedNode(near),) if near else (),
            certain=near is not None and is_certain(value.value, near),
        )
