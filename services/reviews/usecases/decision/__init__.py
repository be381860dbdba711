"""What happens to a decision."""
