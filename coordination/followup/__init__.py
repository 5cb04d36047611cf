"""What the council asked for and what became of it (Beschlusskontrolle, GO NRW § 55)."""
