"""How fast softlogit is beside other tools at equal accuracy. `make benchmark` runs it; each file says its part.

`run` is where to begin. `grid` holds the data sets, `accuracy` says when a fit is good enough. `contenders` are the tools, and
`r_contenders.R` those of R, which `r` talks to; `tolerances` finds how each is to be called, and `clock` times them. `memory`, `floors` and
`growth` measure softlogit by itself. `report` writes down what came out, and `machine` on what.
"""
