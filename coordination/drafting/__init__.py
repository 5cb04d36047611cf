"""Inside the co-signing office: a clerk drafts the answer, the head signs it."""
