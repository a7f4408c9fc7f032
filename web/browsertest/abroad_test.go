package browsertest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// policy is what the README says that a page's Content-Security-Policy needs for the element, of the site that is tested.
func policy(t *testing.T) string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(readme)) {
		if strings.HasPrefix(line, "script-src https://quorumlab.example") {
			return strings.ReplaceAll(strings.TrimSpace(line), "https://quorumlab.example", site)
		}
	}
	t.Fatal("the README says no policy for the element")
	return ""
}

// guest serves a page of somebody else's from another origin: a body after the element's script, and headers.
func guest(t *testing.T, body string, headers http.Header) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			w.WriteHeader(http.StatusNoContent) // its icon
			return
		}
		for name, values := range headers {
			w.Header()[name] = values
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, guestPage(body))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

func guestPage(body string) string {
	return fmt.Sprintf(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Elsewhere</title>
		<script type="module" src="%s/element.js"></script><h1>Elsewhere</h1>%s`, site, body)
}

// only is a policy that allows what is said, and nothing else.
func only(policy string) http.Header {
	return http.Header{"Content-Security-Policy": {"default-src 'none'; base-uri 'none'; form-action 'none'; " + policy}}
}

const (
	crash = `<quorum-lab scenario="raft/leader-crash"></quorum-lab>`
	alive = `fig()?.classList.contains('alive') && still()`
)

func TestTheElementRunsOnAPageOfAnotherOriginUnderThePolicyThatTheReadmeStates(t *testing.T) {
	t.Parallel()
	for _, s := range []sight{desktop, phone} {
		p := openAt(t, guest(t, crash, only(policy(t))), s)
		p.until("the figure is alive", alive)
		p.moved("a step", func() { p.click(`button('Step')`) })
		p.until("what is heard has come too", `$$('[role=log]').length > 0`)
		p.must("it has its own typefaces", `[...document.fonts].filter(f => f.family.includes('QL Sans') && f.status === 'loaded').length > 0`)
		p.must("it looks like a figure", `getComputedStyle(fig()).borderTopWidth === '2px'`)
		p.must("nothing is wider than the window", `document.documentElement.scrollWidth <= innerWidth`)
		p.must("nothing is kept", `document.cookie === '' && localStorage.length === 0 && sessionStorage.length === 0`)
		p.must("nobody but the site is asked", `performance.getEntriesByType('resource').every(e => [`+text(site)+`, location.origin].includes(new URL(e.name).origin))`)
		p.must("the page itself may not run WebAssembly", `(() => { try { new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])); return false } catch { return true } })()`)
	}
}

func TestTheElementRunsOnAPageThatTakesNoMarkupFromScriptsAndIsIsolated(t *testing.T) {
	t.Parallel()
	h := only(policy(t) + "; require-trusted-types-for 'script'")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Embedder-Policy", "require-corp")
	p := openAt(t, guest(t, crash+`<iframe src="`+site+`/embed/mutex/contention" title="another" width="800" height="720"></iframe>`, h), desktop)
	p.must("it is isolated", `crossOriginIsolated`)
	p.until("the figure is alive", alive)
	p.untilIn(0, "the one in the frame is alive, too", `document.querySelector('quorum-lab')?.shadowRoot?.querySelector('.lab.alive')`)
}

func TestTheElementRunsInAFileOnADesk(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "notes.html")
	if err := os.WriteFile(file, []byte(guestPage(crash)), 0o600); err != nil {
		t.Fatal(err)
	}
	p := openAt(t, "file://"+file, desktop)
	p.until("the figure is alive", alive)
}

func TestTheFirstFrameStandsOnAPageOfAnotherOriginToo(t *testing.T) {
	t.Parallel()
	p := openAt(t, guest(t, `<p>Above.</p>`, nil), desktop)
	p.run(`window.post = MessagePort.prototype.postMessage; MessagePort.prototype.postMessage = function (m, t) { if (!m.module) post.call(this, m, t) };
		document.body.insertAdjacentHTML('beforeend', ` + text(crash) + `)`)
	p.until("its picture is there before any engine", `fig() && !$('.lab.alive:not(.first)') && $$('ql-first svg').some(s => s.checkVisibility() && /n5/.test(s.textContent))`)
	p.must("so is its narration", `narration().includes('nodes have started')`)
}

func TestTheFiguresOfAPageShareOneFrame(t *testing.T) {
	t.Parallel()
	p := openAt(t, guest(t, `<quorum-lab scenario="mutex/contention"></quorum-lab><quorum-lab scenario="twophase/all-yes"></quorum-lab>`, only(policy(t))), desktop)
	p.until("both are alive", `[...document.querySelectorAll('quorum-lab')].every(l => l.shadowRoot?.querySelector('.lab.alive'))`)
	p.must("there is one frame, which nobody sees", `document.querySelectorAll('iframe').length === 1 && !document.querySelector('iframe').checkVisibility()`)
}

func TestATagSaysWhichRunHowManyNodesAndWhichTheme(t *testing.T) {
	t.Parallel()
	p := openAt(t, guest(t, `<quorum-lab scenario="mutex/contention" seed="9" nodes="4" theme="dark" at="20ms"></quorum-lab>`, nil), desktop)
	p.run(`document.addEventListener('ql-moment', e => (window.told = e.detail.text))`)
	p.until("the figure is alive", alive)
	p.moved("a step", func() { p.click(`button('Step')`) })
	p.must("it has four nodes", `$$('[role=option]').filter(o => /^n\d,/.test(o.textContent)).length === 4`)
	p.must("its text says so", `/^cluster mutex .*seed=9 nodes=4$/m.test(told)`)
	p.must("it began at its moment", `parseFloat($('.clock').textContent) >= 20`)
	p.must("it is dark on a light page", `getComputedStyle(fig()).colorScheme === 'dark' && getComputedStyle(document.documentElement).colorScheme !== 'dark'`)
}

func TestATagHoldsAScenarioOfTheAuthorsOwn(t *testing.T) {
	t.Parallel()
	p := openAt(t, guest(t, "<quorum-lab><pre slot=\"text\">cluster mutex nodes=2 seed=3\ncommand n1 acquire\nrun 1s\n</pre></quorum-lab>", only(policy(t))), desktop)
	p.until("the figure is alive", alive)
	p.must("it has two nodes", `$$('[role=option]').filter(o => /^n\d,/.test(o.textContent)).length === 2`)
	p.run(`$('.cluster .field').focus()`)
	p.run(`Object.defineProperty(navigator, 'clipboard', {value: undefined})`)
	p.press("c")
	p.until("its link leads to a player of the site", `$('.linked input')?.value.startsWith(`+text(site+"/play/")+`) && $('.linked input').value.includes('#1.')`)
	p.must("the page's own address has nothing of it", `location.hash === ''`)
}

func TestANameThatTheSiteHasNotIsSaidAndWhatThereIs(t *testing.T) {
	t.Parallel()
	s := desktop
	s.allow = "404"
	p := openAt(t, guest(t, `<quorum-lab scenario="raft/no-such"></quorum-lab>`, only(policy(t))), s)
	p.until("it is said", `$('.notice')?.innerText.includes('no scenario called “raft/no-such”')`)
	p.must("it leads to what there is", `button('See what there is')`)
	p.must("it takes no more room than that", `lab.getBoundingClientRect().height < 200`)
	p = openAt(t, guest(t, `<quorum-lab></quorum-lab>`, only(policy(t))), desktop)
	p.until("a figure of nothing says so", `$('.notice')?.innerText.includes('names no scenario')`)
}

func TestAPolicyThatForgetsTheFrameIsToldWhatToAllow(t *testing.T) {
	t.Parallel()
	s := desktop
	s.allow = "olicy"
	p := openAt(t, guest(t, crash, only("script-src "+site)), s)
	p.until("it is said", `$('.notice')?.innerText.includes('has to allow frame-src `+site+`')`)
	p.must("it still looks like one", `getComputedStyle(fig()).borderTopWidth === '2px'`)
}

func TestTheLinesOfThisMomentShowTheSameMomentOnAPageOfAnotherOrigin(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	lines := func() string { return get[string](p, `document.getElementById('tag-lines').textContent`) }
	p.click(`document.querySelector('[popovertarget=embedding]')`)
	p.until("they are there", `document.querySelector('#embedding:popover-open') && lab.runFragment().then(run => run === '')`)
	p.must("of a run that nobody touched they are the scenario's, and there is no choice", `document.querySelector('[data-which-run]').hidden`)
	if got := lines(); strings.Contains(got, "run=") || !strings.Contains(got, `scenario="mutex/contention"`) {
		t.Errorf("got %s", got)
	}
	p.click(`document.querySelector('#embedding [popovertargetaction=hide]')`)
	for range 5 {
		p.moved("a step", func() { p.click(`button('Step')`) })
	}
	p.run(`$('.cluster .field').focus()`)
	p.press("2")
	p.press("k")
	p.until("n2 is down", `option('n2').includes('crashed') && still()`)
	p.click(`document.querySelector('[popovertarget=embedding]')`)
	p.until("they have the run", `document.getElementById('tag-lines').textContent.includes('run="#1.')`)
	hash, tag := get[string](p, `fig().dataset.hash`), lines()
	src := get[string](p, `new DOMParser().parseFromString(document.getElementById('frame-lines').textContent, 'text/html').querySelector('iframe').src`)
	p.click(`document.querySelector('[data-which-run] [value=""]')`)
	p.until("the scenario's own can be had", `!document.getElementById('tag-lines').textContent.includes('run=')`)

	_, tag, _ = strings.Cut(tag, "</script>")
	there := openAt(t, guest(t, tag, only(policy(t))), desktop)
	there.until("the same moment is there", alive+` && fig().dataset.hash === `+text(hash))
	there.must("nothing has to be said about it", `$('.notice').hidden`)
	framed := openAt(t, elsewhere(t, strings.TrimPrefix(src, site)), desktop)
	framed.untilInFrame("the same moment is in the frame", `document.querySelector('quorum-lab')?.shadowRoot?.querySelector('.lab')?.dataset.hash === `+text(hash))
}

func TestALinkToThePlaygroundTakesTheRunAlong(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func() *tab{
		"a lesson": func() *tab { return openAt(t, site+"/lessons/what-breaks", desktop) },
		"a page of another origin": func() *tab {
			return openAt(t, guest(t, `<quorum-lab scenario="mutex/contention"></quorum-lab>`, only(policy(t))), desktop)
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := open()
			p.until("the figure is alive", alive)
			more := `$$('a').find(a => /playground/i.test(a.textContent))`
			p.run(more + `.dispatchEvent(new PointerEvent('pointerenter'))`)
			if name != "a lesson" { // which is at a moment of its own, with a question before the next
				p.moved("a step", func() { p.click(`button('Step')`) })
			}
			hash := get[string](p, `fig().dataset.hash`)
			p.run(more + `.focus()`)
			p.until("its address has the run", more+`.href.includes('#1.')`)
			href := get[string](p, more+`.href`)
			if !strings.HasPrefix(href, site+"/play/") {
				t.Errorf("it leads to %s", href)
			}
			p.do(chromedp.Navigate(href))
			p.until("the run goes on where it was", alive+` && fig().dataset.hash === `+text(hash))
		})
	}
}

func TestALinkThatIsPressedAtOnceTakesTheRunAlong(t *testing.T) {
	t.Parallel()
	p := figure(t, "/", desktop)
	p.moved("a step", func() { p.click(`button('Step')`) })
	hash := get[string](p, `fig().dataset.hash`)
	p.run(`$$('a').find(a => /playground/i.test(a.textContent)).click()`)
	p.until("the playground has it", `location.pathname.startsWith('/play/') && fig()?.dataset.hash === `+text(hash))
}
