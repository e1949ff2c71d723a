"""The loading dock (vývoz): what people carry out of the house and keep, beginning with their own calendar feed."""
