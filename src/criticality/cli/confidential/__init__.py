"""`criticality confidential`: what an office with confidential figures needs."""
