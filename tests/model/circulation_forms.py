"""The forms of the circulation: who is asked beside the rules, and what is missing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from coordination.decisions.models import DocumentRequest
from tests.model.cast import CENTRE
from tests.model.circulating import WHOLE
from tests.model.measure import MeasureModel
from tests.model.parts import Move
from tests.town import Town
from workflows.models import CosignatureItem

REASON = "Das ist gut begründet."


class CirculationForms:
    """What somebody fills in who keeps the list, or misses something."""

    town: Town
    model: MeasureModel
    case: int
    round: int

    def _unit(self, who: str) -> str:
        raise NotImplementedError

    def _item(self, who: str) -> CosignatureItem | None:
        raise NotImplementedError

    def _task(self, who: str, step: str, subject: str | None = None) -> UUID | None:
        raise NotImplementedError

    def _key(self, unit: str) -> int | None:
        """The office of the town; the secretariat asks for all."""
        name = {WHOLE: "centre", "lead": self.model.lead}.get(unit, unit)
        return self.town.units.get(name)

    def _request(self, unit: str) -> DocumentRequest | None:
        rows = DocumentRequest.objects.filter(case=self.case, round=self.round, end="")
        return rows.filter(unit=self._key(unit)).first()

    def _request_documents(self, move: Move) -> dict[str, Any]:
        item = None if move.who in CENTRE else self._item(move.who)
        text = REASON if move.good else "zu kurz"
        return {"data": {"item": str(item and item.pk)}, "text": text}

    def _provide_documents(self, move: Move) -> dict[str, Any]:
        asked = self.model.requests
        row = self._request(asked[move.number % len(asked)]) if asked else None
        subject = f"documents:{row.pk}" if row else ""
        task = self._task(move.who, "provide_documents", subject) if row else None
        return {"task": task, "text": "Liegt nun bei." if move.good else ""}

    def _withdraw_request(self, move: Move) -> dict[str, Any]:
        row = self._request(WHOLE if move.who in CENTRE else self._unit(move.who))
        item = None if move.who in CENTRE else self._item(move.who)
        named = str(row.pk) if row and move.good else ""
        return {"data": {"documents": named, "item": str(item and item.pk)}}

    def _allow_request(self, move: Move) -> dict[str, Any]:
        asked = sorted({*self.model.requested})
        unit = self._key(asked[move.number % len(asked)]) if asked and move.good else None
        return {"data": {"unit": unit}}

    def _ask_office(self, move: Move) -> dict[str, Any]:
        kind = ("cosign" if move.flag else "contribute") if move.good else "watch"
        return {"data": {"unit": self._key(move.choice), "participation": kind}}

    def _spare_office(self, move: Move) -> dict[str, Any]:
        here = {"case": self.case, "round": self.round, "unit": self._key(move.choice)}
        rows = CosignatureItem.objects.filter(**here)
        item = rows.first()
        text = REASON if move.good else "zu kurz"
        return {"data": {"item": str(item and item.pk)}, "text": text}

    def _plan_circulation(self, move: Move) -> dict[str, Any]:
        kind = "cosign" if move.flag else "contribute"
        row = {"unit": self._key(move.choice), "participation": kind, "words": "Bitte genau."}
        rows = [row] if move.choice else []
        return {"data": {"offices": rows if move.good else [{**row, "unit": None}]}}
