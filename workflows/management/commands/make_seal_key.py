"""`manage.py make_seal_key`: the key of the daily seal, made once by whoever sets up the system."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...actions.proof.seal_keys import make_key


class Command(BaseCommand):
    help = "Makes the key that signs the daily seal (SEAL_KEY_FILE). An existing one is kept."

    def handle(self, **_options: object) -> None:
        path = Path(settings.SEAL_KEY_FILE)
        try:
            name = make_key(path)
        except FileExistsError as error:
            text = _("There is already a key: %(path)s. It was not touched.")
            raise CommandError(text % {"path": path}) from error
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Key %(name)s") % {"name": name})
        self.stdout.write(str(path))
        self.stdout.write(_("Keep a copy where no administrator of the database can reach it."))
