"""Circles (okruh klienta): who works with one client of a counselling service, who answers for it, who never may."""
