"""The process of a concept."""
