"""A page with every building block, to be looked at and measured; served by the tests only."""
