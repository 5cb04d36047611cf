"""What will come before which body, and when (Vorhabenliste)."""
