"""The directory (adresář institucí): which agencies there are, of which kinds, with which units."""
