"""Tests that change one thing at a time, and variance-based indices."""
