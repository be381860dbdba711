"""What happens to the law."""
