"""The acceptance kit: a reference receiver, and a command that plays what a system outside has to stand."""
