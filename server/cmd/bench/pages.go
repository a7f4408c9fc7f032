package main

// pages measures what a reader waits for and loads: pages in a browser that has seen nothing yet, medians of several loads.
func (b *bench) pages() []figure {
	page := b.measure(nil, "ColdLoads", "./web/browsertest")
	var figures []figure
	most := func(name, value string, need, aim float64, unit string) {
		figures = append(figures, figure{name: name, value: page[value], need: need, aim: aim, unit: unit, less: true})
	}
	most("first figure alive, a page with core.wasm", "core-alive-ms", 1000, 500, " ms")
	most("first figure alive, a page with raft.wasm", "raft-alive-ms", 2000, 1000, " ms")
	most("first figure alive, a lesson", "lesson-alive-ms", 2000, 1000, " ms")
	most("first figure alive, home", "home-alive-ms", 2000, 1000, " ms")
	for _, name := range []string{"core", "raft", "lesson", "home"} {
		most("longest task of the page's thread while playing, "+name, name+"-task-ms", 50, 16, " ms")
	}
	for _, name := range []string{"core", "raft", "lesson", "home"} {
		most("cumulative layout shift, "+name, name+"-shift", 0.001, 0, "")
	}
	most("JavaScript and CSS of a lesson's page, brotli", "lesson-scripts-kB", 80, 70, " kB")
	most("fonts at first paint, a lesson", "lesson-painted-kB", 110, 110, " kB")
	most("fonts, a lesson, italic included", "lesson-fonts-kB", 165, 165, " kB")
	return figures
}
