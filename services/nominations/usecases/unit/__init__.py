"""What can be done with units."""
