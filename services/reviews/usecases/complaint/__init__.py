"""What happens to a complaint."""
