"""A real Chromium on the real portal."""
