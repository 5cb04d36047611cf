"""A passkey in a real browser: added, then enough to log in without a password."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.axe import too_wide, violations
from tests.browser.stage import Stage

PASSWORD = "correct horse battery staple"


def at_localhost(stage: Stage) -> str:
    """Browsers know passkeys for names only, not for numbers."""
    return str(stage.server.url).replace("127.0.0.1", "localhost")


def test_passkey_logs_in_without_a_password(
    page: Page, stage: Stage, complaints: list[str]
) -> None:
    person = stage.town.person("youth-clerk")
    person.set_password(PASSWORD)
    person.save()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.set_default_timeout(15_000)
    page.goto(at_localhost(stage) + reverse("account_login"))
    page.locator("#id_login").fill(person.email)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.goto(at_localhost(stage) + reverse("mfa_index"))
    assert (violations(page), too_wide(page)) == ([], 0)
    page.get_by_role("link", name="Passkey hinzufügen").click()
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Bestätigen").click()
    page.wait_for_load_state()
    page.get_by_label("Ohne Passwort").check()
    page.get_by_role("button", name="Passkey hinzufügen").click()
    expect(page.get_by_role("heading", name="Ersatzcodes", level=1)).to_be_visible()
    assert Authenticator.objects.filter(user=person, type="webauthn").count() == 1

    page.context.clear_cookies()
    page.goto(at_localhost(stage) + reverse("account_login"))
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_text("Sie sind angemeldet als")).to_be_visible()
    assert complaints == []
