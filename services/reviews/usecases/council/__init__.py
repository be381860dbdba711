"""What happens to a council."""
