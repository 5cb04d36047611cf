"""Associations and the agency log in by invitation, to a narrow room of their own."""
