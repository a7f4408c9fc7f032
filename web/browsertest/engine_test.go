package browsertest

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// runs plays a scenario to its script's end in a worker of its own, as a figure does, and gives the trace's hash.
const runs = `(async (module, text) => {
	const address = performance.getEntriesByType('resource').map(e => e.name).find(n => /\/worker-/.test(n));
	const worker = new Worker(address);
	const ask = request => new Promise((resolve, reject) => {
		worker.onmessage = e => e.data.answer ? resolve(JSON.parse(new TextDecoder().decode(e.data.answer))) : reject(new Error(JSON.stringify(e.data)));
		worker.postMessage({id: 1, module, request: new TextEncoder().encode(request)});
	});
	let run = await ask('open 1 events=500\n' + text);
	while (run.more) run = await ask('more 1 events=500\n');
	if (run.error) throw new Error(run.error.text);
	worker.terminate();
	return run.hash;
})(lab.getAttribute('module'), lab.querySelector('[slot=text]').textContent)`

func TestEveryScenarioRunsAlikeInTheBrowserAndOutside(t *testing.T) {
	p := open(t, "/", desktop)
	names := get[[]string](p, `[...document.querySelectorAll('a[href^="/play/"]')].map(a => a.getAttribute('href').slice('/play/'.length))`)
	if len(names) == 0 {
		t.Fatal("the home page lists no scenario")
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			out, err := exec.Command(program, "run", name, "--hash").Output()
			if err != nil && len(out) == 0 {
				t.Fatal(err)
			}
			native := strings.TrimSpace(string(out))
			p := figure(t, "/play/"+name, desktop)
			if got := get[string](p, runs); got != native {
				t.Errorf("the hash is %s in the browser, %s outside", got, native)
			}
		})
	}
}

func TestAnEngineThatDiedIsStartedAgainAtTheSameMoment(t *testing.T) {
	p := figure(t, "/play/mutex/contention", desktop)
	for range 4 {
		p.moved("a step", func() { p.click(`button('Step')`) })
	}
	at := get[int](p, `shown()`)
	p.run(`window.post = Worker.prototype.postMessage;
		Worker.prototype.postMessage = function (m) { setTimeout(() => this.dispatchEvent(new MessageEvent('message', {data: {id: m.id, dead: 'out of memory'}}))) }`)
	p.click(`button('Crash')`)
	p.click(`$('.ql-menu button:not([aria-label])')`)
	p.until("it is said, and why", `$('.notice').innerText.includes('out of memory')`)
	p.run(`Worker.prototype.postMessage = window.post`)
	p.click(`button('Start again')`)
	p.until("the same moment is back", `$('.notice').hidden && still() && Math.abs(shown() - `+itoa(at)+`) <= 1`)
}

func TestAnEngineThatCannotBeLoadedCanBeAskedForAgain(t *testing.T) {
	p := open(t, "/", desktop)
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		window.post = Worker.prototype.postMessage;
		Worker.prototype.postMessage = function (m) { setTimeout(() => this.dispatchEvent(new MessageEvent('message', {data: {id: m.id, failed: 'it answered 503'}}))) }`})
	p.do(chromedp.Navigate(site + "/play/mutex/contention"))
	p.until("it is said, and why", `$('.notice')?.innerText.includes('could not be loaded: it answered 503')`)
	p.must("the scenario's text can be read", `lab.querySelector('pre').checkVisibility()`)
	p.run(`Worker.prototype.postMessage = window.post`)
	p.click(`button('Try again')`)
	p.until("the figure is alive", `fig().classList.contains('alive') && still() && $('.notice').hidden`)
	p.must("the text has made room for it", `!lab.querySelector('pre').checkVisibility()`)
}
