"""Inspection of files (GO NRW § 55 Abs. 4)."""
