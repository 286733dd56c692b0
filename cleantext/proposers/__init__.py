"""Wide proposers: each yields places that may be damaged, with ranked repairs. They may be wrong; the judge decides."""
