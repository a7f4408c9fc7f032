package browsertest

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// asleep tells of the figures of a page which are not alive.
const asleep = `window.labs = () => [...document.querySelectorAll('quorum-lab')];
	window.awake = l => !!l.shadowRoot?.querySelector('.lab.alive:not(.waiting)');
	window.sleeps = l => !!l.querySelector('ql-first') && !l.shadowRoot?.querySelector('.lab')`

func TestFiguresFarOffSleepUntilTheyComeNear(t *testing.T) {
	t.Parallel()
	p := figure(t, "/lessons/elections", desktop)
	p.run(asleep)
	p.must("the last figure sleeps, and its first frame stands there", `sleeps(labs().at(-1)) && labs().at(-1).querySelector('ql-first').getBoundingClientRect().height > 400`)
	p.run(`window.last = labs().at(-1); window.was = last.getBoundingClientRect().height; last.scrollIntoView({block: 'center'})`)
	p.until("it is alive once it comes into sight", `awake(last)`)
	p.must("it has the height that its first frame had", `Math.abs(last.getBoundingClientRect().height - was) < 1`)
}

func TestALinkIntoAFigureThatSleepsWakesIt(t *testing.T) {
	t.Parallel()
	p := figure(t, "/lessons/elections", desktop)
	p.run(asleep + `; window.link = [...document.querySelectorAll('a[data-moment]')].findLast(a => sleeps(document.querySelector('#fig-' + a.dataset.figure + ' quorum-lab')));
		window.to = document.querySelector('#fig-' + link.dataset.figure + ' quorum-lab'); link.click()`)
	p.until("the figure is alive, and the event is lit", `awake(to) && to.shadowRoot.querySelector('.why b')?.textContent`)
}

func TestAButtonOfAFirstFrameIsPressedInTheFigureOnceThatIsAlive(t *testing.T) {
	t.Parallel()
	p := open(t, "/about", desktop)
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		window.post = Worker.prototype.postMessage; window.asked = [];
		Worker.prototype.postMessage = function (...m) { asked.push([this, m]) }`})
	p.do(chromedp.Navigate(site + "/"))
	p.until("the engine is asked", `window.asked?.length > 0 && lab.querySelector('ql-first')?.assignedSlot`)
	p.click(`[...lab.querySelectorAll('ql-first button')].find(b => b.textContent === 'Play')`)
	p.run(`Worker.prototype.postMessage = post; for (const [worker, m] of asked) worker.postMessage(...m)`)
	p.until("it plays", `fig()?.matches('.alive:not(.waiting)') && button('Pause')`)
}

func TestAllFiguresOfAPageShareOneModule(t *testing.T) {
	t.Parallel()
	to, err := url.Parse(site)
	if err != nil {
		t.Fatal(err)
	}
	var modules atomic.Int32
	proxy := httputil.NewSingleHostReverseProxy(to)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".wasm") {
			modules.Add(1)
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	p := openAt(t, server.URL+"/lessons/elections", desktop)
	p.run(asleep)
	p.must("it has several figures", `labs().length > 2`)
	p.run(`for (const l of labs()) l.wake()`)
	p.until("all are alive", `labs().every(awake)`)
	if n := modules.Load(); n != 1 {
		t.Errorf("expected one request for a module, got %d", n)
	}
}
