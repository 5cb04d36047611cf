"""Where mails go: a mail server in production, a folder on this machine in the demo."""

from .env import MODE, Mode, env, folder, required

DEFAULT_FROM_EMAIL = required(
    "DEFAULT_FROM_EMAIL", outside_production="federfuehrung@stadt.example"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10  # for each step of a conversation; only the worker waits for it

if MODE is Mode.PRODUCTION:
    _mail = env.email_url_config(required("EMAIL_URL", outside_production=""))
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
    EMAIL_HOST = _mail["EMAIL_HOST"]
    EMAIL_PORT = _mail["EMAIL_PORT"]
    EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
    EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
    EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
else:
    # The mails of the demo stay on the machine and can be read from its login page.
    EMAIL_BACKEND = "config.mailbox.FolderBackend"
    EMAIL_FILE_PATH = folder("FEDERFUEHRUNG_MAIL", default=f"var/mail/{MODE.value}")
