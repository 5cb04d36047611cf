"""The pages of allauth that are offered; the organisation office keeps the addresses."""

from allauth.account import views
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from .views.account import own_account

urlpatterns = [
    path("", own_account, name="own_account"),
    path("anmelden/", views.login, name="account_login"),
    path("abmelden/", views.logout, name="account_logout"),
    path("gesperrt/", views.account_inactive, name="account_inactive"),
    path("registrieren/", views.signup, name="account_signup"),  # says that nobody signs up
    path("bestaetigen/", views.reauthenticate, name="account_reauthenticate"),
    path("passwort/aendern/", views.password_change, name="account_change_password"),
    path("passwort/festlegen/", views.password_set, name="account_set_password"),
    path("passwort/zuruecksetzen/", views.password_reset, name="account_reset_password"),
    path(
        "passwort/zuruecksetzen/gesendet/",
        views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^passwort/zuruecksetzen/schluessel/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "passwort/zuruecksetzen/fertig/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("zweiter-faktor/", factors.index, name="mfa_index"),
    path("zweiter-faktor/anmelden/", factors.authenticate, name="mfa_authenticate"),
    path("zweiter-faktor/bestaetigen/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("zweiter-faktor/app/", app.activate_totp, name="mfa_activate_totp"),
    path("zweiter-faktor/app/entfernen/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("zweiter-faktor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "zweiter-faktor/codes/neu/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/neu/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/anmelden/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "passkeys/bestaetigen/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("passkeys/<int:pk>/entfernen/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/umbenennen/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
]
