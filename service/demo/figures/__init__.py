"""Published figures, typed in with their source and date; nothing here is drawn or corrected.

S0 to S4 are the five documents Homeward starts from: S1 is the award of the mental health
contract (Norfolk County Council, 3 October 2017), S2 the staged model of floating support, S3 the
Supporting People strategy 2008-2013, S4 the market position statement of 2023.
"""
