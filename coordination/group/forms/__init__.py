"""The forms of the coordination group."""
