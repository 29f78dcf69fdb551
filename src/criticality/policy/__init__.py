"""What a government can do: what each lever would change, what a stock buys, what would take a mineral off the list."""
