"""What the coordination group writes."""
