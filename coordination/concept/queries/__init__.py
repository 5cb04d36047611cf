"""What is read of concepts."""
