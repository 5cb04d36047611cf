"""The forms of drafts: giving out, drafting, sending back."""
