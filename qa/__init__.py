"""Questions in, cited answers out: understand -> retrieve -> answer -> check."""
