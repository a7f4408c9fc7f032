package browsertest

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// pictured is the text of the picture in sight of the first frame, and said its narration.
const (
	pictured = `[...lab.querySelectorAll('ql-first .cluster svg')].filter(s => s.checkVisibility()).map(words).join()`
	said     = `lab.querySelector('ql-first .narr').textContent`
)

// wordsOf has the texts of a picture that are shown, in order of the letters.
const wordsOf = `window.words = svg => [...svg.querySelectorAll('text')].filter(t => t.getAttribute('display') !== 'none' && !t.closest('[display=none]')).map(t => t.textContent).filter(Boolean).sort().join(' ')`

func TestTheFirstFrameStandsInThePageUntilTheFigureThatShowsTheSameIsAlive(t *testing.T) {
	t.Parallel()
	for _, s := range []sight{desktop, phone} {
		for _, path := range []string{"/", "/lessons/two-phase-commit", "/embed/raft/leader-crash"} {
			p := open(t, path, s)
			call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: wordsOf + `;
				window.post = Worker.prototype.postMessage; window.asked = [];
				Worker.prototype.postMessage = function (...m) { asked.push([this, m]) }`})
			p.do(chromedp.Navigate(site + path))
			p.until("the picture stands where the cluster will", `!fig()?.classList.contains('alive') && lab.querySelector('ql-first')?.assignedSlot && lab.querySelector('ql-first').checkVisibility() && `+pictured+` !== ''`)
			p.until("the narration stands beside it", `lab.querySelector('ql-first .narr').checkVisibility()`)
			first, narrated := get[string](p, pictured), get[string](p, said)
			if first == "" || narrated == "" {
				t.Fatalf("%s: a first frame of %q, %q", path, first, narrated)
			}
			p.run(`Worker.prototype.postMessage = post; for (const [worker, m] of asked) worker.postMessage(...m)`)
			p.alive()
			p.must("it takes the place of what stood there", `!lab.querySelector('ql-first') && fig().checkVisibility({visibilityProperty: true})`)
			if live := get[string](p, `words($('.cluster .field > svg'))`); live != first {
				t.Errorf("%s: shows %q, and showed %q at first", path, live, first)
			}
			if live := get[string](p, `$('.narr').textContent`); live != narrated {
				t.Errorf("%s: says %q, and said %q at first", path, live, narrated)
			}
		}
	}
}

func TestWithoutScriptsAFigureIsItsFirstFrameInPictureAndWords(t *testing.T) {
	t.Parallel()
	p := open(t, "/", desktop)
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	for _, path := range []string{"/", "/play/raft/leader-crash", "/lessons/elections"} {
		p.do(chromedp.Navigate(site + path))
		p.must("one picture of the figure is in sight", `[...document.querySelector('quorum-lab').querySelectorAll('ql-first .cluster svg')].filter(s => s.checkVisibility() && s.getBoundingClientRect().height > 200).length === 1`)
		p.must("its nodes are there in words", `/n1, /.test(document.querySelector('.ql-told-first').innerText)`)
		p.must("that scripts are off is said", `[...document.querySelectorAll('noscript')].some(n => n.innerText.includes('Scripts are off'))`)
		p.must("so is its text", `document.querySelector('quorum-lab pre').innerText.includes('cluster raft')`)
	}
}
