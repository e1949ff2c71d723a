"""Overview: the pages that look over several features, first of all what is on fire today."""
