"""How arrows lead: between the columns and through the gaps between boxes, those to one box together, never through a box."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from catalogue.exports.diagram.arrangement import GAP, LINE, TITLE, Arrow, Columns, arrows_of, height, line_of
from catalogue.exports.diagram.boxes import Box

_TRACK, _SIDE = 10, 16
"""How far tracks are from each other, and from the boxes beside them."""

_SHIFTS, _LANES = (0, 9), (7.5, 16.5)
"""What tops and lanes of even and odd columns are beside multiples of a line, so that no two lines of neighbours are one."""


class Net(NamedTuple):
    """The arrows to one box from one side."""

    target: int
    is_from_left: bool


Point = tuple[float, float]


@dataclass
class Trunk:
    """The part of a net between two columns: a line from the top down, with what meets it on both sides.

    Attributes:
        net: the net.
        left: the heights at which it is met from the left.
        right: the heights at which it is met from the right.
    """

    net: Net
    left: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)

    @property
    def ends(self) -> tuple[float, float]:
        """Its upper and its lower end."""
        met = [*self.left, *self.right]
        return min(met), max(met)

    def is_at(self, at: float) -> bool:
        """Tell whether it passes a height."""
        upper, lower = self.ends
        return upper <= at <= lower


@dataclass(frozen=True)
class Drawing:
    """Where all is.

    Attributes:
        width: the width of the whole.
        height: its height.
        corners: the upper left corner of each box.
        paths: for each arrow, the points that it leads through, from the line to the box.
    """

    width: float
    height: float
    corners: Sequence[Point]
    paths: Sequence[tuple[Arrow, Sequence[Point]]]


class Router:
    """Leads the arrows between boxes.

    Args:
        boxes: the boxes.
        columns: which stand in which column.
        wide: how wide a box is.
        margin: what is left around the whole.
    """

    def __init__(self, boxes: Sequence[Box], columns: Columns, wide: float, margin: float) -> None:
        self._boxes, self._columns, self._wide, self._margin = boxes, columns, wide, margin
        self._place = {number: place for place, column in enumerate(columns) for number in column}
        self._nets: dict[Net, list[Arrow]] = {}
        for arrow in arrows_of(boxes):
            self._nets.setdefault(self._net(arrow), []).append(arrow)
        self._tops = self._stacked({})
        self._lanes: dict[tuple[Net, int], float] = {}
        self._tops = self._stacked(self._gaps())

    def _net(self, arrow: Arrow) -> Net:
        return Net(arrow.target, self._place[arrow.source] < self._place[arrow.target])

    def _crossed(self, net: Net) -> range:
        """Give the columns that a net passes through."""
        home, places = self._place[net.target], [self._place[arrow.source] for arrow in self._nets[net]]
        return range(min(places) + 1, home) if net.is_from_left else range(home + 1, max(places))

    def _gaps(self) -> dict[tuple[int, int], list[Net]]:
        """Choose through which gap of a column each net leads: the one that is nearest to where it goes."""
        gaps: dict[tuple[int, int], list[Net]] = {}
        for net in sorted(self._nets, key=lambda net: self._tops[net.target]):
            for place in self._crossed(net):
                edges = [self._tops[number] for number in self._columns[place]]
                last = self._columns[place][-1:]
                edges += [self._tops[number] + height(self._boxes[number]) + GAP for number in last]
                goal = self._tops[net.target] + TITLE / 2
                gap = min(range(len(edges)), key=lambda number: abs(edges[number] - GAP / 2 - goal)) if edges else 0
                gaps.setdefault((place, gap), []).append(net)
        return gaps

    def _stacked(self, gaps: Mapping[tuple[int, int], Sequence[Net]]) -> dict[int, float]:
        """Stack the boxes of each column, with room for what leads between them, and say where that leads."""
        tops: dict[int, float] = {}
        for place, column in enumerate(self._columns):
            bottom = self._margin - GAP
            for gap in range(len(column) + 1):
                for net in gaps.get((place, gap), ()):
                    bottom = _next(bottom + GAP / 2, _LANES[place % 2])
                    self._lanes[net, place] = bottom
                    bottom -= GAP / 2 - 6
                if gap < len(column):
                    tops[column[gap]] = _next(bottom + GAP, _SHIFTS[place % 2])
                    bottom = tops[column[gap]] + height(self._boxes[column[gap]])
        return tops

    def _entry(self, net: Net) -> float:
        return self._tops[net.target] + TITLE / 2

    def _exit(self, arrow: Arrow) -> float:
        return self._tops[arrow.source] + line_of(arrow.line)

    def _trunks(self) -> list[dict[Net, Trunk]]:
        """Give the trunks before each column and behind the last."""
        trunks: list[dict[Net, Trunk]] = [{} for _ in range(len(self._columns) + 1)]

        def at(channel: int, net: Net) -> Trunk:
            return trunks[channel].setdefault(net, Trunk(net))

        for net, arrows in self._nets.items():
            home, crossed = self._place[net.target], self._crossed(net)
            into = at(home if net.is_from_left else home + 1, net)
            (into.right if net.is_from_left else into.left).append(self._entry(net))
            for arrow in arrows:
                place = self._place[arrow.source]
                if place <= home:
                    at(place + 1, net).left.append(self._exit(arrow))
                else:
                    at(place, net).right.append(self._exit(arrow))
            for place in crossed:
                at(place, net).right.append(self._lanes[net, place])
                at(place + 1, net).left.append(self._lanes[net, place])
        return trunks

    def drawing(self) -> Drawing:
        """Say where all is."""
        left, starts, lines = self._margin, [], []
        channels = [_tracks(list(trunks.values())) for trunks in self._trunks()]
        for channel, tracks in enumerate(channels):
            lines.append({net: left + _SIDE + _TRACK * track for net, track in tracks.items()})
            room = 2 * _SIDE + _TRACK * max(tracks.values()) if tracks else 0
            left += room if room or channel in {0, len(self._columns)} else 2 * _SIDE
            starts.append(left)
            left += self._wide if channel < len(self._columns) else 0
        corners = [(starts[self._place[number]], self._tops[number]) for number in range(len(self._boxes))]
        lowest = [*(y + height(box) for (_, y), box in zip(corners, self._boxes, strict=True)), *self._lanes.values()]
        paths = [(a, [*self._points(a, net, corners, lines)]) for net, arrows in self._nets.items() for a in arrows]
        return Drawing(left + self._margin, max(lowest, default=0) + self._margin, corners, paths)

    def _points(
        self, arrow: Arrow, net: Net, corners: Sequence[Point], lines: Sequence[Mapping[Net, float]]
    ) -> Iterator[Point]:
        """Give the points that an arrow leads through."""
        place, home = self._place[arrow.source], self._place[net.target]
        is_right = place <= home
        channels = range(place + 1, home + 1) if net.is_from_left else range(max(place, home + 1), home, -1)
        at = self._exit(arrow)
        yield corners[arrow.source][0] + (self._wide if is_right else 0), at
        for channel in channels:
            x = lines[channel][net]
            yield x, at
            passed = channel if net.is_from_left else channel - 1
            at = self._entry(net) if passed == home else self._lanes[net, passed]
            yield x, at
        yield corners[net.target][0] + (0 if net.is_from_left else self._wide), at


def _next(at: float, shift: float) -> float:
    """Give the next height that is so much beside a multiple of a line."""
    lines = -(-(at - shift) // LINE)
    return lines * LINE + shift


def _tracks(trunks: list[Trunk]) -> dict[Net, int]:
    """Put trunks on tracks side by side, so that few lines cross: those that share no height may share one."""
    tracks: list[list[Trunk]] = []
    for trunk in sorted(trunks, key=lambda trunk: trunk.ends):
        track = next((track for track in tracks if track[-1].ends[1] + LINE < trunk.ends[0]), None)
        if track is None:
            tracks.append([trunk])
        else:
            track.append(trunk)
    best = _crossings(tracks)
    is_better = True
    while is_better:
        is_better = False
        for one in range(len(tracks)):
            for other in range(one):
                swapped = list(tracks)
                swapped[one], swapped[other] = tracks[other], tracks[one]
                if (count := _crossings(swapped)) < best:
                    best, tracks, is_better = count, swapped, True
    return {trunk.net: number for number, track in enumerate(tracks) for trunk in track}


def _crossings(tracks: Sequence[Sequence[Trunk]]) -> int:
    """Count where what meets a trunk crosses another one."""
    count = 0
    for number, track in enumerate(tracks):
        for trunk in track:
            for other in (each for before in tracks[:number] for each in before):
                count += sum(map(other.is_at, trunk.left)) + sum(map(trunk.is_at, other.right))
    return count
