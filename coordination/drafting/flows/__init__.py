"""The draft of an answer as a case of its own, and the register of how offices work."""
