"""The floor: what every app stands on and no app owns. Nothing here knows a complaint, an exhibit or a law."""
