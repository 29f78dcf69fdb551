"""Minerals that the judges of a weights file compare in pairs."""
