"""Broken, endless, looping, slow, lying servers: the import ends, and what is whole stays."""

from __future__ import annotations

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from coordination.council.models import SourceMeeting, SourcePaper
from coordination.council.oparl.oddities import Oddities
from coordination.council.oparl.servers import Limits, Server, SourceError
from tests.coordination.oparl.conftest import imported, odd, site
from tests.coordination.oparl.servers import City, CouncilSystem, page
from workflows.actions.telling import public_http

pytestmark = pytest.mark.django_db
JSON = {"Content-Type": "application/json"}


def first_then(system: CouncilSystem, *others: Any) -> None:
    """The list of papers: a whole first page, then what a test puts there."""
    papers = City(system.url).papers()
    system.pages["/papers"] = {"data": papers[:1], "links": {"next": f"{system.url}/next"}}
    if others:
        system.pages["/next"] = others[0]


@pytest.mark.parametrize(
    ("second", "kinds"),
    [
        ((200, JSON, b'{"data": ['), {"broken", "fault"}),
        ((200, JSON, b"\xff\xfe\x00"), {"broken", "fault"}),
        ((200, JSON, b"[" * 200_000), {"broken", "fault"}),
        ((200, JSON, b'{"data": [' + b"9" * 5000 + b"]}"), {"broken", "fault"}),
        ((200, {"Content-Type": "text/html"}, b"<h1>Wartung</h1>"),
         {"broken", "fault", "content_type"}),
        ((200, JSON, b'"a text"'), {"no_page"}),
        ((200, JSON, b'{"data": 7}'), {"no_page"}),
        ((200, JSON, b"{}"), {"no_page"}),
        ((500, {}, b"fault"), {"failed", "fault"}),
        ((404, {}, b""), {"failed"}),
        ((403, {}, b""), {"refused"}),
        ((200, {**JSON, "Content-Encoding": "br"}, b"{}"), {"failed", "fault"}),
        ((200, {**JSON, "Content-Encoding": "gzip"}, b"no gzip"), {"failed", "fault"}),
        ((200, {**JSON, "Content-Length": "99"}, b"{}"), {"failed", "fault"}),
    ],
)  # fmt: skip
def test_a_broken_page_ends_its_list_alone(system: CouncilSystem, second, kinds) -> None:
    first_then(system, second)
    record = imported(system, call_seconds=1.0, tries=2)
    assert (record.status, odd(record)) == ("partly", kinds)
    assert list(SourcePaper.objects.values_list("reference", flat=True)) == ["16-0001"]
    assert SourceMeeting.objects.count() == 4


def test_a_fault_that_passes_is_no_end(system: CouncilSystem) -> None:
    papers, answers = City(system.url).papers(), iter([(500, {}, b""), (502, {}, b"")])
    rest = {"data": papers[1:], "links": {}}
    first_then(system, lambda _query: next(answers, rest))
    record = imported(system)
    assert (record.status, odd(record)) == ("done", {"fault"})
    assert SourcePaper.objects.count() == 3


def test_a_list_that_leads_back_ends(system: CouncilSystem) -> None:
    papers = City(system.url).papers()
    first_then(system, {"data": papers[1:2], "links": {"next": f"{system.url}/papers"}})
    record = imported(system)
    assert (record.status, odd(record)) == ("partly", {"loop"})
    assert SourcePaper.objects.count() == 2


def test_the_same_page_under_ever_new_addresses_ends(system: CouncilSystem) -> None:
    papers = City(system.url).papers()

    def always(query: dict[str, list[str]]) -> dict[str, Any]:
        number = int(query.get("page", ["1"])[0])
        return {"data": papers, "links": {"next": f"{system.url}/papers?page={number + 1}"}}

    system.pages["/papers"] = always
    assert odd(imported(system)) == {"loop"}
    assert len([path for path in system.asked if "papers" in path]) == 2


def test_endless_new_pages_end(system: CouncilSystem) -> None:
    city = City(system.url)

    def always(query: dict[str, list[str]]) -> dict[str, Any]:
        number = int(query.get("page", ["1"])[0])
        paper = city.thing("Paper", 1000 + number, reference=str(number))
        return {"data": [paper], "links": {"next": f"{system.url}/papers?page={number + 1}"}}

    system.pages["/papers"] = always
    record = imported(system, pages=5)
    assert (record.status, odd(record), SourcePaper.objects.count()) == ("partly", {"endless"}, 5)


def test_endless_empty_pages_end(system: CouncilSystem) -> None:
    def always(query: dict[str, list[str]]) -> dict[str, Any]:
        number = int(query.get("page", ["1"])[0])
        return {"data": [], "links": {"next": f"{system.url}/papers?page={number + 1}"}}

    system.pages["/papers"] = always
    assert odd(imported(system)) == {"empty_page"}
    assert len([path for path in system.asked if "papers" in path]) == 3


def test_a_lying_total_is_named(system: CouncilSystem) -> None:
    system.pages["/papers"] = page(City(system.url).papers()) | {"pagination": {"totalElements": 9}}
    record = imported(system)
    assert (record.status, odd(record), SourcePaper.objects.count()) == ("done", {"total"}, 3)


def test_a_list_that_is_not_there_is_empty(system: CouncilSystem) -> None:
    del system.pages["/papers"]
    record = imported(system)
    assert (record.status, odd(record)) == ("done", {"missing_list"})


@pytest.mark.parametrize(
    ("wrong", "kind", "papers"),
    [
        (lambda papers: papers, "list_for_object", 3),
        (lambda papers: papers[0], "object_for_list", 1),
        (lambda papers: {"data": papers[0], "links": []}, "object_for_list", 1),
        (lambda papers: {"data": papers, "links": {"next": None}}, "", 3),
        (lambda papers: {"data": papers, "links": {"next": 7}, "pagination": []}, "", 3),
    ],
)
def test_pages_of_another_shape(system: CouncilSystem, wrong, kind: str, papers: int) -> None:
    system.pages["/papers"] = wrong(City(system.url).papers())
    record = imported(system)
    assert (record.status, odd(record)) == ("done", {kind} - {""})
    assert SourcePaper.objects.count() == papers


def test_a_mark_of_the_byte_order_is_none_of_ours(system: CouncilSystem) -> None:
    body = b"\xef\xbb\xbf" + json.dumps(page(City(system.url).papers())).encode()
    system.pages["/papers"] = (200, JSON, body)
    assert (odd(imported(system)), SourcePaper.objects.count()) == (set(), 3)


def test_what_is_packed_is_unpacked(system: CouncilSystem) -> None:
    body = gzip.compress(json.dumps(page(City(system.url).papers())).encode())
    system.pages["/papers"] = (200, {**JSON, "Content-Encoding": "gzip"}, body)
    assert (odd(imported(system)), SourcePaper.objects.count()) == (set(), 3)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, b" " * 70_000),
        ({"Content-Length": str(200 * 2**20)}, b""),
        ({"Content-Encoding": "gzip"}, gzip.compress(b" " * 10_000_000)),
    ],
    ids=["large", "said to be large", "unpacks to large"],
)
def test_what_is_too_large_is_refused(system: CouncilSystem, headers, body: bytes) -> None:
    first_then(system, (200, {**JSON, **headers}, body))
    record = imported(system, page_bytes=60_000)
    assert (record.status, odd(record)) == ("partly", {"too_large"})
    assert SourcePaper.objects.count() == 1


def test_files_are_fetched_only_when_asked_for_and_only_so_large(system: CouncilSystem) -> None:
    papers = City(system.url).papers()
    url = f"{system.url}/file/1"
    papers[0]["mainFile"] = City(system.url).thing("File", 1, accessUrl=url)
    system.pages |= {"/papers": page(papers), "/file/1": (200, {}, b"%PDF-1.7")}
    imported(system)
    assert "/file/1" not in system.asked
    server = site(system, file_bytes=8).server
    assert server.file(url) == b"%PDF-1.7"
    system.pages["/file/1"] = (200, {"Content-Length": str(200 * 2**20)}, b"")
    with pytest.raises(SourceError, match="too_large"):
        server.file(url)


@pytest.fixture
def dripping() -> Iterator[str]:
    """A server that never stops and never gets anywhere: a sign now and then."""
    end = threading.Event()

    def drip(listening: socket.socket) -> None:
        with listening.accept()[0] as caller:
            caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
            while not end.wait(0.02):
                try:
                    caller.sendall(b" ")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, args=[listening], daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/system"
        end.set()
        thread.join()


def test_who_drips_is_cut_off(dripping: str) -> None:
    limits = Limits(call_seconds=0.3, tries=1)
    with pytest.raises(SourceError, match="failed"):
        Server(dripping, Oddities(), inside=True, limits=limits).json(dripping)


def test_an_import_has_an_end_in_time(system: CouncilSystem) -> None:
    reader = site(system, seconds=0.0)
    with pytest.raises(SourceError, match="out_of_time"):
        reader.listings()


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("https://elsewhere.example/papers", "foreign"),
        ("http://169.254.169.254/latest/meta-data", "foreign"),
        ("file:///etc/passwd", "foreign"),
        ("http://127.0.0.1:1/papers", "foreign"),
    ],
)
def test_links_and_redirects_lead_nowhere_else(system: CouncilSystem, target, kind) -> None:
    first_then(system)
    system.pages["/papers"]["links"]["next"] = target
    assert kind in odd(imported(system))
    system.pages["/papers"] = (302, {"Location": target}, b"")
    record = imported(system)
    assert odd(record) >= {kind, "moved", "restarted"}
    assert SourcePaper.objects.count() == 1
    system.pages["/papers"] = page(City(system.url).papers())
    assert (imported(system).status, SourcePaper.objects.count()) == ("done", 3)


def test_a_redirect_on_the_same_host_is_followed_but_not_for_ever(system: CouncilSystem) -> None:
    whole = system.pages["/papers"]
    system.pages |= {"/papers": (301, {"Location": "/moved"}, b""), "/moved": whole}
    assert (odd(imported(system)), SourcePaper.objects.count()) == ({"moved"}, 3)
    system.pages["/system"] = (301, {"Location": "/system"}, b"")
    with pytest.raises(SourceError, match="failed"):
        imported(system)


def test_a_further_host_may_be_allowed() -> None:
    server = Server("https://ris.example.org/system", Oddities(), allow=("files.example.org",))
    urls = (
        "https://RIS.example.org:443/a", "http://ris.example.org/a", "https://files.example.org/1",
        "https://ris.example.org:8443/a", "https://ris.example.org.evil.example/", "https:///a",
    )  # fmt: skip
    assert [server.allows(url) for url in urls] == [True, True, True, False, False, False]


def test_machines_inside_are_not_called_unless_set(system: CouncilSystem, monkeypatch) -> None:
    with pytest.raises(SourceError, match="private"):
        Server(system.url, Oddities()).json(f"{system.url}/system")
    assert system.asked == []
    monkeypatch.setattr(
        public_http.socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", ("10.0.0.7", 443))]
    )
    with pytest.raises(SourceError, match="private"):
        Server("https://ris.example.org/", Oddities()).json("https://ris.example.org/")
