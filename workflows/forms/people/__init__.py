"""Forms of the organisation office, and of everybody's own substitution."""
