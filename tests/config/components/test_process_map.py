import re

import pytest

from config.components.wrapping import width_of, wrap
from tests.config.components.render import render

NODES = [
    {"key": "a", "label": "Entwurf", "column": 0, "row": 0, "status": "done", "note": "02.11."},
    {"key": "b", "label": "Mitzeichnung", "column": 1, "row": 0, "status": "current"},
    {"key": "c", "label": "Freigabe", "column": 2, "row": 0, "status": "ahead"},
    {"key": "d", "label": "Klärung <b>", "column": 1, "row": 1, "status": "side"},
]
EDGES = [("a", "b"), ("b", "c"), ("b", "d"), {"source": "a", "target": "c"}]
MAP = '{% process_map nodes edges title="Ablauf" %}'


def test_process_map_says_in_a_sentence_what_it_shows() -> None:
    html = render(MAP, nodes=NODES, edges=EDGES)
    sentence = "1 von 3 Schritten erledigt. Jetzt: Mitzeichnung. Danach: Freigabe."
    assert f"<figcaption>{sentence}</figcaption>" in html
    assert f'role="img" aria-label="Ablauf. {sentence}"' in html


def test_process_map_has_a_table_twin_of_every_node() -> None:
    html = render(MAP, nodes=NODES, edges=EDGES)
    cell = "<t[hd][^>]*>(.*?)</t[hd]>"
    rows = re.findall(f"<tr[^>]*>{cell}{cell}{cell}</tr>", html)[1:]
    assert rows == [
        ("Entwurf", "erledigt", "02.11."),
        ("Mitzeichnung", "jetzt", ""),
        ("Freigabe", "steht noch aus", ""),
        ("Klärung &lt;b&gt;", "Nebenweg", ""),
    ]


def test_process_map_draws_walked_edges_apart() -> None:
    html = render(MAP, nodes=NODES, edges=EDGES)
    assert re.findall(r'class="edge edge--(\w+)"', html) == ["done", "ahead", "side", "ahead"]


def test_process_map_leads_long_edges_round_the_nodes_between() -> None:
    html = render(MAP, nodes=NODES, edges=[("a", "b"), ("a", "c")])
    straight, around = re.findall(r'class="edge[^>]* d="([^"]+)"', html)
    assert [straight.count("V"), around.count("V")] == [1, 2]
    lowest = max(int(number) for number in re.findall(r"V(\d+)", around))
    assert lowest < int(re.search(r'height="(\d+)" viewBox', html)[1])  # type: ignore[index] # the test fails if it is not found


def test_process_map_leads_to_a_later_row_past_the_nodes_between() -> None:
    below = [*NODES, {"key": "e", "label": "Ende", "column": 1, "row": 2, "status": "ahead"}]
    html = render(MAP, nodes=below, edges=[("b", "e")])
    (path,) = re.findall(r'class="edge[^>]* d="([^"]+)"', html)
    assert [path.count("H"), path.count("V")] == [2, 2]
    between = re.search(r'<g class="node node--side">\s*<rect x="(\d+)"[^>]* width="(\d+)"', html)
    assert between
    bend = int(re.findall(r"H(\d+)", path)[0])
    assert bend > int(between[1]) + int(between[2])


def test_process_map_has_no_inline_style() -> None:
    assert "style=" not in render(MAP, nodes=NODES, edges=EDGES)


def test_process_map_refuses_an_unknown_status() -> None:
    with pytest.raises(ValueError, match="unknown status 'lost' of node 'a'"):
        render(MAP, nodes=[{**NODES[0], "status": "lost"}], edges=[])


def test_process_map_of_nothing_is_drawn() -> None:
    assert "0 von 0" in render(MAP, nodes=[], edges=[])


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Entwurf", ["Entwurf"]),
        ("Verwaltungs\N{SOFT HYPHEN}vorstand", ["Verwaltungs-", "vorstand"]),
        ("Rat der Stadt entscheidet", ["Rat der Stadt", "entscheidet"]),
        ("Entwurf Prüfung Mitzeichnung Freigabe", ["Entwurf Prüfung", "Mitzeichnung…"]),
        ("Donaudampfschifffahrtsgesellschaft", ["Donaudampfschi…"]),
        ("", []),
    ],
)
def test_wrap_breaks_and_cuts(text: str, lines: list[str]) -> None:
    found = wrap(text, 128, size=15, lines=2)
    assert found == lines
    assert all(width_of(line, 15) <= 128 for line in found)
