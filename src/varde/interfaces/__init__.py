"""Every way the outside meets Varde."""
