"""What the public reads without an account, released entry by entry, from a list of fields."""
