"""`./dev bench`: our way of handling events raced against others, on the same broker, store and messages."""
