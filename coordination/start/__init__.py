"""What each role begins with: what waits, what is late and where, what comes, what has changed."""
