package main

import (
	"strings"
	"testing"

	"quorumlab/server/assets/manifest"
)

func sample(core int) *manifest.Manifest {
	return &manifest.Manifest{Quality: manifest.QualityShipped, Files: []manifest.File{
		{Name: "chart.js", Type: "text/javascript; charset=utf-8", Size: 50_000, Br: 40_000, Lazy: true},
		{Name: "core.wasm", Type: "application/wasm", Size: 3_000_000, Br: core},
		{Name: "lesson.css", Type: "text/css; charset=utf-8", Size: 4_000, Br: 1_000},
		{Name: "lesson.js", Type: "text/javascript; charset=utf-8", Size: 30_000, Br: 10_000},
		{Name: "quorum-lab.js", Type: "text/javascript; charset=utf-8", Size: 120_000, Br: 40_000},
		{Name: "quorumlab.css", Type: "text/css; charset=utf-8", Size: 20_000, Br: 6_000},
		{Name: "raft.wasm", Type: "application/wasm", Size: 9_000_000, Br: 1_500_000},
		{Name: "serif.woff2", Type: "font/woff2", Size: 50_000},
		{Name: "first.js", Type: "text/javascript; charset=utf-8", Size: 70},
		{Name: "site.css", Type: "text/css; charset=utf-8", Size: 9_000, Br: 3_000},
	}}
}

func coreMax() int { return coreFirst + later()*eachLater }

func TestWhatIsWithinItsLimitPassesAndLazyScriptsDoNotCount(t *testing.T) {
	var b strings.Builder
	if !report(&b, sample(coreMax())) {
		t.Errorf("expected to pass:\n%s", b.String())
	}
	for _, want := range []string{
		"46.1     67     scripts and styles of the play page", // 40,000 + 6,000 + 70
		"60.1     80   scripts and styles of a lesson's page",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("expected %q in\n%s", want, b.String())
		}
	}
}

func TestOneByteAboveALimitFailsAndSaysWhere(t *testing.T) {
	var b strings.Builder
	if report(&b, sample(coreMax()+1)) || strings.Count(b.String(), "too large") != 1 {
		t.Errorf("expected core.wasm alone to be too large:\n%s", b.String())
	}
}

func TestFilesOfAQuickTurnAreNotMeasured(t *testing.T) {
	m := sample(1)
	m.Quality = 4
	var b strings.Builder
	if report(&b, m) || !strings.Contains(b.String(), "level 4") {
		t.Errorf("expected to be told that these are not what is shipped:\n%s", b.String())
	}
}
