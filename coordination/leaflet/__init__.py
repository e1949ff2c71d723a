"""The leaflet (leták): how organisations of a town work together, and blank forms, for anybody, no sign-in."""
