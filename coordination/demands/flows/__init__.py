"""How a demand goes."""
