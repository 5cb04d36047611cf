"""A second kind of case for tests: what the council decides need not be a measure."""
