"""Pages of the council: its bodies, its rules and its calendar."""
