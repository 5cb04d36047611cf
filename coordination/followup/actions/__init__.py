"""Recording items of the follow-up."""
