"""Documents of the city on paper: what they say in blocks, set as accessible PDF (PDF/UA-1)."""
