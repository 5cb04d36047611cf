"""Questions about units, desks, people and what they are waiting for."""
