"""The demo: ten months of a city, replayed with the actions that people use."""
