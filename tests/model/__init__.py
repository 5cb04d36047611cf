"""An independent model of a measure, written from domain.md; imports nothing of the application."""
