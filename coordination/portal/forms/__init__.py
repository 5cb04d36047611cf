"""What the public asks for."""
