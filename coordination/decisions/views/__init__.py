"""Pages of the deliberation: a session with its papers, and what changes it."""
