"""What can go wrong with the demo, in words for whoever runs it."""


class DemoError(Exception):
    """The message says what is wrong and what to do."""
