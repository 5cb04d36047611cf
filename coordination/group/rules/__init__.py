"""The right to instruct. Pure."""
