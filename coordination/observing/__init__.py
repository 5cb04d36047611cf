"""Standing observers by dated rule: which measures they see, and what of them, without names."""
