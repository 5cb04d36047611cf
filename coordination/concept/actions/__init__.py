"""Opening a concept and storing its chapters."""
