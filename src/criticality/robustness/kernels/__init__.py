"""Array arithmetic of the draws: products, scores, ranks; no model objects."""
