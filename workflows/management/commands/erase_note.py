"""`manage.py erase_note`: erases the words of a note where data protection demands it."""

import uuid
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...actions.inbox.notes import erase_note
from ...models import Note
from ...refusals import GuardsUnmet


class Command(BaseCommand):
    help = "Erases the words of a note for good; the trail keeps their digest and the reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("note", type=uuid.UUID, help="as in the address of its page: #n…")
        parser.add_argument("--reason", required=True, help="at least ten characters")

    def handle(self, *, note: uuid.UUID, reason: str, **_options: object) -> None:
        found = Note.objects.filter(pk=note).first()
        if found is None:
            message = f"There is no note {note}."
            raise CommandError(message)
        try:
            erase_note(found, by=None, at=timezone.now(), command=uuid.uuid4(), reason=reason)
        except GuardsUnmet as refusal:
            raise CommandError(" ".join(str(one.text) for one in refusal.unmet)) from None
        self.stdout.write(f"erased: {note}")
