"""What observers see of measures, with functions in the place of names."""
