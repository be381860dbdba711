"""Short messages as a way out of the house."""
