"""What happens to a case."""
