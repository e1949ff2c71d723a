"""Assessment (posouzení): within a week two professionals look ahead and name the key worker."""
