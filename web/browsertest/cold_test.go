package browsertest

import (
	"slices"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"quorumlab/web/chromium"
)

// loads is how often each page is loaded: the median counts.
const loads = 5

// measured keeps what a cold load comes to, from the navigation's start: when the first figure can be played, what holds the
// page's thread while it plays, what moves, and what was loaded by then.
const measured = shifts + `; window.long = []; new PerformanceObserver(l => window.long.push(...l.getEntries().map(e => [e.startTime, e.duration]))).observe({type: 'longtask', buffered: true});
	addEventListener('ql-alive', () => { window.alive ??= performance.now() })`

// played plays the figure for so many events and gives the longest task of the page's thread meanwhile.
const played = `(async () => {
	const began = performance.now(), from = shown();
	button('Play').click();
	while (performance.now() - began < 3000) await new Promise(requestAnimationFrame);
	if (shown() === from) throw new Error('it does not play');
	await rest(100); // the observer's entries come a little later
	return Math.max(0, ...window.long.filter(([at]) => at >= began).map(([, took]) => took));
})()`

const loaded = `(() => {
	const all = performance.getEntriesByType('resource'), kB = of => all.filter(of).reduce((sum, e) => sum + e.encodedBodySize, 0) / 1000;
	return [kB(e => /\.(js|css)$/.test(e.name)), kB(e => /\.woff2$/.test(e.name) && e.startTime < (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity)), kB(e => /\.woff2$/.test(e.name))];
})()`

// A cold is what one load of a page in a fresh profile comes to: milliseconds, kB, and the shift.
type cold struct{ alive, task, shift, scripts, painted, fonts float64 }

// BenchmarkColdLoads loads pages in browsers that have seen nothing yet, each in a profile of its own.
func BenchmarkColdLoads(b *testing.B) {
	for range b.N {
		for _, at := range []struct{ name, path string }{
			{"core", "/play/mutex/contention"}, {"raft", "/play/raft/leader-crash"}, {"lesson", "/lessons/elections"}, {"home", "/"},
		} {
			all := make([]cold, loads)
			for i := range all {
				all[i] = coldLoad(b, at.path)
			}
			for unit, of := range map[string]func(cold) float64{
				"alive-ms": func(c cold) float64 { return c.alive }, "task-ms": func(c cold) float64 { return c.task },
				"shift": func(c cold) float64 { return c.shift }, "scripts-kB": func(c cold) float64 { return c.scripts },
				"painted-kB": func(c cold) float64 { return c.painted }, "fonts-kB": func(c cold) float64 { return c.fonts },
			} {
				b.ReportMetric(median(all, of), at.name+"-"+unit)
			}
		}
	}
}

func median(all []cold, of func(cold) float64) float64 {
	values := make([]float64, len(all))
	for i, c := range all {
		values[i] = of(c)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func coldLoad(b *testing.B, path string) cold {
	b.Helper()
	ctx, end, err := chromium.Start(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer end()
	p := &tab{b, ctx}
	call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: desktop.width, Height: desktop.height, DeviceScaleFactor: 1})
	call(p, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	call(p, page.BringToFront, cdp.Empty{})
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: helpers + measured})
	p.do(chromedp.Navigate(site + path))
	p.until("the figure is alive", `window.alive && fig()?.matches('.alive:not(.waiting)') && still()`)
	p.run(`await rest(300)`) // for what a page loads when it has nothing better to do
	sizes := get[[]float64](p, loaded)
	return cold{
		alive: get[float64](p, `window.alive`), task: get[float64](p, played), shift: get[float64](p, `window.shifts.reduce((sum, [by]) => sum + by, 0)`),
		scripts: sizes[0], painted: sizes[1], fonts: sizes[2],
	}
}
