"""Drafts as somebody may see them, and how offices work inside."""
