"""Guests: invited, for a time, to a room of their own."""
