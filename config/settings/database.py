"""PostgreSQL: the one of DATABASE_URL, else the embedded one."""

from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ImproperlyConfigured

from ..postgres.cluster import APPLICATION, ROLE, Cluster
from .env import MODE, Mode, env, folder

EMBEDDED_POSTGRES = folder(
    "FEDERFUEHRUNG_PG", default="var/pg/test" if MODE is Mode.TEST else "var/pg/demo"
)


# Who migrates changes tables; nobody else may, least of all whoever serves pages.
DATABASE_AS_OWNER: bool = env.bool("DATABASE_AS_OWNER", default=MODE is Mode.TEST)


# As Django takes it: text, numbers, and a dictionary of options.
_Given = dict[str, Any]


def _given() -> _Given:
    is_owner = DATABASE_AS_OWNER and bool(env.str("DATABASE_OWNER_URL", default=""))
    config: dict[str, Any] = env.db_url("DATABASE_OWNER_URL" if is_owner else "DATABASE_URL")
    if config["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// (PostgreSQL only).")
    if not config["NAME"]:
        raise ImproperlyConfigured("DATABASE_URL names no database: postgres://user@host/NAME.")
    config["HOST"] = unquote(config["HOST"])  # a socket's folder, as libpq writes it
    return config


def _embedded() -> _Given:
    return {
        "ENGINE": "django.db.backends.postgresql",
        **Cluster(EMBEDDED_POSTGRES).connection(user=ROLE if DATABASE_AS_OWNER else APPLICATION),
    }


# What a session may wait for. Whoever wants a locked case gives up soon, with all that was typed
# kept: the threads of the web server are for others too. Between two statements of a transaction
# nobody rests for long, and a host that falls silent is given up, by us and by the server: so a
# vanished one holds its locks for half a minute at most.
_PATIENCE = {
    "lock_timeout": "60s" if DATABASE_AS_OWNER and MODE is not Mode.TEST else "2500ms",
    "idle_in_transaction_session_timeout": "20s",
    "tcp_user_timeout": "20s",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}

_connection = _given() if env.str("DATABASE_URL", default="") else _embedded()

DATABASES = {
    "default": {
        **_connection,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # Parameters travel apart from the statement, and a statement that comes back is
            # prepared once: Django by itself never prepares.
            "server_side_binding": True,
            "prepare_threshold": 3,
            "options": " ".join(f"-c {name}={value}" for name, value in _PATIENCE.items()),
            "connect_timeout": 5,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 20_000,
            **_connection.get("OPTIONS", {}),
        },
        "TEST": {"NAME": env.str("TEST_DB_NAME", default="test_federfuehrung")},
    }
}

CACHES = {
    # Rate limits count over all processes and hosts, so they live in the database.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    },
    "nowhere": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
