"""An e-mail with the PDF to the council system's address; excerpts come back by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from ..enums import CouncilSystem
from .excerpts import Excerpted
from .ways import PaperOut, Scheduled


@dataclass(frozen=True, slots=True)
class MailWay:
    """Sends one mail for each paper; its Message-ID is the paper's, so a second one is known."""

    address: str
    system: ClassVar[CouncilSystem] = CouncilSystem.MAIL

    def deliver(self, paper: PaperOut) -> None:
        """Send it now. Raises OSError where the mail server does not take it."""
        facts = "\n".join(f"{name}: {value}" for name, value in paper.facts.items() if value)
        host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
        mail = EmailMessage(
            subject=_("Paper %(reference)s") % {"reference": paper.reference},
            body=facts,
            to=[self.address],
            headers={"Message-ID": f"<paper-{paper.reference.replace('/', '-')}@{host}>"},
        )
        mail.attach(paper.file_name, paper.pdf, "application/pdf")
        mail.send()

    def excerpts(self) -> Iterator[AbstractContextManager[Excerpted | None]]:
        """Nothing: whoever gets the excerpt records the result and that the excerpt is there."""
        return iter(())

    def scheduled(self) -> Iterator[Scheduled]:
        """Nothing: a mail goes one way."""
        return iter(())
