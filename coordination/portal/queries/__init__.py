"""Reading what is public, and nothing else."""
