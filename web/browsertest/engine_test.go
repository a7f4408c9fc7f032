package browsertest

import (
	"encoding/json"
	"os/exec"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// runs plays the scenario of a page to its script's end, in a worker that all scenarios share, as the figures of a page do;
// it gives the hash of each branch.
const runs = `(async name => {
	const page = new DOMParser().parseFromString(await (await fetch('/play/' + name)).text(), 'text/html').querySelector('quorum-lab');
	const module = page.getAttribute('module'), text = page.querySelector('[slot=text]').textContent;
	window.worker ??= new Worker(performance.getEntriesByType('resource').map(e => e.name).find(n => /\/worker-/.test(n)));
	const ask = request => new Promise((resolve, reject) => {
		worker.onmessage = e => e.data.answer ? resolve(JSON.parse(new TextDecoder().decode(e.data.answer))) : reject(new Error(JSON.stringify(e.data)));
		worker.postMessage({id: 1, module, request: new TextEncoder().encode(request)});
	});
	let run = await ask('open 1 events=500\n' + text);
	while (run.more) run = await ask('more 1 events=500\n');
	if (run.error) throw new Error(run.error.text);
	const hashes = {};
	for (const {name} of run.branches) hashes[name] = (await ask('switch 1 ' + name + '\n')).hash;
	return hashes;
})`

func TestEveryScenarioRunsAlikeInTheBrowserAndOutside(t *testing.T) {
	t.Parallel()
	p := figure(t, "/", desktop)
	listed, err := exec.Command(program, "list", "scenarios", "--json").Output()
	var scenarios []struct{ Name string }
	if err == nil {
		err = json.Unmarshal(listed, &scenarios)
	}
	if err != nil || len(scenarios) == 0 {
		t.Fatalf("the program lists no scenario: %v", err)
	}
	for _, s := range scenarios {
		name := s.Name
		t.Run(name, func(t *testing.T) {
			out, err := exec.Command(program, "run", name, "--format", "json").Output()
			if err != nil && len(out) == 0 {
				t.Fatal(err)
			}
			var native struct{ Branches []struct{ Name, Hash string } }
			if err := json.Unmarshal(out, &native); err != nil {
				t.Fatal(err)
			}
			got := get[map[string]string](p, runs+`(`+text(name)+`)`)
			if len(got) != len(native.Branches) {
				t.Errorf("got the branches %v in the browser, %v outside", got, native.Branches)
			}
			for _, b := range native.Branches {
				if got[b.Name] != b.Hash {
					t.Errorf("the hash of %s is %s in the browser, %s outside", b.Name, got[b.Name], b.Hash)
				}
			}
		})
	}
}

func TestAnEngineThatDiedIsStartedAgainAtTheSameMoment(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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

func TestABrowserWithoutWebAssemblyIsToldSo(t *testing.T) {
	t.Parallel()
	p := open(t, "/", desktop)
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `delete window.WebAssembly`})
	p.do(chromedp.Navigate(site + "/play/mutex/contention"))
	p.until("it is said", `$('.notice')?.innerText.includes('no WebAssembly')`)
	p.must("the scenario's text can be read", `lab.querySelector('pre').checkVisibility()`)
}

func TestARunThatEndsAtALimitSaysWhichAndWhatToDo(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	p.run(`await lab.openScenario(); const t = $('textarea'); t.value = 'cluster mutex nodes=3 limit=30\nload n1,n2,n3 acquire think=20ms\nrun 5s\n'; t.dispatchEvent(new InputEvent('input'))`)
	p.click(`button('Run from the start')`)
	p.until("it runs", `$('.ql-drawer:has(textarea)').hidden && still()`)
	p.stepUntil("it says which limit", `$('.notice').innerText.includes('30 events')`)
	p.must("it offers to raise it", `$$('.notice button').some(b => b.textContent === 'Edit the scenario')`)
}

// A figure computes in slices, so that a question in between is answered soon, however long the run is.
func TestALongRunStaysResponsive(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/raft/leader-crash", desktop)
	p.run(`await lab.openScenario(); const t = $('textarea'); t.value = 'cluster raft nodes=5 client=1 seed=7\nload c1 put key=x value=% think=2ms\nrun 6s\n'; t.dispatchEvent(new InputEvent('input'))`)
	p.click(`button('Run from the start')`)
	p.until("it runs", `$('.ql-drawer:has(textarea)').hidden && /your own scenario/.test(document.querySelector('.ql-crumb').innerText) && still() && shown() < 50`)
	for range 3 {
		p.moved("a step while it still computes", func() { p.click(`button('Step')`) })
	}
	p.until("all of it is there", `/ of [5-9],\d\d\d/.test(document.querySelector('[data-facts]').textContent)`)
	began := get[float64](p, `performance.now()`)
	p.moved("the timeline seeks", func() { p.click(`$('.timeline .field')`) })
	if took := get[float64](p, `performance.now()`) - began; took > 5000 {
		t.Errorf("a seek took %.0f ms", took)
	}
}
