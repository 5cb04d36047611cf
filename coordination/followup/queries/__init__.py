"""Reading the follow-up."""
