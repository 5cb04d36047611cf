"""The forms of demands."""
