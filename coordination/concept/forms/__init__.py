"""The forms of concepts."""
