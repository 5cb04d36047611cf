"""The executive board: its weekly agenda, what it came to, its minutes."""
