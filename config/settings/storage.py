"""Static files and the private files of cases."""

from .env import BASE_DIR, MODE, Mode, folder

STATIC_URL = "/static/"
STATIC_ROOT = folder("STATIC_ROOT", default="var/static")
STATICFILES_DIRS = [path for path in [BASE_DIR / "config" / "static"] if path.is_dir()]
# Attachments are served by a view that asks the policy, never by the web server.
MEDIA_ROOT = folder("FEDERFUEHRUNG_FILES", default=f"var/files/{MODE.value}")

_production = MODE is Mode.PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _production
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Without collectstatic the files come straight from the source.
WHITENOISE_USE_FINDERS = not _production
WHITENOISE_AUTOREFRESH = False
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
