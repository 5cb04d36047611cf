"""What the start page asks the other rooms."""
