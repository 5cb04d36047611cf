"""Who leads integration: the mandate, its basis, its beginning and its end."""
