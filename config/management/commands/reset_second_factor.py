"""`manage.py reset_second_factor ADDRESS`: for who has lost phone, passkey and spare codes."""

from argparse import ArgumentParser

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from workflows.models import User

from ...accounts import send_letter


class Command(BaseCommand):
    help = "Takes all second factors from an account; make sure before that it is the person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")

    def handle(self, *_args: object, address: str, **_options: object) -> None:
        person = User.objects.filter(email__iexact=address).first()
        if person is None:
            raise CommandError(f"There is no account with the address {address}.")
        count, _kinds = Authenticator.objects.filter(user=person).delete()
        if count:
            send_letter("mfa/email/factors_reset", person.email)
        self.stdout.write(f"{count} factors and sets of spare codes are gone from {person}.")
