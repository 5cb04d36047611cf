"""The forms of targets."""
