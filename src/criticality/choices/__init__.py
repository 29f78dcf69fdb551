"""Re-decides a list under the other answers to its choices: which combinations, how likely each makes every mineral."""
