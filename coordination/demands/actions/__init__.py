"""Recording demands, and what follows from elsewhere."""
