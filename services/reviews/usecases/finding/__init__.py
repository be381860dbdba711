"""What happens to a finding."""
