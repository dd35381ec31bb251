"""The law applied to facts. Pure: facts and a day in, grounds, channels and days out."""
