"""A council system on loopback, in a process of its own: pages of a large city, made as asked.

`python -m bench.council_system` prints its address and serves until its input ends.
"""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

MEETINGS, PAPERS, BODIES = 2600, 14_000, 60
ITEMS = 30
TOGETHER = {"meetings": 25, "papers": 100, "organizations": 100}
SIZES = {"meetings": MEETINGS, "papers": PAPERS, "organizations": BODIES}
TIMES = {"created": "2016-01-04T09:00:00+01:00", "modified": "2016-03-01T10:00:00+01:00"}
RESULTS = ("einstimmig beschlossen", "mehrheitlich zugestimmt", "vertagt", "Kenntnisnahme", "")
TEXT = "Bericht über den Stand der Arbeiten und die weiteren Schritte in den Stadtbezirken"


class City:
    """Everything that it shows, by numbers."""

    def __init__(self, base: str) -> None:
        self.base = base

    def thing(self, kind: str, number: int, /, **fields: Any) -> dict[str, Any]:
        url = f"{self.base}/{kind.lower()}/{number}"
        return {"id": url, "type": f"https://schema.oparl.org/1.1/{kind}", **TIMES, **fields}

    def organizations(self, number: int) -> dict[str, Any]:
        return self.thing("Organization", number, name=f"Ausschuss {number}")

    def meetings(self, number: int) -> dict[str, Any]:
        items = [
            self.thing(
                "AgendaItem", number * ITEMS + place, order=place, number=str(place + 1),
                name=f"{TEXT} {number}.{place}", public=True,
                result=RESULTS[(number + place) % 5] or "zugestimmt",
                consultation=f"{self.base}/consultation/{number * ITEMS + place}",
            )
            for place in range(ITEMS)
        ]  # fmt: skip
        year, day = 2000 + number % 24, 1 + number % 28
        return self.thing(
            "Meeting", number, name=f"Sitzung {number}", agendaItem=items,
            start=f"{year}-05-{day:02}T16:00:00+02:00", end=f"{year}-05-{day:02}T18:00:00+02:00",
            organization=[f"{self.base}/organization/{number % BODIES}"],
        )  # fmt: skip

    def papers(self, number: int) -> dict[str, Any]:
        files = [
            self.thing(
                "File", number * 4 + place, name=f"{TEXT} Anlage {place}", fileName=f"{place}.pdf",
                mimeType="application/pdf", accessUrl=f"{self.base}/f/{number}/{place}.pdf",
            )
            for place in range(4)
        ]  # fmt: skip
        station = self.thing(
            "Consultation", number, role="Entscheidung", authoritative=True,
            agendaItem=f"{self.base}/agendaitem/{number}",
            meeting=f"{self.base}/meeting/{number // ITEMS}",
            organization=[f"{self.base}/organization/{number % BODIES}"],
        )  # fmt: skip
        return self.thing(
            "Paper", number, name=f"{TEXT} {number}", reference=f"{number % 24:02}/{number}",
            paperType="Beschlussvorlage", date="2016-03-01", auxiliaryFile=files,
            consultation=[station],
        )  # fmt: skip

    def page(self, name: str, page: int) -> dict[str, Any]:
        size, last = TOGETHER[name], SIZES[name]
        make = getattr(self, name)
        data = [make(n) for n in range((page - 1) * size, min(page * size, last))]
        links = {"next": f"{self.base}/{name}?page={page + 1}"} if page * size < last else {}
        return {"data": data, "links": links, "pagination": {"totalElements": last}}


def main() -> None:
    """Serve until whoever started it goes."""
    made: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path not in made:
                made[self.path] = json.dumps(_answer(self.path), ensure_ascii=False).encode()
            body = made[self.path]
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    city = City(f"http://127.0.0.1:{server.server_port}")

    def _answer(path: str) -> dict[str, Any]:
        parts = urlsplit(path)
        name = parts.path.strip("/")
        if name in SIZES:
            return city.page(name, int(parse_qs(parts.query).get("page", ["1"])[0]))
        lists = {kind[:-1]: f"{city.base}/{kind}" for kind in SIZES}
        return city.thing("Body", 1, name="Großstadt", legislativeTerm=[], **lists)

    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"{city.base}/body", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
