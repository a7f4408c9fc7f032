package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long a page may take to come to a state: the machine may be busy with other tests.
const patience = time.Minute

// A sight is how a page is looked at.
type sight struct {
	width, height int64
	theme         string // "light" or "dark"
	calm          bool   // the reader asked for less motion
	forced        bool   // the reader's colours are in the place of the page's
	allow         string // a complaint of the browser that this test provokes
}

var (
	desktop = sight{width: 1440, height: 900, theme: "light"}
	phone   = sight{width: 360, height: 800, theme: "light"}
)

// A tab is one page in the browser. What the browser complains of fails its test: errors, and violations of the policy.
type tab struct {
	testing.TB
	ctx context.Context
}

// helpers are what the tests' own scripts use: the element's shadow, and what it says of itself.
const helpers = `
	Object.defineProperty(window, 'lab', {get: () => document.querySelector('quorum-lab')});
	window.$ = s => lab?.shadowRoot?.querySelector(s);
	window.$$ = s => [...(lab?.shadowRoot?.querySelectorAll(s) ?? [])];
	window.fig = () => $('.lab');
	window.shown = () => Number(fig().dataset.k);
	window.still = () => fig().dataset.k !== undefined && fig().dataset.k === fig().dataset.frame;
	window.named = b => (b.getAttribute('aria-label') ?? b.textContent).trim();
	window.button = name => { const all = $$('button').filter(b => b.checkVisibility()); return all.find(b => named(b) === name) ?? all.find(b => named(b).startsWith(name)) };
	window.narration = () => $('.narr').innerText;
	window.option = text => $$('[role=option]').find(o => o.textContent.startsWith(text))?.textContent ?? '';
	window.rest = ms => new Promise(r => setTimeout(r, ms));`

// open opens a page of the site and waits until it is loaded.
func open(t testing.TB, path string, s sight) *tab {
	t.Helper()
	return openAt(t, site+path, s)
}

// openAt opens a page of any site, in a profile of its own: what one test keeps in the browser, another does not find.
func openAt(t testing.TB, address string, s sight) *tab {
	t.Helper()
	return openIn(t, browser, address, s)
}

// openIn opens it in a browser.
func openIn(t testing.TB, browser context.Context, address string, s sight) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	return prepared(t, ctx, address, s)
}

// beside opens another page in the same profile.
func (p *tab) beside(path string, s sight) *tab {
	p.Helper()
	ctx, cancel := chromedp.NewContext(p.ctx)
	p.Cleanup(cancel)
	return prepared(p.TB, ctx, site+path, s)
}

func prepared(t testing.TB, ctx context.Context, address string, s sight) *tab {
	t.Helper()
	p := &tab{t, ctx}
	p.listen(address, s.allow)
	p.look(s)
	// Only what is in front has animation frames.
	call(p, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	call(p, page.BringToFront, cdp.Empty{})
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: helpers})
	p.do(chromedp.Navigate(address))
	return p
}

// look looks at the page from now on in another way.
func (p *tab) look(s sight) {
	p.Helper()
	motion, colours := "no-preference", "none"
	if s.calm {
		motion = "reduce"
	}
	if s.forced {
		colours = "active"
	}
	isPhone := s.width < 500
	call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: s.width, Height: s.height, DeviceScaleFactor: 1, Mobile: isPhone})
	call(p, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: isPhone})
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: s.theme},
		{Name: "prefers-reduced-motion", Value: motion},
		{Name: "forced-colors", Value: colours},
	}})
}

// listen fails the test with what the browser complains of, but for what it allows.
func (p *tab) listen(path, allow string) {
	var mu sync.Mutex
	var complaints []string
	messages := chromedp.Console(p.ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return // the tab is closed
			}
			bad := m.IsException() || m.Type == "error" || m.Type == "warning"
			if said := m.String() + " " + m.URL; bad && (allow == "" || !strings.Contains(said, allow)) {
				mu.Lock()
				complaints = append(complaints, said)
				mu.Unlock()
			}
		}
	}()
	p.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		for _, c := range complaints {
			p.Errorf("the browser complains of %s: %s", path, c)
		}
	})
}

// call gives the browser a command of its protocol.
func call[P, R any](p *tab, command cdp.Command[P, R], params P) {
	p.Helper()
	if _, err := chromedp.Call(p.ctx, command, params); err != nil {
		p.Fatal(err)
	}
}

// figure opens a page with a figure and waits for its first picture.
func figure(t testing.TB, path string, s sight) *tab {
	t.Helper()
	p := open(t, path, s)
	p.alive()
	return p
}

// alive waits for a figure's first picture.
func (p *tab) alive() {
	p.Helper()
	p.until("the figure is alive", `fig()?.matches('.alive:not(.waiting)') && still()`)
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 2*patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.Fatal(err)
	}
}

// get evaluates an expression, awaited if it is a promise.
func get[T any](p *tab, script string) T {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 2*patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%v, evaluating %s", err, script)
	}
	return v
}

// run evaluates statements for what they do.
func (p *tab) run(script string) {
	p.Helper()
	get[bool](p, `(async () => { `+script+`; return true })()`)
}

// until waits for a condition.
func (p *tab) until(what, condition string) {
	p.Helper()
	began := time.Now()
	for !get[bool](p, `(async () => !!(await (`+condition+`)))()`) {
		if time.Since(began) > patience {
			state := get[string](p, `document.body.innerText.slice(0, 300) + ' | ' + (fig()?.innerText.slice(0, 900) ?? '')`)
			p.Fatalf("waited in vain until %s (%s); the page says: %s", what, condition, state)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// must fails the test when a condition does not hold.
func (p *tab) must(what, condition string) {
	p.Helper()
	if !get[bool](p, `!!(`+condition+`)`) {
		p.Errorf("expected that %s (%s)", what, condition)
	}
}

// click presses the mouse in the middle of an element, given as a script, once that stays where it is.
func (p *tab) click(element string) {
	p.Helper()
	place := `(() => { const e = ` + element + `; if (!e) return null; e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect(); return r.width > 0 ? [r.left, r.top, r.width, r.height] : null })()`
	var at []float64
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		was := at
		if at = get[[]float64](p, place); at != nil && slices.Equal(at, was) {
			break
		}
		if time.Since(began) > patience {
			p.Fatalf("waited in vain until %s can be pressed: it is at %v", element, at)
		}
	}
	p.do(chromedp.MouseClickXY(at[0]+at[2]/2, at[1]+at[3]/2))
}

// press types keys, one after the other: "k", kb.ArrowRight.
func (p *tab) press(keys ...string) {
	p.Helper()
	for _, key := range keys {
		if key == kb.Enter { // one event, as a keyboard sends it: whoever takes the key down takes its character too
			call(p, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: "keyDown", Key: "Enter", Code: "Enter", Text: "\r", WindowsVirtualKeyCode: 13})
			call(p, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: "keyUp", Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13})
			continue
		}
		p.do(chromedp.KeyEvent(key))
	}
}

// moved does what moves the playhead, and waits until the playhead has moved and its frame is shown.
func (p *tab) moved(what string, move func()) {
	p.Helper()
	before := get[int](p, `shown()`)
	move()
	p.until(what, fmt.Sprintf(`shown() !== %d && still()`, before))
}

// text quotes a text for a script.
func text(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}
