"""What can be done with movements."""
