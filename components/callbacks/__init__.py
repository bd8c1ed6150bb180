"""The wiring: one module per journey, each with register(app, ...)."""
