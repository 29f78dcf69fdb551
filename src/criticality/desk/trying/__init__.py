"""See and try: the list as decided now, and as it would be with other judgements, thresholds and answers."""
