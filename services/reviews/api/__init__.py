"""What programs may ask of reviews."""
