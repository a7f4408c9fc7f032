package main

import "quorumlab/server/catalog"

// featured is the scenario that runs on the home page.
const featured = ""

// builtin is what this binary can play.
func builtin() *catalog.Catalog { return catalog.New(nil) }
