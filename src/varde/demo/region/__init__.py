"""Making the synthetic region: the same for the same seed and size."""

from varde.demo.region.make import SIZES, Seeded, seed

__all__ = ["SIZES", "Seeded", "seed"]
