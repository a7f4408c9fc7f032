package browsertest

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"quorumlab/lessons"
	"quorumlab/protocols"
	"quorumlab/protocols/all"
	course "quorumlab/server/lesson"
)

// shifts keeps what moves in a page, from its first paint on: by how much, and what.
const shifts = `window.shifts = []; new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput)
	shifts.push([e.value, e.sources.map(s => (s.node?.className || s.node?.nodeName) + ' ' + Math.round(s.previousRect.top) + ' to ' + Math.round(s.currentRect.top)).join(', ')]) }).observe({type: 'layout-shift', buffered: true})`

// stillMax is how far a page may shift until its figure is alive. That is: not at all, but for what a browser rounds.
const stillMax = 0.001

func TestNothingMovesWhileTheFigureComesAlive(t *testing.T) {
	t.Parallel()
	for _, at := range figured(t) {
		sizes := []sight{desktop, phone}
		if !*every && strings.Count(at, "/") > 1 && at != "/lessons/elections" && !strings.HasPrefix(at, "/play/raft/") && at != "/embed/raft/leader-crash" {
			continue
		}
		if at == "/" || strings.HasPrefix(at, "/embed") {
			sizes = append(sizes, sight{width: 768, height: 900, theme: "light"})
		}
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s %d", strings.Trim(at, "/"), size.width), func(t *testing.T) {
				t.Parallel()
				p := open(t, "/about", size)
				call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: shifts})
				p.do(chromedp.Navigate(site + at))
				p.until("a first frame stands there, or the figure already", `lab && (lab.querySelector('ql-first') || fig()?.classList.contains('alive'))`)
				p.until("every figure near what is seen is alive", `[...document.querySelectorAll('quorum-lab')].every(q => q.getBoundingClientRect().top > innerHeight + 600 || q.shadowRoot?.querySelector('.lab.alive:not(.waiting)')) && still()`)
				p.run(`for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame)`)
				sum := 0.0
				all := get[[][]any](p, `shifts`)
				for _, s := range all {
					sum += s[0].(float64)
				}
				if sum > stillMax {
					t.Errorf("the layout shifted by %.4f: %v", sum, all)
				}
			})
		}
	}
}

// figured are the pages with a figure, one of each kind, protocol and lesson.
func figured(t *testing.T) []string {
	t.Helper()
	paths := []string{"/", "/embed/raft/leader-crash", "/embed/mutex/contention"}
	for _, e := range all.Protocols() {
		name := e.Protocol.Name
		scenarios, err := fs.Glob(protocols.Scenarios(name), "scenarios/*.txt")
		if err != nil || len(scenarios) == 0 {
			t.Fatalf("%s: expected scenarios, got %v, %v", name, scenarios, err)
		}
		paths = append(paths, "/play/"+name+"/"+strings.TrimSuffix(path.Base(scenarios[0]), ".txt"))
	}
	onPath, err := course.Load(lessons.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range onPath.Lessons() {
		paths = append(paths, "/lessons/"+l.ID)
	}
	return paths
}
