"""What associations ask of the city, since when, and what became of it (domain 2.7)."""
