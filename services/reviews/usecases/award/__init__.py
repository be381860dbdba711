"""What happens to an award."""
