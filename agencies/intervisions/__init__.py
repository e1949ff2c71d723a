"""Client intervisions (klientské intervize): the workers of a file talk it over, several times a month."""
