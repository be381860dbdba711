"""Mail: how a letter is written, handed to a relay, and how it comes back."""
