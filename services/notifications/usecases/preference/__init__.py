"""What is done with preferences."""
