"""Forms of the council office: bodies, seats, rules and sessions."""
