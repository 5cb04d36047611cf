"""Following what is public by mail."""
