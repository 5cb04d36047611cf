"""What everybody may take away: the public lists as tables, and their catalogue."""
