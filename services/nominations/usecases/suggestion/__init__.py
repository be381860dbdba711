"""What can be done with suggestions."""
