"""How to draw slides without a browser: native, editable shapes from the prepared frames."""
