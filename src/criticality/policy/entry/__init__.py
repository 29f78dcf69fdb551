"""What would put a mineral on the list: the reverse of the question that the levers answer."""
