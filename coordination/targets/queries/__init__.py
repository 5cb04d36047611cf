"""What is read of targets."""
