"""How forms look: Django's renderer with KERN's templates."""
