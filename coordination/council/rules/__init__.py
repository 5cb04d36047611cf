"""The law of the council: the votes, the chain of stations, the period of objection."""
