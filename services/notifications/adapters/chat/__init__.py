"""Chat rooms as a way out of the house."""
