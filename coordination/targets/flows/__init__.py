"""The process of a target."""
