"""What programs may ask of nominations."""
