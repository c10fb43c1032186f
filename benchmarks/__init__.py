"""How fast softlogit is beside other tools at equal accuracy. `make benchmark` runs it; each file says its part.

`grid` holds the data sets, `accuracy` says when a fit is good enough, `contenders` and `r_contenders.R` are the tools, `tolerances` finds
how each is to be called, `clock` times them, `memory`, `floors` and `growth` measure softlogit by itself, `report` writes what came out.
"""
