"""The rules of review: pure values and transitions; time is a parameter."""
