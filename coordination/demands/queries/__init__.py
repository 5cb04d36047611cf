"""What is read of demands."""
