"""How to draw without a browser: standalone SVG from the prepared frames."""
