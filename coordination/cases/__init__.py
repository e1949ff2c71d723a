"""Cases: a family's case (případ) and the circle around it."""
