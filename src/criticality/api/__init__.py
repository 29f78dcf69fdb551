"""The Python interface: a workspace, a run, a comparison. The command line is a thin layer over it.

The public names are those of the package itself (``import criticality as crit``). Each method imports the step it needs
when it is called, so that reading a record loads no method and ``--help`` loads no NumPy.
"""
