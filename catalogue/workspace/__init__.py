"""An open catalogue: read, checked again after a change, mended, formatted, asked, built."""
