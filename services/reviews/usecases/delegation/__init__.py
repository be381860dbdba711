"""What happens to a delegation of signature."""
