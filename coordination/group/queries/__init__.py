"""What the coordination group asks."""
