"""Reviews on MongoDB."""
