"""Evidence: `Candidate`s come in, the sentences that answer, or the word that none does, go out."""
