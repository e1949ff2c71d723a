"""Statistics of a town (statistika města): how conferences go there, in numbers that say nothing about one family."""
