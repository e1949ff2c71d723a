"""Staff (pracovníci): who works at which agency, as what, from when until when."""
