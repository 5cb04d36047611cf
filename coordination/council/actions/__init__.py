"""What writes the council's tables beside the acts: loading the law of the Land."""
