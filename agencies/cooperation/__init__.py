"""Co-operation (spolupráce s návaznými institucemi): with whom a service may speak of its clients, and why it may."""
