"""Why an act was refused. The order of the classes is the order in which reasons are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """An act that did not happen. Nothing was written."""

    status: int = 400

    @property
    def text(self) -> str:
        """What to tell the person, in the active language."""
        return str(self)


class NotLoggedIn(Refusal):
    """401: nobody is known behind the request."""

    status = 401


class Invisible(Refusal):
    """404: the case does not exist for this person."""

    status = 404

    @property
    def text(self) -> str:
        return _("This page does not exist, or you may not see it.")


class NotAllowed(Refusal):
    """403: the case is visible, but this person may not do this; says which role may."""

    status = 403

    def __init__(self, role: str, reason: str = "") -> None:
        super().__init__(role)
        self.role, self.reason = role, reason

    @property
    def text(self) -> str:
        if self.reason:
            return self.reason
        return _("Only this role may do this: %(role)s.") % {"role": self.role}


class Conflict(Refusal):
    """409: the request does not fit what is there now."""

    status = 409

    def __init__(self, *, state: str = "", version: int = 0) -> None:
        super().__init__(state)
        self.state, self.version = state, version

    @property
    def text(self) -> str:
        return _("This does not fit the present state any more. Please look at it again.")


class CommandReused(Conflict):
    """The command id was used before by somebody else or for something else."""

    @property
    def text(self) -> str:
        return _("This form was already sent with other content. Please open it anew.")


class WrongState(Conflict):
    """There is no such act in the present state."""

    @property
    def text(self) -> str:
        return _("This is no longer possible: the matter has moved on.")


class Stale(Conflict):
    """The person decided on a version that is not the present one."""

    @property
    def text(self) -> str:
        return _("The text has changed since you opened this page. Please look at it again.")


class DraftChanged(Conflict):
    """What was drafted for the person's signature was changed since they saw it."""

    @property
    def text(self) -> str:
        return _("The draft was changed since you opened this page. Please look at it again.")


class TaskClosed(Conflict):
    """The task was done by somebody else or is no longer needed."""

    @property
    def text(self) -> str:
        return _("This task is already done or no longer needed.")


class Taken(Conflict):
    """A colleague works on the task; taking it over asks first and tells them."""

    def __init__(self, *, by: int | None, state: str = "", version: int = 0) -> None:
        super().__init__(state=state, version=version)
        self.by = by

    @property
    def text(self) -> str:
        return _("Somebody else works on this task by now.")


class OnlyOnce(Conflict):
    """What can be done once was done. A guard that says so needs no form: pages say it at once."""


class AlreadyVoted(Conflict):
    """A unit votes once per round; changing a vote is an act of its own."""

    @property
    def text(self) -> str:
        return _("Your office has already answered. You can change the answer instead.")


@dataclass(frozen=True, slots=True)
class Unmet:
    """One guard that is not met: a machine code, the text, and the field it concerns.

    `for_good`: on the way that the matter takes it never will be, so that the act is not offered.
    """

    code: str
    text: str
    field: str = field(default="")
    for_good: bool = False


class GuardsUnmet(Refusal):
    """422: allowed and timely, but something is missing; names all of it at once."""

    status = 422

    def __init__(self, unmet: Sequence[Unmet]) -> None:
        super().__init__(", ".join(item.code for item in unmet))
        self.unmet = tuple(unmet)

    @property
    def text(self) -> str:
        return " ".join(str(item.text) for item in self.unmet)


class Busy(Refusal):
    """503: the case is locked for longer than we wait; the same command may be sent again."""

    status = 503

    @property
    def text(self) -> str:
        return _("Somebody is working on this right now. Please try again in a moment.")
