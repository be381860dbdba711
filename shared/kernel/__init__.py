"""The words and pure rules that every service speaks; standard library only, no input or output."""
