"""The demonstration: an invented family, its people and its first meeting, made by the same deeds as any other."""
