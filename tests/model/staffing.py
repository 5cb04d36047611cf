"""Who is there: deputies, vacant desks, and another office that takes the lead (1.3, 2.0, 2.9).

The rest of the model speaks of desks as if everybody were there and the social office led. Here
somebody acts as one of several desks: their own, those they represent, those that are vacant below
them; and the clerk and head of the lead are those of whichever office leads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.model.base import FINAL, ModelBase
from tests.model.cast import BGF, BGI, CLERK, COSIGNERS, HEAD, LEADS, MAYOR, MAYORS, SUPERIOR
from tests.model.parts import Move, RefusedError, World


class Staffing(ModelBase):
    """A measure among people who are away, desks that are vacant, offices that end."""

    gone: frozenset[str] = frozenset()
    """Desks that nobody holds any more: vacant ones, and those of an office that has ended."""
    deputies: tuple[tuple[str, str], ...] = ()
    """Who is away, and who stands in for them."""
    led = True
    """Whether the mandate to lead integration holds (the letter's second proposal)."""
    editor = behalf = ""
    instead_of_head = False

    # --- who is who -------------------------------------------------------------------------

    @property
    def author(self) -> str:
        """Who wrote the first text, as the desk that they are now."""
        return self.part(self.written_by)

    @author.setter
    def author(self, desk: str) -> None:
        self.written_by = desk

    def part(self, desk: str) -> str:
        """What a desk of the town is in this matter; a former lead's is nothing in particular."""
        for office, desks in LEADS.items():
            if desk in desks:
                return desks[desk] if office == self.lead else f"former {desk}"
        return desk

    def desk(self, part: str) -> str:
        """The desk of the town that plays a part now."""
        playing = {name: desk for desk, name in LEADS[self.lead].items()}
        return playing.get(part, part)

    def at(self, part: str) -> str:
        """Where the work of a part lies: vacant desks leave it to the one above."""
        here = self.desk(part)
        while here in self.gone:
            here = SUPERIOR[here]
        return here

    def represented(self, who: str) -> list[str]:
        return [away for away, deputy in self.deputies if deputy == who]

    def parts(self, who: str) -> Iterator[tuple[str, str]]:
        """As whom somebody may act, and in whose name: their own desk first, vacant ones last."""
        mine = [who, *self.represented(who)]
        yield from ((self.part(desk), desk) for desk in mine)
        for vacant in sorted(self.gone):
            place = self.at(self.part(vacant)) if vacant in SUPERIOR else ""
            if place in mine and not self.part(vacant).startswith("former"):
                yield self.part(vacant), place

    def meets(self, who: str) -> bool:
        """Whether there is such a matter for somebody."""
        return who not in self.gone and bool(self.sees & {who, *self.represented(who)})

    # --- acting -----------------------------------------------------------------------------

    def play(self, move: Move, world: World) -> None:
        self.world, self.spare, self.me = world, None, move.who
        if not self.meets(move.who) or self.state == "discarded":
            raise RefusedError(404)
        seen = set(self.sees)
        for part, holder in self.parts(move.who):
            self.move, self.holder = replace(move, who=part), holder
            try:
                getattr(self, f"do_{move.act}")()
            except RefusedError as refusal:
                if refusal.status != 403:
                    raise
            else:
                break
        else:
            raise RefusedError(403)
        self.note_writer()
        self.settle()
        self.show(self.sees - seen)

    def note_writer(self) -> None:
        """Who wrote the present text, and in whose name."""
        move, represented = self.move, self.holder if self.holder != self.me else ""
        answers_with_text = move.act == "answer_condition" and move.choice != "decline"
        if move.act in ("edit", "adapt_plan") or (answers_with_text and move.flag):
            self.editor, self.behalf = self.me, represented

    def show(self, desks: set[str]) -> None:
        """Whoever has the work of a vacant desk sees the matter, and whoever has a task."""
        self.sees |= {self.at(self.part(desk)) for desk in desks}
        self.sees |= {desk for _step, desk in self.tasks()}  # type: ignore[attr-defined] # of the whole model

    def staff_changes(self, world: World) -> None:
        """Somebody leaves, or goes on leave: who is asked instead is asked."""
        self.world, self.spare = world, None
        self.settle()
        self.show(set())

    # --- four eyes --------------------------------------------------------------------------

    def writers(self) -> set[str]:
        return {desk for desk in (self.written_by, self.editor, self.behalf) if desk}

    def signs_alone(self) -> None:
        """Neither who wrote it, nor in whose name; releasing, nor who stands in for them (1.3)."""
        eyes = {self.me, self.holder}
        if self.move.act == "release":
            eyes |= set(self.represented(self.me))
        if eyes & self.writers():
            raise RefusedError(403)

    def leads(self) -> None:
        """At the desk for integration decides only whom the mandate names, or their deputy."""
        if self.move.who == BGI and not self.led:
            raise RefusedError(403)

    def agrees_for_others(self) -> None:
        """Nobody agrees to their own text as somebody's deputy."""
        if self.holder != self.me and self.me in self.writers():
            raise RefusedError(403)

    def submits_as_head(self) -> bool:
        wrote = self.me in {self.written_by, self.editor}
        return self.move.who == HEAD and (self.holder == self.me or not wrote)

    def present(self, part: str) -> tuple[str, str]:
        """Who is there for a part, and in whose place."""
        place = self.at(part)
        return dict(self.deputies).get(place, place), place

    def is_barred(self, desks: set[str]) -> bool:
        """Whether nobody who is there may release: all wrote it, or stand in for who did (M9), or
        have no mandate.
        """
        for part in desks:
            if part == BGI and not self.led:
                continue
            person, place = self.present(part)
            if not self.writers() & {person, place, *self.represented(person)}:
                return False
        return True

    def agreeing(self) -> set[str]:
        """The head; where their deputy wrote the text, whoever leads the division as well."""
        if not self.asked_head:
            self.instead_of_head = False
        return {HEAD, BGF} if self.instead_of_head else {HEAD}

    def ask_above_the_head(self) -> None:
        person, place = self.present(HEAD)
        barred = person != place and person in self.writers()
        self.instead_of_head = self.asked_head and (self.instead_of_head or barred)

    def ask_above_the_cosigners(self) -> None:
        """2.0: where all who could sign for an office wrote the text, its superior signs."""
        for unit, item in self.items.items():
            there = [self.present(desk) for desk in COSIGNERS[unit]]
            is_barred = all(self.writers() & {*pair} for pair in there)
            if self.state == "cosigning" and item.is_open and not item.instead and is_barred:
                item.instead = MAYOR

    # --- another lead -----------------------------------------------------------------------

    def do_transfer_lead(self) -> None:
        self.may(MAYORS)
        self.now(self.state not in FINAL)
        office = LEADS.get(self.move.choice, {})
        self.met(bool(office) and self.move.choice != self.lead and not set(office) & self.gone)
        self.take_lead(self.move.choice)

    def take_lead(self, office: str) -> None:
        """The tasks go along, the text stays; only the head's agreement must be given anew."""
        self.lead, self.agreed, self.instead_of_head = office, 0, False
        self.sees |= set(LEADS[office])
        # M23: somebody of the new office answers for the work.
        self.unnamed, self.moved = self.unnamed or self.state == "implementation", True


assert set(LEADS["social"].values()) == {CLERK, HEAD}
