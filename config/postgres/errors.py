"""What can go wrong with the embedded server, in words for whoever runs it."""


class PostgresError(Exception):
    """The message says what is wrong and what to do."""
