"""Addresses of the shell: the legal pages, the appearance, and the probes."""

from django.urls import path

from .views import appearance, demo, health, legal, mails

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("darstellung/", appearance.choose_theme, name="choose_theme"),
    path("impressum/", legal.imprint, name="imprint"),
    path("datenschutz/", legal.privacy, name="privacy"),
    path("barrierefreiheit/", legal.accessibility, name="accessibility"),
    path("barriere-melden/", legal.report_barrier, name="report_barrier"),
    path("barriere-melden/danke/", legal.barrier_reported, name="barrier_reported"),
    path("demo/rollen/", demo.choose_role, name="demo_roles"),
    path("demo/mails/", mails.demo_mails, name="demo_mails"),
    path("demo/mails/<str:name>/", mails.demo_mail, name="demo_mail"),
]
