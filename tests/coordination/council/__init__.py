"""Bodies, sessions and the dated rules of the council."""
