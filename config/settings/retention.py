"""How many days what is no part of the trail is kept once it is of no use any more."""

from .env import whole_number

RETENTION_DAYS: dict[str, int] = {
    "messages": whole_number("MESSAGES_DAYS", default=90, minimum=30, maximum=3650),
    "notices": whole_number("NOTICES_DAYS", default=365, minimum=90, maximum=3650),
    "commands": whole_number("COMMANDS_DAYS", default=30, minimum=7, maximum=3650),
    "sessions": whole_number("SESSIONS_DAYS", default=1, minimum=1, maximum=365),
    "drafts": whole_number("DRAFTS_DAYS", default=365, minimum=30, maximum=3650),
    "visits": whole_number("VISITS_DAYS", default=365, minimum=30, maximum=3650),
    "note_visits": whole_number("VISITS_DAYS", default=365, minimum=30, maximum=3650),
    "guest_looks": whole_number("GUEST_LOOKS_DAYS", default=365, minimum=30, maximum=3650),
    "subscriptions": whole_number("SUBSCRIPTIONS_DAYS", default=7, minimum=7, maximum=30),
    "public_mails": whole_number("PUBLIC_MAILS_DAYS", default=30, minimum=7, maximum=365),
    "resubmissions": whole_number("RESUBMISSIONS_DAYS", default=365, minimum=30, maximum=3650),
}
