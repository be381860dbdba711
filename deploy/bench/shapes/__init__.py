"""The shapes that are raced. Each is a program of its own and measures nothing: who races it looks from outside."""
