"""The command `profile`: whether a release, or another description in DCAT, and software have what portals want."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.app import HERE, Folder, app, echo, errors_shown, note, open_folder, release_in
from catalogue.cli.help import Command, Group
from catalogue.cli.language import language
from catalogue.errors import UsageError
from catalogue.messages import Message, Text, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalogue.edition import Edition
    from catalogue.exports.software import Description as Software
    from catalogue.profiles import Description, Fault, Outcome, Profile, Requirement
    from catalogue.terms import NamedNode, Node

profile = typer.Typer(
    cls=Group, help="help.profile", no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]}
)
app.add_typer(profile, name="profile")


Release = Annotated[
    Path | None, typer.Argument(help="help.profile.release", metavar="help.metavar.release", show_default="build/current")
]
Shapes = Annotated[Path | None, typer.Option(help="help.profile.shapes")]
Optionals = Annotated[bool, typer.Option("--optional", help="help.profile.optional")]


@profile.command("dcat-ap", cls=Command, help="help.profile.dcat-ap")
def dcat_ap(release: Release = None, catalogue: Folder = HERE, shapes: Shapes = None, optional: Optionals = False) -> None:
    """Compare a description in DCAT with DCAT-AP 3.0.1. Exit code 1 when something mandatory is missing or wrong."""
    with errors_shown():
        from catalogue.profiles import DCAT_AP, description_file, read_description

        description = read_description(description_file(release_in(catalogue, release)))
        is_wrong, count = _compare(description, DCAT_AP, optional=optional)
        for line in _quality(description):
            echo(line)
        _end(description, shapes, count, is_wrong=is_wrong)


@profile.command("publiccode", cls=Command, help="help.profile.publiccode")
def publiccode(
    things: Annotated[
        list[str] | None,
        typer.Argument(help="help.profile.things", metavar="help.metavar.things", show_default="help.default.all-software"),
    ] = None,
    catalogue: Folder = HERE,
    shown: Annotated[bool, typer.Option("--print", help="help.profile.print")] = False,
) -> None:
    """Tell of software what publiccode.yml demands and it lacks. Exit code 1 when something is missing."""
    with errors_shown():
        from catalogue.exports.software import describe

        edition = open_folder(catalogue).edition
        chosen = _software(edition, things or ())
        described = [(thing, describe(edition, thing)) for thing in chosen]
        for thing, description in described:
            for line in _draft(description) if shown else _lacking(edition, thing, description):
                echo(line)
        valid = sum(description.is_valid for _, description in described)
        note(Message("profile.publiccode-sum", count=len(described), valid=valid))
        raise typer.Exit(0 if valid == len(described) else 1)


def _software(edition: Edition, names: Iterable[str]) -> list[NamedNode]:
    """Find software by its IRI, whole or without the base; all where none is named."""
    from catalogue.exports.software import software

    known = {thing.value: thing for thing in software(edition)}
    chosen = []
    for name in names:
        iri = name if name in known else edition.settings.base + name
        if iri not in known:
            raise UsageError(Message("profile.no-software", name=name))
        chosen.append(known[iri])
    return chosen or list(known.values())


def _lacking(edition: Edition, thing: NamedNode, description: Software) -> Iterator[str]:
    from catalogue.visible import visible

    yield visible(f"{thing.value} – {edition.label(thing, language())}")
    for fault in description.faults:
        yield visible(f"  {say(fault.message, language())}")
    for message in description.left_out:
        yield visible(f"  {say(Message('profile.left-out', message=message), language())}")


def _draft(description: Software) -> Iterator[str]:
    """Write what there is of a document, with what it lacks as comments before it."""
    from catalogue.publiccode import as_yaml

    remarks = [say(fault.message, language()) for fault in description.faults]
    before = [say(Message("profile.draft"), language())] if remarks else []
    yield as_yaml(description.document, [*before, *remarks])


@profile.command("adms-ap", cls=Command, help="help.profile.adms-ap")
def adms_ap(release: Release = None, catalogue: Folder = HERE, shapes: Shapes = None, optional: Optionals = False) -> None:
    """Compare a description of software with ADMS-AP 2.01. Exit code 1 when something mandatory is missing or wrong."""
    with errors_shown():
        from catalogue.documents.addresses import ASSETS
        from catalogue.profiles import ADMS_AP, description_file, read_description

        description = read_description(description_file(release_in(catalogue, release), ASSETS))
        is_wrong, count = _compare(description, ADMS_AP, optional=optional)
        _end(description, shapes, count, is_wrong=is_wrong)


def _compare(description: Description, compared: Profile, *, optional: bool) -> tuple[bool, Text]:
    """Tell what a description does not have of a profile.

    Returns:
        Whether something mandatory is missing or wrong, and how much there is.
    """
    from catalogue.profiles import Level, faults

    found = list(faults(description, compared))
    for line in _records(description, compared, found, optional=optional):
        echo(line)
    mandatory = sum(fault.level is Level.MANDATORY for fault in found)
    count = Message("profile.sum", profile=compared.name, mandatory=mandatory, recommended=len(found) - mandatory)
    return mandatory > 0, count


def _end(description: Description, shapes: Path | None, count: Text, *, is_wrong: bool) -> None:
    if shapes is not None:
        is_wrong |= _with_shapes(description, shapes)
    note(count)
    raise typer.Exit(1 if is_wrong else 0)


def _records(description: Description, compared: Profile, found: Iterable[Fault], *, optional: bool) -> Iterator[str]:
    """Tell of each record what is missing or wrong, what is mandatory first, and where wanted what else it could have."""
    from catalogue.profiles import Level, unused

    by_record: dict[tuple[str, Node], list[tuple[int, str]]] = {}
    order = list(Level)
    for fault in found:
        line = say(_fault(fault), language())
        by_record.setdefault((fault.class_, fault.record), []).append((order.index(fault.level), line))
    if optional:
        for record, class_, requirement in unused(description, compared):
            line = say(Message("profile.could-have", property=_property(requirement)), language())
            by_record.setdefault((class_, record), []).append((order.index(Level.OPTIONAL), line))
    classes = list(compared.classes)
    for (class_, record), lines in sorted(by_record.items(), key=lambda item: (classes.index(item[0][0]), str(item[0][1]))):
        yield _record(description, class_, record)
        for level, line in sorted(lines):
            yield f"  {say(Message(f'profile.level-{order[level].name.lower()}'), language())}: {line}"


def _record(description: Description, class_: str, record: Node) -> str:
    title = description.title(record, language())
    name = say(Message(f"profile.class-{class_.partition(':')[2]}"), language())
    return f"{name} {record}" + (f" – {title}" if title else "")


def _property(requirement: Requirement) -> str:
    """Name a property in plain words where there are some, and by its name."""
    local = requirement.name.rpartition(":")[2]
    return f"{say(Message(f'profile.property-{local}'), language())} ({requirement.name})"


def _fault(fault: Fault) -> Text:
    from catalogue.profiles import Kind

    requirement, values = fault.requirement, _values(fault)
    name = _property(requirement)
    datatype = requirement.values.value.removeprefix("noted-")
    messages: dict[Kind, Text] = {
        Kind.MISSING: Message("profile.fault-missing", property=name),
        Kind.TOO_MANY: Message("profile.fault-too-many", property=name, most=requirement.most or 0, values=values),
        Kind.NO_TEXT: Message("profile.fault-no-text", property=name, values=values),
        Kind.NO_RESOURCE: Message("profile.fault-no-resource", property=name, values=values),
        Kind.NO_IRI: Message("profile.fault-no-iri", property=name, values=values),
        Kind.OTHER_DATATYPE: Message("profile.fault-other-datatype", property=name, datatype=datatype, values=values),
        Kind.NOT_DESCRIBED: Message("profile.fault-not-described", property=name, values=values),
        Kind.OTHER_CLASS: Message("profile.fault-other-class", property=name, range=requirement.range, values=values),
    }
    return messages[fault.kind]


def _values(fault: Fault) -> str:
    """Show the values of a fault, as far as a line has room for them."""
    return ", ".join(str(value) for value in fault.values[:_FEW]) + (", …" if len(fault.values) > _FEW else "")


_FEW = 3
"""How many of several values are shown."""


def _quality(description: Description) -> Iterator[str]:
    """Tell the points of each metric, the sum, and what only the web can tell."""
    from catalogue.profiles import metrics, rating
    from catalogue.profiles.quality import MOST

    counted = list(metrics(description))
    yield say(Message("profile.points"), language())
    for dimension in dict.fromkeys(metric.dimension for metric in counted):
        known = [metric for metric in counted if metric.dimension == dimension and metric.share is not None]
        points, most = sum(metric.points for metric in known), sum(metric.most for metric in known)
        yield f"  {say(Message(f'profile.dimension-{dimension}'), language())}: {points:.0f}/{most}"
        for metric in known:
            if metric.share is not None and metric.share < 1:
                name = say(Message(f"profile.metric-{metric.name}"), language())
                yield f"    {name}: {metric.points:.0f}/{metric.most}"
    points = sum(metric.points for metric in counted)
    asked = [metric for metric in counted if metric.share is None]
    best = points + sum(metric.most for metric in asked)
    unknown = ", ".join(f"{say(Message(f'profile.metric-{metric.name}'), language())} ({metric.most})" for metric in asked)
    yield say(Message("profile.points-unknown", metrics=unknown), language())
    names = [say(Message(f"profile.rating-{rating(each)}"), language()) for each in (points, best)]
    yield say(
        Message("profile.points-sum", points=f"{points:.0f}", best=f"{best:.0f}", most=MOST, least=names[0], up_to=names[1]),
        language(),
    )


def _with_shapes(description: Description, shapes: Path) -> bool:
    """Tell what shapes say, file by file.

    Returns:
        Whether one of them is violated.
    """
    from catalogue.profiles import check_with

    is_violated = False
    for outcome in check_with(description, shapes):
        for line in _outcome(outcome):
            echo(line)
        is_violated |= any(result.severity == "Violation" for result in outcome.results)
    return is_violated


def _outcome(outcome: Outcome) -> Iterator[str]:
    name = outcome.path.name
    if outcome.reason:
        yield say(Message("profile.shapes-not-applied", name=name, reason=outcome.reason), language())
        return
    yield say(Message("profile.shapes-results", name=name, count=len(outcome.results)), language())
    for result in outcome.results:
        path = f" {result.path}" if result.path is not None else ""
        value = f" {result.value}" if result.value is not None else ""
        yield f"  {result.severity} {result.component}: {result.focus}{path}{value}"
