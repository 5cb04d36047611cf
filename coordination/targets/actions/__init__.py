"""Opening a target."""
