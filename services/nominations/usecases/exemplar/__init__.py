"""What can be done with exemplars."""
