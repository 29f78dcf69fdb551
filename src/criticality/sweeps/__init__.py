"""Sweeps: one assessment decided again in every case of a plan, and what decides the list over all of them."""
