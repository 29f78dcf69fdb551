"""Random draws of weights, judgements, figures and thresholds."""
