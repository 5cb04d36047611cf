"""The process of an item of the follow-up."""
