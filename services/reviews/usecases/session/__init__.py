"""What happens in a council's session."""
