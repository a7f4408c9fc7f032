package browsertest

import "flag"

// every asks for every page and state at every size: by itself each state is looked at by axe at one size, and what moves on
// one page of each kind. `make looks` asks for it.
var every = flag.Bool("every", false, "look at every page and state at every size")
