"""criticality: decide and defend a national list of critical minerals."""

__version__ = "0.2.3"
