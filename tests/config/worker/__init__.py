"""The crash-only worker."""
