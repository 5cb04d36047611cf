"""Static files and the private files of cases."""

from .env import MODE, Mode, env, folder

STATIC_URL = "/static/"
# Attachments are served by a view that asks the policy, never by the web server.
MEDIA_ROOT = folder("FEDERFUEHRUNG_FILES", default=f"var/files/{MODE.value}")

_production = MODE is Mode.PRODUCTION
# Only production collects its static files; elsewhere they come straight from the source.
STATIC_ROOT = folder("STATIC_ROOT", default="var/static") if _production else None
WHITENOISE_USE_FINDERS = not _production
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "config.storage.PrivateFiles"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _production
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# One attachment; larger files belong on a drive.
ATTACHMENT_MAX_BYTES: int = env.int("ATTACHMENT_MAX_BYTES", default=25 * 1024 * 1024)
# All files of one case, versions included.
CASE_FILES: int = env.int("CASE_FILES", default=200)
CASE_MAX_BYTES: int = env.int("CASE_MAX_BYTES", default=500 * 1024 * 1024)
# What is read into memory to join the attachments of a paper to one PDF.
CASE_BUNDLE_BYTES: int = env.int("CASE_BUNDLE_BYTES", default=60 * 1024 * 1024)
# How long the files of a removed attachment stay.
REMOVED_FILES_DAYS: int = env.int("REMOVED_FILES_DAYS", default=30)
