"""What a host system touches: settings, headers, guard, health, static files.

Each module installs itself on an app that it is given.
"""
