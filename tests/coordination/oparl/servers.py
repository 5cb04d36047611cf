"""A council system on loopback that answers what a test tells it to, and a small city in OParl."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SCHEMA = "https://schema.oparl.org/1.1/"
TIMES = {"created": "2016-01-04T09:00:00+01:00", "modified": "2016-03-01T10:00:00+01:00"}


@dataclass
class CouncilSystem:
    """What stands under which path; a function answers by itself (status, headers, body)."""

    pages: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(path)
        bare = urlsplit(path).path
        told = self.pages.get(path, self.pages.get(bare))
        if isinstance(told, Callable):
            told = told(parse_qs(urlsplit(path).query))
        if told is None:
            return 404, {}, b""
        if isinstance(told, tuple):
            return told
        return 200, {"Content-Type": "application/json"}, json.dumps(told).encode()


@contextmanager
def serving(system: CouncilSystem) -> Iterator[CouncilSystem]:
    """The system on loopback, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = system.answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    system.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield system
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class City:
    """A small city: three bodies, four sessions, three papers, each chain another way."""

    def __init__(self, base: str) -> None:
        self.base = base

    def id(self, kind: str, number: object) -> str:
        return f"{self.base}/{kind}/{number}"

    def thing(self, kind: str, number: object, /, **fields: Any) -> dict[str, Any]:
        return {
            "id": self.id(kind.lower(), number), "type": SCHEMA + kind, **TIMES, **fields,
        }  # fmt: skip

    def system(self) -> dict[str, Any]:
        return self.thing(
            "System", 1, oparlVersion="https://schema.oparl.org/1.1/", body=f"{self.base}/bodies",
            name="Ratsinformation Beispielstadt",
        )  # fmt: skip

    def body(self) -> dict[str, Any]:
        lists = ("organization", "person", "meeting", "paper")
        return self.thing(
            "Body", 1, name="Beispielstadt", ags="05112000", legislativeTerm=[],
            **{name: f"{self.base}/{name}s" for name in lists},
        )  # fmt: skip

    def organizations(self) -> list[dict[str, Any]]:
        named = {1: "Rat", 2: "Umweltausschuss", 3: "Hauptausschuss"}
        return [
            self.thing("Organization", n, name=name, organizationType="Gremium")
            for n, name in named.items()
        ]

    def persons(self) -> list[dict[str, Any]]:
        return [
            self.thing(
                "Person", 1, name="Vorsitz Umweltausschuss", email=["geheim@stadt.example"],
                phone=["0203 1"], life="privat",
            )
        ]  # fmt: skip

    def item(self, number: int, meeting: int, /, **fields: Any) -> dict[str, Any]:
        told = {"number": str(number), "name": f"Punkt {number}", "public": True, "order": number}
        named = self.id("meeting", meeting)
        return self.thing("AgendaItem", number, **{**told, "meeting": named, **fields})

    def meetings(self) -> list[dict[str, Any]]:
        def meeting(n: int, day: str, body: int, *items: dict[str, Any]) -> dict[str, Any]:
            return self.thing(
                "Meeting", n, name=f"Sitzung {n}", start=f"{day}T16:00:00+02:00",
                end=f"{day}T18:00:00+02:00", organization=[self.id("organization", body)],
                agendaItem=list(items), **{"Hersteller:raum": f"Saal {n}"},
            )  # fmt: skip

        def about(n: int) -> str:
            return self.id("consultation", n)

        return [
            meeting(1, "2016-04-12", 1, self.item(0, 1, consultation=about(1),
                                                  result="verwiesen in Umweltausschuss")),
            meeting(2, "2016-05-10", 2,
                    self.item(0 + 20, 2, order=0, consultation=about(2), result="vertagt"),
                    self.item(21, 2, order=1, public=False,
                              **{"Hersteller:secrecyReason": "Personalangelegenheit"})),
            meeting(3, "2016-06-14", 2, self.item(30, 3, order=0, consultation=about(3),
                                                  result="einstimmig zugestimmt")),
            meeting(4, "2016-07-12", 1,
                    self.item(40, 4, order=0, consultation=about(4),
                              result="mehrheitlich beschlossen"),
                    self.item(41, 4, order=1, consultation=about(5), result="Kenntnisnahme")),
        ]  # fmt: skip

    def papers(self) -> list[dict[str, Any]]:
        def station(n: int, paper: int, item: int, meeting: int, body: int, role: str) -> Any:
            return self.thing(
                "Consultation", n, paper=self.id("paper", paper), role=role,
                agendaItem=self.id("agendaitem", item), meeting=self.id("meeting", meeting),
                organization=[self.id("organization", body)],
                authoritative=role == "Entscheidung",
            )  # fmt: skip

        def paper(n: int, *stations: Any, **fields: Any) -> dict[str, Any]:
            return self.thing(
                "Paper", n, body=self.id("body", 1), name=f"Vorlage {n}", date="2016-03-01",
                reference=f"16-000{n}", paperType="Beschlussvorlage", consultation=list(stations),
                **fields,
            )  # fmt: skip

        return [
            paper(1, station(1, 1, 0, 1, 1, "Entscheidung"), station(2, 1, 20, 2, 2, "Vorberatung"),
                  station(3, 1, 30, 3, 2, "Vorberatung"), station(4, 1, 40, 4, 1, "Entscheidung"),
                  **{"Hersteller:farbe": "blau"}),
            paper(2, station(5, 2, 41, 4, 1, "Kenntnisnahme")),
            paper(3),
        ]  # fmt: skip

    def pages(self) -> dict[str, Any]:
        """Everything by its path, one page for each list."""
        lists = {
            "/bodies": [self.body()], "/organizations": self.organizations(),
            "/persons": self.persons(), "/meetings": self.meetings(), "/papers": self.papers(),
        }  # fmt: skip
        return {"/system": self.system(), **{path: page(data) for path, data in lists.items()}}


def page(data: list[Any], following: str = "", **more: Any) -> dict[str, Any]:
    """A page of a list."""
    links = {"next": following} if following else {}
    return {"data": data, "links": links, "pagination": {"totalElements": len(data)}, **more}
