"""A process as a drawing (SVG), as one sentence and as a table, from plain data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from django.template import Library
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .wrapping import wrap

register = Library()

WIDTH, HEIGHT = 112, 62  # of a node; five of them fit beside a column
GAP_X, GAP_Y = 24, 46
MARGIN = 14
LANE = 9  # distance of lines that run side by side
STATUSES = frozenset({"done", "current", "ahead", "side", "skipped"})


class NodeData(TypedDict):
    """A place of the process as the caller gives it."""

    key: str
    label: str
    column: int
    row: int
    status: str
    note: NotRequired[str | None]


class EdgeData(TypedDict):
    """A line as the caller gives it."""

    source: str
    target: str
    status: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Node:
    """One place of the process on the grid; status says how it is drawn."""

    key: str
    label: str
    column: int
    row: int
    status: str
    note: str = ""

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"unknown status {self.status!r} of node {self.key!r}")

    @property
    def left(self) -> int:
        return MARGIN + self.column * (WIDTH + GAP_X)

    @property
    def top(self) -> int:
        return MARGIN + self.row * (HEIGHT + GAP_Y)

    @property
    def middle(self) -> int:
        return self.left + WIDTH // 2

    @property
    def line(self) -> int:
        """The height at which lines leave to the side."""
        return self.top + HEIGHT // 2

    @property
    def mark(self) -> str:
        """The path of the tick of what is done, or of the arrow of the present place."""
        x, y = self.left + WIDTH - 12, self.top + 11
        if self.status == "done":
            return f"M{x - 5},{y} l4,4 l7,-8"
        return f"M{x - 4},{y - 5} l9,5 l-9,5 z" if self.status == "current" else ""

    @property
    def words(self) -> str:
        return {
            "done": _("done"),
            "current": _("now"),
            "ahead": _("still ahead"),
            "side": _("side path"),
            "skipped": _("not needed"),
        }[self.status]

    @property
    def rows(self) -> list[tuple[int, str, str]]:
        """Lines of text: their height, class and words."""
        lines = [("", text) for text in wrap(self.label, WIDTH - 12, size=15, lines=2)]
        lines += [("note", text) for text in wrap(self.note, WIDTH - 4, size=13, lines=1)]
        start = self.top + HEIGHT // 2 + 5 - 9 * (len(lines) - 1)
        return [(start + 18 * index, name, text) for index, (name, text) in enumerate(lines)]


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes: its path, and the head of the arrow at its end."""

    path: str
    head: str
    status: str
    lowest: int


Way = tuple[str, str, int]  # path, head of the arrow, lowest point


def _head(x: int, y: int, direction: str) -> str:
    first, second = {
        "right": ("-8,-4.5", "0,9"),
        "left": ("8,-4.5", "0,9"),
        "up": ("-4.5,8", "9,0"),
        "down": ("-4.5,-8", "9,0"),
    }[direction]
    return f"M{x},{y} l{first} l{second} z"


def _route(
    source: Node, target: Node, lane: int, taken: set[tuple[int, int]], *, both_ways: bool
) -> Way:
    """Along the row, straight up or down, else through the gaps between the nodes."""
    step = target.column - source.column
    if step == 0 and abs(target.row - source.row) == 1:
        down = target.row > source.row
        start, end = (
            (source.top + HEIGHT, target.top) if down else (source.top, target.top + HEIGHT)
        )
        x = source.middle
        return f"M{x},{start} V{end}", _head(x, end, "down" if down else "up"), 0
    if step == -1 and source.row == target.row and not both_ways:
        x = target.left + WIDTH
        return f"M{source.left},{source.line} H{x}", _head(x, source.line, "left"), 0
    between = {(column, target.row) for column in range(source.column + 1, target.column)}
    if step > 0 and not between & taken:
        x, y = target.left, target.line
        bend = source.left + WIDTH + GAP_X // 2
        return f"M{source.left + WIDTH},{source.line} H{bend} V{y} H{x}", _head(x, y, "right"), 0
    if target.row - source.row > 1:
        return _down(source, target, lane)
    return _around(source, target, lane)


def _down(source: Node, target: Node, lane: int) -> Way:
    """Past the rows between: down beside the source, then through the gap above the target."""
    shift = LANE * (lane % 3)
    bend, gap, end = source.left + WIDTH + GAP_X // 2, target.top - 12 - shift, target.middle
    path = f"M{source.left + WIDTH},{source.line} H{bend} V{gap} H{end} V{target.top}"
    return path, _head(end, target.top, "down"), gap


def _around(source: Node, target: Node, lane: int) -> Way:
    """Through the gap that lies between the rows, or under the row that both stand in."""
    shift = LANE * (lane % 4)
    start, end = source.middle + shift, target.middle - shift
    if target.row > source.row:
        gap, leave, arrive = target.top - 12 - shift, source.top + HEIGHT, target.top
    elif target.row < source.row:
        gap, leave, arrive = source.top - 12 - shift, source.top, target.top + HEIGHT
    else:
        leave = arrive = source.top + HEIGHT
        gap = leave + 12 + shift
    head = _head(end, arrive, "down" if target.row > source.row else "up")
    return f"M{start},{leave} V{gap} H{end} V{arrive}", head, gap


def _edges(nodes: Sequence[Node], edges: Iterable[EdgeData | tuple[str, str]]) -> list[Edge]:
    known = {node.key: node for node in nodes}
    taken = {(node.column, node.row) for node in nodes}
    given: list[EdgeData] = [
        {"source": edge[0], "target": edge[1]} if isinstance(edge, tuple) else edge
        for edge in edges
    ]
    pairs = {(data["source"], data["target"]) for data in given}
    drawn: list[Edge] = []
    for lane, data in enumerate(given):
        both_ways = (data["target"], data["source"]) in pairs
        source, target = known[data["source"]], known[data["target"]]
        walked = source.status == "done" and target.status in {"done", "current"}
        status = data.get("status") or ("done" if walked else "")
        side = {source.status, target.status} & {"side", "skipped"}
        path, head, lowest = _route(source, target, lane, taken, both_ways=both_ways)
        drawn.append(Edge(path, head, status or ("side" if side else "ahead"), lowest))
    return drawn


def _sentence(nodes: Sequence[Node]) -> str:
    """What the drawing says, for everybody who reads instead of looking."""
    way = [node for node in nodes if node.status in {"done", "current", "ahead"}]
    done = sum(node.status == "done" for node in way)
    parts = [
        ngettext("%(done)s of %(total)s step done.", "%(done)s of %(total)s steps done.", len(way))
        % {"done": done, "total": len(way)}
    ]
    current = [node.label for node in nodes if node.status == "current"]
    if current:
        parts.append(_("Now: %(names)s.") % {"names": ", ".join(current)})
    ahead = next((node.label for node in way if node.status == "ahead"), "")
    if ahead:
        parts.append(_("Then: %(name)s.") % {"name": ahead})
    return " ".join(parts)


def _node(data: NodeData) -> Node:
    return Node(
        key=data["key"],
        label=str(data["label"]),
        column=data["column"],
        row=data["row"],
        status=data["status"],
        note=str(data.get("note") or ""),
    )


@register.inclusion_tag("components/process_map.html")
def process_map(
    nodes: Iterable[NodeData],
    edges: Iterable[EdgeData | tuple[str, str]] = (),
    title: str = "",
    sentence: str = "",
) -> dict[str, object]:
    """The drawing with its sentence and its table.

    `nodes`: key, label, column, row (grid, from 0), status (done, current, ahead, side, skipped),
    and if wanted note (a short second line, such as a date). A soft hyphen in a label says where
    it may break. `edges`: (source, target), or source, target and status.
    """
    placed = [_node(data) for data in nodes]
    lines = _edges(placed, edges)
    columns = max((node.column for node in placed), default=0) + 1
    lowest = max(
        [node.top + HEIGHT for node in placed] + [edge.lowest for edge in lines], default=0
    )
    return {
        "title": title or _("Process map"),
        "sentence": sentence or _sentence(placed),
        "nodes": placed,
        "edges": lines,
        "width": 2 * MARGIN + columns * WIDTH + (columns - 1) * GAP_X,
        "height": lowest + MARGIN,
        "node_width": WIDTH,
        "node_height": HEIGHT,
        "statuses": {node.status for node in placed},
    }
