"""Charts of the printed list, as SVG."""
