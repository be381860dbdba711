"""What is done with what clients send."""
