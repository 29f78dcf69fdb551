"""What can be wrong with choices: their documents, what their options name, what they change, what becomes of it."""
