"""Pages of the organisation office, and everybody's own substitution."""
