"""What the messages and calls of a case come to: counted, drawn, and taken over into its facts."""
