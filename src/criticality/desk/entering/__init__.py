"""Enter: who asks, by a link of the terminal, by the sign-on of an office, or by an account of the desk."""
