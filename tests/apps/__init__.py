"""Apps: the faces that people use."""
