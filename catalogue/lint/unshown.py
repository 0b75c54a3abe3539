"""The check of what pages show: values that the viewer of their property cannot show, and images that pages do not show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalogue.edition import Edition
from catalogue.edition.images import IMAGE_SUFFIXES, MOST_BYTES, ImageFault, fault_of, image_fault, image_name
from catalogue.errors import Place
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import KINDS
from catalogue.lint.naming import shown
from catalogue.lint.scope import Scope
from catalogue.lint.unplaced import Unplaced
from catalogue.messages import Message, Text
from catalogue.model import VIEWERS, Property
from catalogue.terms import NamedNode, Term

_ROLES = frozenset({"IconRole", "DepictionRole"})
_IMAGE = "ImageViewer"
_KB = 1024


def not_shown(edition: Edition, _scope: Scope) -> Iterator[Unplaced]:
    """Find values that the viewer of their property is not for, and images that lie elsewhere or that pages do not show.

    Everything is looked at: whether an image can be shown depends on the files of the theme, too. That pages lead to images
    elsewhere instead of loading them is told once for each property.
    """
    for predicate, prop in _properties(edition).items():
        elsewhere: list[Unplaced] = []
        for thing, value in _values(edition, predicate):
            finding = _finding(edition, thing, predicate, prop, value)
            if finding is not None and finding.kind.name == "image-elsewhere":
                elsewhere.append(finding)
            elif finding is not None:
                yield finding
        yield from elsewhere[:1]


def _properties(edition: Edition) -> Mapping[NamedNode, Property]:
    """Give the properties whose values are shown by a viewer that is not for all values, or are pictures, by predicate."""
    viewed: dict[NamedNode, Property] = {}
    for type_ in edition.model.types.values():
        for prop in type_.properties:
            is_for_all = prop.viewer is None or prop.viewer in {"LabelViewer", "ValueTableViewer"}
            if prop.path.predicate is not None and (not is_for_all or prop.role in _ROLES):
                viewed.setdefault(NamedNode(prop.path.predicate), prop)
    return viewed


def _values(edition: Edition, predicate: NamedNode) -> Iterator[tuple[NamedNode, Term]]:
    """Give the values of a property of entries."""
    for triple in edition.graph.triples(None, predicate):
        if isinstance(triple.subject, NamedNode) and edition.entities.types_of(triple.subject):
            yield triple.subject, triple.object


def _finding(edition: Edition, thing: NamedNode, predicate: NamedNode, prop: Property, value: Term) -> Unplaced | None:
    if prop.viewer is not None and not VIEWERS[prop.viewer].shows(value):
        message = Message("C230.unfit", viewer=f"dash:{prop.viewer}", value=shown(edition, value))
        return Unplaced(KINDS["not-shown"], thing, predicate, value, message, Message(f"C314.for-{prop.viewer}.advice"))
    if prop.viewer != _IMAGE and image_name(edition, value) is None:
        return None
    fault = image_fault(edition, value) if prop.viewer == _IMAGE or prop.role in _ROLES else None
    if fault is None:
        return None
    kind = KINDS["image-elsewhere" if fault is ImageFault.ELSEWHERE else "not-shown"]
    return Unplaced(kind, thing, predicate, value, _message(fault, shown(edition, value)), _advice(edition, fault))


def _message(fault: ImageFault, image: str) -> Text:
    return Message("C231.elsewhere" if fault is ImageFault.ELSEWHERE else f"C230.image-{fault}", image=image)


def _advice(edition: Edition, fault: ImageFault) -> Text:
    folder = edition.settings.folders.theme
    if fault is ImageFault.ELSEWHERE:
        return Message("C231.elsewhere.advice", folder=folder)
    if fault is ImageFault.MISSING:
        return Message("C230.put-image.advice", folder=folder)
    if fault is ImageFault.TOO_LARGE:
        return Message("C230.make-smaller.advice", size=MOST_BYTES // _KB)
    is_scripted = fault is ImageFault.SCRIPTED
    return Message("C230.take-scripts-out.advice" if is_scripted else "C230.save-as-image.advice")


def unfit_images(edition: Edition) -> Iterator[Finding]:
    """Find the images of things, in the folder `things` of the theme, that pages do not show."""
    kind = KINDS["not-shown"]
    for file in edition.theme:
        if file.name.startswith("things/") and file.suffix in IMAGE_SUFFIXES:
            fault = fault_of(file)
            if fault is not None:
                yield Finding(kind, kind.severity, Place(file.path), _message(fault, file.path), _advice(edition, fault))
