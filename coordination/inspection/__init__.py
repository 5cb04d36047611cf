"""Inspection of files by a member of the council: read-only, for a time, every look recorded."""
