"""What the city says to everybody about one of its matters, released case by case."""
