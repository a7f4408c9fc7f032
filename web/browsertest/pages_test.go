package browsertest

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// reading are the pages without a figure, one of each kind, the longest of its kind.
var reading = []string{"/lessons", "/play", "/play/raft", "/protocols", "/protocols/raft", "/embed", "/about"}

func TestAFigureInAFrameHasTheThemeOfItsAddress(t *testing.T) {
	t.Parallel()
	for _, theme := range []string{"light", "dark"} {
		p := figure(t, "/embed/raft/leader-crash?theme="+theme, desktop)
		p.must("it has the theme of its address", `document.documentElement.dataset.theme === `+text(theme))
	}
}

func TestNoPageAsksAnotherSiteOrSetsACookie(t *testing.T) {
	t.Parallel()
	p := open(t, "/", desktop)
	for _, path := range append(reading, "/", "/play/raft/leader-crash", "/embed/raft/leader-crash") {
		p.do(chromedp.Navigate(site + path))
		p.until(path+" is whole", `!lab || fig()?.classList.contains('alive')`)
		p.must(path+" loads from its own origin alone", `performance.getEntriesByType('resource').length > 2 && performance.getEntriesByType('resource').every(e => new URL(e.name).origin === location.origin)`)
		p.must(path+" has no cookie", `document.cookie === ''`)
	}
}

// Whoever chose dark in a light room sees no light page first.
func TestAChosenThemeIsThereBeforeAnythingIsDrawn(t *testing.T) {
	t.Parallel()
	p := open(t, "/about", desktop)
	p.click(`document.querySelector('[data-theme-switch]')`)
	p.until("the page is dark", `document.documentElement.dataset.theme === 'dark'`)
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		new MutationObserver((_, o) => { if (document.body) { window.first = document.documentElement.dataset.theme; o.disconnect(); } }).observe(document, {childList: true, subtree: true});`})
	p.do(chromedp.Navigate(site + "/lessons"))
	p.must("the theme was there when the body came", `window.first === 'dark'`)
	p.must("the paper is dark", `getComputedStyle(document.body).backgroundColor !== getComputedStyle(document.body).color && getComputedStyle(document.documentElement).colorScheme === 'dark'`)
	p.click(`document.querySelector('[data-theme-switch]')`)
	p.until("it follows the system again", `!('theme' in document.documentElement.dataset) && localStorage.getItem('ql-theme') === null`)
}

func TestThePathDrawsWhatTheBrowserKeepsBeforeAnythingIsSeen(t *testing.T) {
	t.Parallel()
	p := open(t, "/lessons", desktop)
	p.run(`localStorage.removeItem('ql-progress')`)
	p.do(chromedp.Navigate(site + "/lessons"))
	ids := get[[]string](p, `[...document.querySelectorAll('ql-progress')].map(e => e.getAttribute('lesson'))`)
	if len(ids) < 3 {
		t.Fatalf("expected lessons on the path, got %q", ids)
	}
	p.must("none is done at first", `document.querySelectorAll('[data-state]').length === 0 && document.querySelector('ql-finished').textContent === ''`)
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		new MutationObserver((_, o) => { const e = document.querySelector('ql-progress ~ a'); if (e) { window.first = e.parentElement.querySelector('ql-progress').dataset.state; o.disconnect(); } }).observe(document, {childList: true, subtree: true});`})
	p.run(`localStorage.setItem('ql-progress', JSON.stringify({` + text(ids[0]) + `: {seen: 1, done: 2}, ` + text(ids[1]) + `: {seen: 1}}))`)
	t.Cleanup(func() { p.run(`localStorage.removeItem('ql-progress')`) })
	for _, path := range []string{"/lessons", "/"} {
		p.do(chromedp.Navigate(site + path))
		p.must("the first was done when it came", `window.first === 'done'`)
		p.must("it says so", `(t => /\bdone\b/.test(t[0]) && /\bbegun\b/.test(t[1]) && !/\b(done|begun)\b/.test(t[2]))([...document.querySelectorAll('.ql-path li')].map(e => e.innerText))`)
		p.must("its mark is a square, the next a diamond, then a circle", `[...document.querySelectorAll('ql-progress')].slice(0, 3).map(e => [...e.querySelectorAll('.n')].filter(n => n.checkVisibility()).map(n => n.classList[1]).join()).join(' ') === 'square diamond circle'`)
		p.must("one is counted", `document.querySelector('ql-finished').textContent.trim() === 'You have finished one.'`)
	}
	for _, odd := range []string{`"`, `[]`, `null`, `{"` + ids[0] + `": 7}`, `{"constructor": {"done": 1}}`} {
		p.run(`localStorage.setItem('ql-progress', ` + text(odd) + `)`)
		p.do(chromedp.Navigate(site + "/lessons"))
		p.must("what is kept wrongly counts as nothing: "+odd, `document.querySelectorAll('[data-state]').length === 0`)
	}
}

func TestAPhoneFindsItsWayByTheMenu(t *testing.T) {
	t.Parallel()
	p := open(t, "/about", phone)
	p.must("the bar itself has no places", `![...document.querySelectorAll('nav > a')].some(a => a.checkVisibility())`)
	p.run(`document.querySelector('[popovertarget=site-menu]').focus()`)
	p.press(kb.Enter)
	p.until("the menu is open", `document.querySelector('#site-menu:popover-open')`)
	p.must("its places are large enough for a thumb", `[...document.querySelectorAll('#site-menu a')].every(a => a.getBoundingClientRect().height >= 44)`)
	p.press(kb.Escape)
	p.until("it is closed", `!document.querySelector('#site-menu:popover-open')`)
	p.click(`document.querySelector('[popovertarget=site-menu]')`)
	p.until("the menu is open", `document.querySelector('#site-menu:popover-open')`)
	p.click(`document.querySelector('#site-menu a[href="/protocols"]')`)
	p.until("it leads there", `location.pathname === '/protocols'`)
}

func TestTheLinesOfARunAreCopied(t *testing.T) {
	t.Parallel()
	p := open(t, "/play/raft/leader-crash", desktop)
	p.run(`Object.defineProperty(navigator, 'clipboard', {configurable: true, value: {writeText: async t => { window.copied = t }}})`)
	p.click(`document.querySelector('[popovertarget=embedding]')`)
	p.click(`document.querySelector('[data-copy]')`)
	p.until("the button says so", `document.querySelector('[data-copy]').textContent.trim() === 'Copied'`)
	p.must("they are the tag with this run", `window.copied.startsWith('<script type="module" src="' + location.origin + '/element.js">') && window.copied.includes('scenario="raft/leader-crash"')`)
	p.click(`document.querySelector('[data-copy=frame-lines]')`)
	p.until("or a frame with it", `window.copied.startsWith('<iframe src="' + location.origin + '/embed/raft/leader-crash"')`)
	p.run(`Object.defineProperty(navigator, 'clipboard', {value: undefined})`)
	p.click(`document.querySelector('[data-copy=frame-lines]')`)
	p.until("where there is no clipboard they are selected", `getSelection().toString().startsWith('<iframe')`)
}

func TestPaperKeepsTheFrameItsNarrationAndTheTextOfTheRun(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/raft/leader-crash", desktop)
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	p.until("the transcript is there", `lab.querySelector('pre').checkVisibility()`)
	p.must("it is the run's own", `/\n----\n.*leads term 1/s.test(lab.querySelector('pre').textContent)`)
	p.must("frame and narration are there", `$('.cluster svg .n').checkVisibility() && $('.narr').checkVisibility()`)
	p.must("no control is", `![...document.querySelectorAll('button'), ...$$('button, input, select')].some(b => b.checkVisibility())`)
	p.must("ink is dark on light", `getComputedStyle(document.documentElement).colorScheme === 'light'`)

	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "screen"})
	brought := get[string](p, `lab.querySelector('pre').textContent`)
	p.click(`button('Crash')`)
	p.until("a node can be chosen", `$('.ql-menu button:not([aria-label])')`)
	p.click(`$('.ql-menu button:not([aria-label])')`)
	p.until("it is down", `$$('[role=option]').some(o => o.textContent.includes('crashed'))`)
	p.run(`dispatchEvent(new Event('beforeprint'))`)
	p.must("what was done is on paper, and no longer the page's transcript", `/crash n/.test(lab.querySelector('pre').textContent) && !lab.querySelector('pre').textContent.includes('----')`)
	p.run(`dispatchEvent(new Event('afterprint'))`)
	p.must("afterwards the page has its text again", `lab.querySelector('pre').textContent === `+text(brought))
}
