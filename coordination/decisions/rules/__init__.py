"""Who may do what, what must be met, whom a matter concerns. Predicates only: nothing writes."""
