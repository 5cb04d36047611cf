"""The pages of allauth that are offered; the organisation office keeps the addresses."""

from allauth.account import views
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
]
