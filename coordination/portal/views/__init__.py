"""What everybody may ask, without an account."""
