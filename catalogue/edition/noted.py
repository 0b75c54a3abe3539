"""What editions keep, read by those who note what they read: a part of a mapping or set at a time."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from functools import cache, cached_property, partial
from hashlib import blake2b
from typing import Any, Generic, TypeAlias, TypeVar, overload
from zlib import crc32

from catalogue.model import EntityType
from catalogue.reads import Key, Reads
from catalogue.terms import BlankNode, Literal, NamedNode, Node, Triple

Value = TypeVar("Value")
MapKey = TypeVar("MapKey")
Member_co = TypeVar("Member_co", covariant=True)
Group: TypeAlias = tuple[str]
"""Some texts and terms, by a number."""


class kept_property(cached_property[Value]):  # noqa: N801 - as `property` and `cached_property` are written
    """A property that is computed once, for all who ask: what it reads is noted for none of them."""

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> kept_property[Value]: ...

    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> Value: ...

    def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
        if instance is None:
            return self
        with instance.graph.reads.paused():
            return super().__get__(instance, owner)


class common_property(Generic[Value]):  # noqa: N801 - as `property` and `cached_property` are written
    """A property of what has an edition, which is computed once: what it reads is noted by those alone who note thoroughly.

    Args:
        compute: gives its value.
    """

    def __init__(self, compute: Callable[[Any], Value]) -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, _owner: type[Any], name: str) -> None:
        self._name = f"{name}, in common"

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> common_property[Value]: ...

    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> Value: ...

    def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
        if instance is None:
            return self
        reads, about = instance.edition.graph.reads, (instance, self._name)
        if self._name not in instance.__dict__:
            with reads.compute_common(about):
                value = self._compute(instance)
            instance.__dict__[self._name] = value
        reads.note_common(about)
        return instance.__dict__[self._name]


class NotedField:
    """A field of an edition whose reading is noted.

    Args:
        name: its name.
        key: what is noted.
    """

    def __init__(self, name: str, key: tuple[Any, ...]) -> None:
        self._name = name
        self._key = key

    def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
        if instance is None:
            return self
        if "graph" in instance.__dict__:
            instance.graph.reads.note(*self._key)
        return instance.__dict__[self._name]

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self._name] = value


class NotedMapping(Mapping[MapKey, Value]):
    """A mapping that notes which of its keys are looked up, or that it is gone through.

    Args:
        mapping: the mapping.
        reads: where it is noted.
        key: what it is noted as.
        is_sparse: whether most of what is looked up is no key, which is noted for a group of texts and terms then.
    """

    def __init__(self, mapping: Mapping[MapKey, Value], reads: Reads, key: tuple[Any, ...], *, is_sparse: bool = False) -> None:
        self._mapping = mapping
        self._reads = reads
        self._key = key
        self._among = mapping if is_sparse else None

    def __getitem__(self, item: MapKey) -> Value:
        note_part(self._reads, self._key, item, self._among)
        return self._mapping[item]

    def get(self, item: Any, default: Any = None) -> Any:
        """Give the value of a key, else another one; what `Mapping` does, but by no error, since many keys have none."""
        note_part(self._reads, self._key, item, self._among)
        return self._mapping.get(item, default)

    def __contains__(self, item: object) -> bool:
        note_part(self._reads, self._key, item, self._among)
        return item in self._mapping

    def __iter__(self) -> Iterator[MapKey]:
        self._reads.note(*self._key)
        return iter(self._mapping)

    def __len__(self) -> int:
        self._reads.note(*self._key)
        return len(self._mapping)


class Lazy(Mapping[MapKey, Value]):
    """A mapping whose values are computed when they are first looked up, for all who ask; it cannot be gone through.

    Args:
        reads: where it is noted what the computation of a value reads: for nobody.
        compute: gives the value of a key, or raises `KeyError`.

    >>> lengths = Lazy(Reads(), len)
    >>> lengths["four"], lengths.get("six", 0)
    (4, 3)
    """

    def __init__(self, reads: Reads, compute: Callable[[MapKey], Value]) -> None:
        self._reads = reads
        self._compute = compute
        self._values: dict[MapKey, Value] = {}
        self._key: Key = ()

    def named(self, key: Key) -> None:
        """Say as what it is noted: under that and its key, `Reads.apart` keeps what the computation of each value reads."""
        self._key = key

    def __getitem__(self, item: MapKey) -> Value:
        try:
            return self._values[item]
        except KeyError:
            with self._reads.once(*self._key, item) if self._key else self._reads.paused():
                value = self._values[item] = self._compute(item)
            return value

    def __iter__(self) -> Iterator[MapKey]:
        raise TypeError(type(self).__name__)

    def __len__(self) -> int:
        raise TypeError(type(self).__name__)


class NotedSet(AbstractSet[Member_co]):
    """A set that notes which members are looked for, or that it is gone through; as `NotedMapping` does."""

    def __init__(self, members: AbstractSet[Member_co], reads: Reads, key: tuple[Any, ...]) -> None:
        self._members = members
        self._reads = reads
        self._key = key

    @classmethod
    def _from_iterable(cls, members: Any) -> Any:
        return frozenset(members)

    def __contains__(self, item: object) -> bool:
        note_part(self._reads, self._key, item, self._members)
        return item in self._members

    def __iter__(self) -> Iterator[Member_co]:
        self._reads.note(*self._key)
        return iter(self._members)

    def __len__(self) -> int:
        self._reads.note(*self._key)
        return len(self._members)


def note_part(reads: Reads, key: Key, item: object, among: Container[Any] | None = None) -> None:
    """Note that a part of what is kept was read: the whole, where a key cannot be written down.

    Args:
        reads: where it is noted.
        key: what is kept.
        item: the key of the part.
        among: all keys, where one that is not among them is noted as its group; None where each is noted as itself.
    """
    if reads.keys is None:
        return
    if not isinstance(item, _WRITTEN):
        reads.keys.add(key)
    elif among is None or item in among:
        reads.keys.add((*key, item))
    else:
        reads.keys.add((*key, group_of(item)))


def group_of(item: str | Node) -> Group:
    """Give the group of a text or a term, the same in each process.

    Most of what is looked up in a mapping or a set that has little is not there: what follows from that follows from what
    else of its group is there, and there are few groups.

    >>> group_of("urn:a") == group_of(NamedNode("urn:a")), len(group_of("urn:a"))
    (True, 1)
    """
    text = item if isinstance(item, str) else item.value
    return (f"{crc32(text.encode('utf-8', 'surrogatepass')) % _GROUPS:x}",)


def sums_of_groups(keys: Iterable[Any]) -> Mapping[Group, int]:
    """Give, for each group of those of some keys that are texts or terms, a number that is another where the keys are.

    The numbers are sums of digests, so that nothing is held of each key: there may be very many.
    """
    sums: dict[Group, int] = {}
    for key in keys:
        if isinstance(key, _WRITTEN):
            digest = blake2b(canonical(key).encode("utf-8", "surrogatepass"), digest_size=_SUM).digest()
            group = group_of(key)
            sums[group] = (sums.get(group, 0) + int.from_bytes(digest, "big")) % (1 << 8 * _SUM)
    return sums


def parted(reads: Reads, key: tuple[Any, ...], value: Any) -> Any:
    """Give what notes which part of a value is read, for one that has parts; None for another, which is noted as a whole.

    Args:
        reads: where it is noted.
        key: what the value is noted as.
        value: what was computed once.
    """
    if isinstance(value, Mapping):
        return NotedMapping(value, reads, key, is_sparse=not isinstance(value, Lazy))
    return NotedSet(value, reads, key) if isinstance(value, AbstractSet) else None


def part_of(value: Any, item: Any) -> Any:
    """Give the part of what is kept that was noted for an item."""
    return value.get(item, _NOTHING) if isinstance(value, Mapping) else item in value


_TERMS = frozenset({NamedNode, BlankNode, Literal, Triple})
_NOTHING = "no such key"
_WRITTEN = (str, NamedNode, BlankNode)
_GROUPS = 256
_SUM = 16


def canonical(value: Any) -> str:
    """Write a value so that what is written differs where values do, the same in each process.

    Args:
        value: texts, numbers, terms, entity types, and what is made of them.

    Raises:
        TypeError: it is, or has in it, what cannot be written.

    >>> canonical({"a": (1, None), "b": frozenset({"y", "x"})})
    "{'a':[1,None,],'b':<'x','y',>,}"
    """
    return _writer(type(value))(value)  # type: ignore[arg-type] # a class can be hashed


@cache
def _writer(kind: type) -> Callable[[Any], str]:
    """Give what writes the values of a class: chosen once for each, since there are many values."""
    if issubclass(kind, str | int | float | bool | bytes | type(None)):
        return repr
    if kind in _TERMS:
        return partial(_term, kind.__name__)
    if kind is EntityType:
        return lambda type_: f"type({type_.iri!r})"
    if is_dataclass(kind):
        return partial(_record, kind.__name__, tuple(field.name for field in fields(kind)))
    for base, write in ((tuple | list, _sequence), (Mapping, _mapping), (AbstractSet, _set)):
        if issubclass(kind, base):
            return write
    return _refuse


def _term(kind: str, term: Any) -> str:
    return f"{kind}({str(term)!r})"


def _record(kind: str, names: tuple[str, ...], value: Any) -> str:
    return f"{kind}({_joined(getattr(value, name) for name in names)})"


def _sequence(values: Any) -> str:
    return f"[{_joined(values)}]"


def _mapping(values: Any) -> str:
    return "{" + "".join([f"{canonical(key)}:{canonical(each)}," for key, each in values.items()]) + "}"


def _set(values: Any) -> str:
    return "<" + "".join([f"{each}," for each in sorted(map(canonical, values))]) + ">"


def _joined(values: Any) -> str:
    return "".join([f"{canonical(each)}," for each in values])


def _refuse(value: Any) -> str:
    raise TypeError(type(value).__name__)


KEPT: dict[str, Callable[..., Any]] = {}
"""The functions made by `per_edition` whose results can be compared, by their names: module and name."""

OF_FILES: set[str] = set()
"""The names of those made by `per_file`, whose first argument is the path of a file from which the result follows."""
