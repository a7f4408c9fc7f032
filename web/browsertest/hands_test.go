package browsertest

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A deed is one thing that hands do to a thing in the cluster, and the line that it has to become, whatever the hand.
type deed struct {
	thing  string // as the list of the cluster has it
	line   string
	tool   string // the tool of the toolbar that does it, where there is one
	row    string // the row of the thing's sheet
	submit string // the button of the form that the row opens
	key    string // its letter, where it has one
	after  bool   // it goes on from the deed before it
}

var deedsOfAll = []deed{
	{thing: "n2", line: "crash n2", tool: "Crash", row: "Crash", key: "k"},
	{thing: "n2", line: "restart n2", tool: "Restart", row: "Restart", key: "k", after: true},
	{thing: "n2", line: "pause n2", tool: "Pause", row: "Pause", key: "p"},
	{thing: "n2", line: "resume n2", tool: "Resume", row: "Resume", key: "p", after: true},
	{thing: "n2", line: "skew n2 rate=150%", tool: "Skew", row: "Skew its clock", submit: "Skew", key: "s"},
	{thing: "n2", line: "lose n2", tool: "Lose disk", row: "Lose its disk"},
	{thing: "n2", line: "partition n2 | n1 n3", tool: "Cut", row: "Cut it off", key: "x"},
	{thing: "n2", line: "hold from=n2", tool: "Hold", row: "Hold what it sends", key: "h"},
	{thing: "n2", line: "release from=n2", row: "", key: "h", after: true},
	{thing: "n2", line: "manual n2 on", row: "Drive by hand"},
	{thing: "n3", line: "command n3 acquire", row: "acquire"},
	{thing: "n3", line: "load n3 acquire think=100ms", row: "acquire, again and again", submit: "Keep giving acquire"},
	{thing: "n3", line: "remove n3", row: "Remove it"},
	{thing: "link n1 to n2", line: "cut n1 n2 both=true", tool: "Cut", row: "Cut both ways", key: "x"},
	{thing: "link n1 to n2", line: "heal n1 n2", row: "Heal", key: "x", after: true},
	{thing: "link n1 to n2", line: "cut n2 n1", row: "Cut n2 to n1 only"},
	{thing: "link n1 to n2", line: "link n1 n2 latency=200ms both=true", row: "Make it slow"},
	{thing: "link n1 to n2", line: "link n1 n2 loss=50% both=true", row: "Make it lossy"},
	{thing: "link n1 to n2", line: "link n1 n2 both=true", row: "As the other links again", after: true},
	{thing: "Request 1, n2 to n3", line: "drop n2.2", tool: "Drop", row: "Drop", key: "d"},
	{thing: "Request 1, n2 to n3", line: "duplicate n2.2", tool: "Duplicate", row: "Duplicate", key: "2"},
	{thing: "Request 1, n2 to n3", line: "delay n2.2 by=20ms", tool: "Delay", row: "Delay by 20", key: "l"},
	{thing: "Request 1, n2 to n3", line: "deliver n2.2", row: "Deliver now"},
	{thing: "Request 1, n2 to n3", line: "hold from=n2 to=n3 kind=Request", tool: "Hold", row: "Hold Request to n3", key: "h"},
}

// hands are what tests of hands use besides: the scenario's text as it is now, and where a thing of the cluster is drawn.
const hands = `
	document.addEventListener('ql-moment', e => window.moment = e.detail);
	window.done = () => moment.text.split('\n').filter(l => l && !/^(#|cluster|run|expect|branch)/.test(l)).at(-1).replace(/^at \S+ /, '');
	window.center = e => { const r = e.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2] };
	window.node = id => center($$('.cluster svg .n').find(n => n.querySelector('.id')?.textContent === id).querySelector('.s'));
	window.place = thing => {
		const link = /^link (\S+) to (\S+)$/.exec(thing);
		if (link) { const [a, b] = [node(link[1]), node(link[2])]; return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] }
		const sent = /, (\S+) to (\S+)$/.exec(thing);
		if (!sent) return node(thing);
		const [a, b] = [node(sent[1]), node(sent[2])];
		const box = $('.cluster svg').getBoundingClientRect(), length = Math.hypot(b[0] - a[0], b[1] - a[1]);
		const aside = ([x, y]) => Math.abs((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / length;
		const at = m => { const [, x, y] = /translate\((\S+) (\S+)\)/.exec(m.getAttribute('transform')); return [box.left + Number(x), box.top + Number(y)] };
		return $$('.cluster svg .m').filter(m => m.getAttribute('display') !== 'none').map(at).sort((p, q) => aside(p) - aside(q))[0];
	};
	window.row = name => $$('.ql-menu button.ql-choice, .ql-menu summary').filter(b => b.checkVisibility()).find(b => b.innerText.trim().startsWith(name));
	window.menu = () => $('[role=dialog]:not([hidden]) .ql-menu');`

// A hand is a way to do things.
type hand struct {
	name  string
	sight sight
	do    func(p *tab, d deed)
	back  func(p *tab)
}

func byMouse(p *tab, d deed) {
	p.choose(d.thing, func(x, y float64) { p.do(chromedp.MouseClickXY(x, y)) })
	if d.tool != "" {
		// A link's and a message's click opens what can be done to it; the toolbar stands beside it.
		p.click(`$$('.ql-tools button').find(b => b.textContent === ` + text(d.tool) + `)`)
	} else {
		if get[bool](p, `!menu()`) {
			p.choose(d.thing, func(x, y float64) { p.do(chromedp.MouseClickXY(x, y)) })
		}
		p.click(`row(` + text(d.row) + `)`)
	}
	if d.submit != "" {
		p.click(`$$('.ql-menu form button').find(b => b.checkVisibility() && b.textContent === ` + text(d.submit) + `)`)
	}
}

func byTouch(p *tab, d deed) {
	p.choose(d.thing, p.touch)
	p.tap(`row(` + text(d.row) + `)`)
	if d.submit != "" {
		p.tap(`$$('.ql-menu form button').find(b => b.checkVisibility() && b.textContent === ` + text(d.submit) + `)`)
	}
}

func byKeyboard(p *tab, d deed) {
	p.run(`$('.cluster .field').focus()`)
	p.walk(kb.ArrowDown, `$('.cluster [id="' + ($('.cluster .field').getAttribute('aria-activedescendant') ?? '') + '"]')?.textContent.startsWith(`+text(d.thing)+`) ?? false`)
	if d.key != "" {
		p.press(d.key)
	} else {
		p.press(kb.Enter)
		p.until("what can be done is open", `menu()`)
		p.walk(kb.ArrowDown, `row(`+text(d.row)+`) === lab.shadowRoot.activeElement`)
		p.press(kb.Enter)
	}
	if d.submit != "" {
		p.until("the form has the keyboard", `menu()?.contains(lab.shadowRoot.activeElement)`)
		p.walk(kb.Tab, `lab.shadowRoot.activeElement.textContent === `+text(d.submit))
		p.press(kb.Enter)
	}
}

// choose presses a thing of the cluster.
func (p *tab) choose(thing string, press func(x, y float64)) {
	p.Helper()
	p.run(`$('.cluster').scrollIntoView({block: 'center'})`)
	at := get[[]float64](p, `place(`+text(thing)+`)`)
	press(at[0], at[1])
	p.until(thing+" is chosen", `$('[role=option][aria-selected=true]')?.textContent.startsWith(`+text(thing)+`)`)
}

// walk presses a key until the keyboard has come to a place.
func (p *tab) walk(key, there string) {
	p.Helper()
	for range 60 {
		if get[bool](p, there) {
			return
		}
		p.press(key)
		p.run(`await new Promise(requestAnimationFrame)`)
	}
	p.Fatalf("%d presses did not lead to %s; the keyboard is at %s", 60, there, get[string](p, `lab.shadowRoot.activeElement?.outerHTML.slice(0, 200) ?? 'nothing'`))
}

// touch puts a finger down and lifts it.
func (p *tab) touch(x, y float64) {
	p.Helper()
	call(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: "touchStart", TouchPoints: []*input.TouchPoint{{X: x, Y: y}}})
	call(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: "touchEnd", TouchPoints: []*input.TouchPoint{}})
}

// tap touches the middle of an element, given as a script.
func (p *tab) tap(element string) {
	p.Helper()
	p.until(element+" can be touched", `(() => { const e = `+element+`; if (!e) return false; e.scrollIntoView({block: 'center'}); return e.getBoundingClientRect().width > 0 })()`)
	at := get[[]float64](p, `center(`+element+`)`)
	p.touch(at[0], at[1])
}

// twoAsk is a moment at which two processes have asked, one has heard of it, and the other requests are halfway.
func twoAsk(t *testing.T, s sight) *tab {
	p := figure(t, "/play/mutex/contention", s)
	p.run(hands)
	for get[int](p, `$$('[role=option]').filter(o => o.textContent.startsWith('Request')).length`) < 4 {
		p.moved("a step", func() { p.run(`button('Step').click()`) })
	}
	p.moved("one arrives", func() { p.run(`button('Step').click()`) })
	return p
}

func TestEveryDeedIsTheSameLineByMouseTouchAndKeyboardAndIsUndoneByAStepBack(t *testing.T) {
	t.Parallel()
	for _, h := range []hand{
		{"mouse", desktop, byMouse, func(p *tab) { p.click(`button('Step back')`) }},
		{"touch", phone, byTouch, func(p *tab) { p.tap(`button('Step back')`) }},
		{"keyboard", desktop, byKeyboard, func(p *tab) { p.press(kb.ArrowLeft) }},
	} {
		t.Run(h.name, func(t *testing.T) {
			p := twoAsk(t, h.sight)
			start, hash := get[int](p, `shown()`), get[string](p, `fig().dataset.hash`)
			for i, d := range deedsOfAll {
				if d.row == "" && h.name != "keyboard" {
					continue
				}
				before := get[int](p, `shown()`)
				h.do(p, d)
				p.until(d.line+" is done", `shown() > `+itoa(before)+` && still()`)
				if got := get[string](p, `done()`); got != d.line {
					t.Errorf("by %s, %s of %s became %q, expected %q", h.name, d.row, d.thing, got, d.line)
				}
				if i+1 < len(deedsOfAll) && deedsOfAll[i+1].after {
					continue
				}
				p.run(`lab.shadowRoot.activeElement?.blur(); $('.cluster .field').focus({preventScroll: true})`)
				for get[int](p, `shown()`) > start {
					p.moved("a step back from "+d.line, func() { h.back(p) })
				}
				if at, got := get[int](p, `shown()`), get[string](p, `fig().dataset.hash`); at != start || got != hash {
					t.Fatalf("back from %s: event %d with hash %s, expected %d with %s", d.line, at, got, start, hash)
				}
			}
		})
	}
}

// A mouse draws at any time, and a finger once it was asked for; who has neither picks the sides.
func TestANodeIsAddedAndItsChoicesAreSettledByMouseTouchAndKeyboard(t *testing.T) {
	t.Parallel()
	for _, h := range []struct {
		name  string
		sight sight
		open  func(p *tab)
		press func(p *tab, element string)
	}{
		{"mouse", desktop, func(p *tab) { p.click(`button('More')`) }, (*tab).click},
		{"touch", phone, func(p *tab) { p.tap(`button('Break')`); p.tap(`row('More')`) }, (*tab).tap},
		{"keyboard", desktop, func(p *tab) { p.run(`$('.cluster .field').focus()`); p.press("m") }, func(p *tab, element string) {
			p.until("what can be done has the keyboard", `menu()?.contains(lab.shadowRoot.activeElement)`)
			p.walk(kb.Tab, element+` === lab.shadowRoot.activeElement`)
			p.press(kb.Enter)
		}},
	} {
		t.Run(h.name, func(t *testing.T) {
			p := figure(t, "/play/raft/leader-crash", h.sight)
			p.run(hands)
			h.open(p)
			p.until("what is asked for less often is open", `row('Add another server') && row('Remove n5') && row('put, again and again')`)
			p.must("a node that there is once only is not added", `!row('Add another coordinator')`)
			h.press(p, `row('Add another server')`)
			p.until("it is there", `option('n6') && done() === 'add server'`)
			h.open(p)
			h.press(p, `row('Settle what it chooses next')`)
			p.run(`$$('.ql-menu input').find(i => i.checkVisibility()).value = '1 0 2'`)
			h.press(p, `$$('.ql-menu form button').find(b => b.checkVisibility() && b.textContent === 'Settle')`)
			p.until("the line is a scenario's", `/^choose [cn]1 1 0 2$/.test(done())`)
		})
	}
}

func TestALineDrawnAcrossLinksCutsThem(t *testing.T) {
	t.Parallel()
	across := []string{ // from and to, beside what it cuts
		`(() => { const [a, b, c] = ['n1', 'n2', 'n3'].map(node), at = (p, q, k) => [p[0] + (q[0] - p[0]) * k, p[1] + (q[1] - p[1]) * k];
			const [p, q] = [at(a, b, .5), at(a, c, .5)]; return [...at(p, q, -.2), ...at(p, q, 1.2)] })()`,
	}
	want := "partition n1 | n2 n3"

	t.Run("mouse", func(t *testing.T) {
		p := twoAsk(t, desktop)
		at := get[[]float64](p, across[0])
		mouse := func(kind input.DispatchMouseEventType, x, y float64, buttons int64) {
			call(p, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Button: "left", Buttons: buttons, ClickCount: 1})
		}
		mouse("mousePressed", at[0], at[1], 1)
		mouse("mouseMoved", (at[0]+at[2])/2, (at[1]+at[3])/2, 1)
		mouse("mouseMoved", at[2], at[3], 1)
		p.must("the links that it crosses are marked", `$('.stroke.over').getAttribute('d').split('M').length === 3`)
		mouse("mouseReleased", at[2], at[3], 0)
		p.until("it is done", `/cut/.test(option('link n1 to n2')) && still()`)
		p.must("it is one partition", `done() === `+text(want))
		p.must("nothing has been chosen by it", `!$('[role=option][aria-selected=true]')`)
		p.must("the line is gone", `!$('.stroke')`)
	})
	t.Run("touch", func(t *testing.T) {
		p := twoAsk(t, phone)
		p.tap(`button('Break')`)
		p.tap(`row('Cut')`)
		p.tap(`row('Draw a line')`)
		p.until("it says what to do", `$('.notice').innerText.includes('Draw a line') && $('svg.drawing')`)
		at := get[[]float64](p, across[0])
		finger := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
			call(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: append([]*input.TouchPoint{}, points...)})
		}
		finger("touchStart", &input.TouchPoint{X: at[0], Y: at[1]})
		for i := range 5 {
			k := float64(i+1) / 5
			finger("touchMove", &input.TouchPoint{X: at[0] + (at[2]-at[0])*k, Y: at[1] + (at[3]-at[1])*k})
		}
		finger("touchEnd")
		p.until("it is done", `/cut/.test(option('link n1 to n2')) && still()`)
		p.must("it is one partition", `done() === `+text(want))
		p.must("the page has its finger back", `!$('svg.drawing') && $('.notice').hidden`)
	})
	t.Run("keyboard", func(t *testing.T) {
		p := twoAsk(t, desktop)
		p.run(`$('.ql-tools button').focus()`)
		p.walk(kb.ArrowRight, `lab.shadowRoot.activeElement.textContent === 'Cut'`)
		p.press(kb.Enter)
		p.until("what can be cut is open", `menu()`)
		p.walk(kb.ArrowDown, `lab.shadowRoot.activeElement === row('Pick two sides')`)
		p.press(kb.Enter, kb.ArrowDown)
		p.must("the keyboard is at a node", `lab.shadowRoot.activeElement.textContent === 'n1'`)
		for get[bool](p, `$('.sides output').textContent !== 'n1 | n2 n3'`) {
			wrong := `[...$$('.sides button')].find(b => (b.textContent === 'n1') !== (b.getAttribute('aria-pressed') === 'true'))`
			p.walk(kb.ArrowDown, `lab.shadowRoot.activeElement === `+wrong)
			p.press(" ")
		}
		p.walk(kb.ArrowDown, `lab.shadowRoot.activeElement.textContent === 'Cut' && lab.shadowRoot.activeElement.closest('form') !== null`)
		p.press(kb.Enter)
		p.until("it is done", `/cut/.test(option('link n1 to n2')) && still()`)
		p.must("it is the same line", `done() === `+text(want))
	})
}

func TestANodeDrivenByHandHasItsInboxAndItsTimersAtTheHand(t *testing.T) {
	t.Parallel()
	p := twoAsk(t, desktop)
	p.choose("n3", func(x, y float64) { p.do(chromedp.MouseClickXY(x, y)) })
	p.click(`button('Drive by hand')`)
	for get[int](p, `$$('.inspector .inbox li').length`) < 2 {
		p.moved("a step", func() { p.click(`button('Step')`) })
	}
	p.click(`button('Drop Request')`)
	p.until("one is dropped", `/^drop n[12]\.\d$/.test(done()) && $$('.inspector .inbox li').length === 1`)
	p.click(`button('Delay Request')`)
	p.until("the other comes later", `/^delay n[12]\.\d by=20ms$/.test(done()) && $$('.inspector .inbox li').length === 0`)
	for get[int](p, `$$('.inspector .inbox li').length`) < 1 {
		p.moved("a step", func() { p.click(`button('Step')`) })
	}
	p.click(`button('Deliver Request')`)
	p.until("it is delivered", `/^deliver n[12]\.\d$/.test(done()) && $$('.inspector .inbox li').length === 0`)

	p = figure(t, "/play/raft/leader-crash", desktop)
	p.run(hands)
	p.click(`button('Drive by hand')`)
	p.click(`button('Fire election')`)
	p.until("its timer is fired", `/^fire n1 \S+/.test(done())`)
}

// What is done between two events is done then, not at the last of them.
func TestAnActionIsDoneAtTheMomentShown(t *testing.T) {
	t.Parallel()
	p := twoAsk(t, desktop)
	p.click(`button('Play')`)
	p.until("time has gone on", `moment.t > 2000`)
	p.press(" ")
	p.until("it has paused", `button('Play')`)
	t0 := get[float64](p, `moment.t`)
	p.choose("n3", func(x, y float64) { p.do(chromedp.MouseClickXY(x, y)) })
	p.press("k")
	p.until("it is down", `option('n3').includes('crashed') && still()`)
	if got := get[float64](p, `moment.t`); got < t0-1 || got > t0+1 {
		t.Fatalf("crashed at %v, shown was %v", got, t0)
	}
}

// On a phone the speed has no room at the foot: it stands where one says what to run until.
func TestAPhoneSetsTheSpeedByTouch(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", phone)
	p.run(hands)
	p.tap(`button('Run until: choose what')`)
	p.until("the speed is there", `$('.pace input')?.checkVisibility()`)
	at := get[[]float64](p, `(r => [r.left + r.width - 2, r.top + r.height / 2])($('.pace input').getBoundingClientRect())`)
	p.touch(at[0], at[1])
	p.until("it is at its highest", `$('.pace b').textContent === '100×'`)
}

func TestToolsThatALessonDoesNotOfferAreAbsentAlsoByKey(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	p.run(`const all = document.querySelector('quorum-lab'), one = all.cloneNode(true); one.setAttribute('tools', 'crash cut'); all.replaceWith(one)`)
	p.alive()
	p.run(hands)
	p.must("the toolbar has what is offered", `$$('.ql-tools button').filter(b => b.checkVisibility()).map(b => b.textContent).join() === 'Crash,Cut'`)
	p.run(`$('.cluster .field').focus()`)
	p.press("2", "p")
	p.press("h")
	p.press("?")
	p.until("the map is open", `$('.help:not([hidden])')`)
	p.must("it lists no more than works", `(t => /crash a node/.test(t) && /cut a link/.test(t) && !/pause a node|hold messages|delay|duplicate|skew/.test(t))($('.help').innerText)`)
	p.press(kb.Escape)
	p.must("nothing was done", `!/paused/.test(option('n2')) && !/^(pause|hold)/.test(done())`)
	p.press(kb.Enter)
	p.until("a sheet has only what is offered", `menu() && $$('.ql-menu .ql-choice').map(b => b.firstChild.nextSibling.textContent.trim()).join() === 'Crash,Cut it off from every other node'`)
	p.press(kb.Escape, "k")
	p.until("what is offered is done", `option('n2').includes('crashed')`)
	p.press("k")
	p.must("what is not offered is not", `option('n2').includes('crashed')`)
}

func TestTheMapOfKeysListsWhatWorksAndLettersCanBeTurnedOff(t *testing.T) {
	t.Parallel()
	p := twoAsk(t, desktop)
	p.run(`$('.cluster .field').focus()`)
	p.press("?")
	p.until("the map is open", `$('.help:not([hidden])')`)
	listed := get[string](p, `$$('.help .ql-key').map(k => k.textContent).join(' ')`)
	for _, key := range strings.Fields("space ← → ⇧→ [ ] ↑ ↓ enter k p s x h d 2 l 1–9 w b t ? esc") {
		if !strings.Contains(" "+listed+" ", " "+key+" ") {
			t.Errorf("the map does not list %s: %s", key, listed)
		}
	}
	p.click(`$('.help input[type=checkbox]')`)
	p.must("letters are off the list", `!$$('.help .ql-key').some(k => k.textContent === 'k')`)
	p.press(kb.Escape)
	p.press("2", "k", "b")
	p.moved("an arrow still steps", func() { p.press(kb.ArrowRight) })
	p.must("no letter did anything", `!$('[role=option][aria-selected=true]') && $$('.branches [role=tab]').length === 1`)

	p = p.beside("/play/mutex/contention", desktop)
	p.alive()
	p.run(`$('.cluster .field').focus()`)
	p.press("b", "?")
	p.until("the map is open", `$('.help:not([hidden])')`)
	p.must("the browser has remembered it", `!$('.help input[type=checkbox]').checked && $$('.branches [role=tab]').length === 1`)
	p.click(`$('.help input[type=checkbox]')`)
	p.must("letters are back", `$$('.help .ql-key').some(k => k.textContent === 'k')`)
}

func TestARunGoesOnUntilAnythingThatIsDeclared(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/raft/leader-crash", desktop)
	p.run(hands)
	p.click(`button('Run until: choose what')`)
	p.until("the scenario's own goals are there", `row('stored 9 n2')`)
	p.click(`row('leader: ')`)
	p.run(`const f = $$('.ql-menu details[open] form')[0]; f.querySelector('select').value = 'n2'; f.querySelector('button').focus()`)
	p.press(kb.Enter)
	p.until("it is there", `/leader/.test(option('n2')) && still()`)
	p.must("the next press would be the same", `$('.until .go').textContent === 'Run until leader n2'`)
	p.click(`button('Run until: choose what')`)
	p.click(`row('commit: ')`)
	p.run(`const f = $$('.ql-menu details[open] form')[0]; f.querySelector('input').value = 'some'; f.querySelector('button').focus()`)
	p.press(kb.Enter)
	p.until("what is refused is said at the field", `$$('.ql-menu details[open] [aria-invalid=true]').length === 1 && !$('.ql-menu details[open] [role=alert]').hidden`)
	p.press(kb.Escape)

	p = figure(t, "/play/mutex/no-replies", desktop)
	p.run(hands)
	p.click(`button('Run until: choose what')`)
	p.click(`row('next violation')`)
	p.until("it is broken", `!$('.notice').hidden && $('.checks .no')`)
}

func TestAScenarioRunsAgainWithOtherParametersAndSaysWhichActionsNoLongerFit(t *testing.T) {
	t.Parallel()
	p := twoAsk(t, desktop)
	p.choose("n3", func(x, y float64) { p.do(chromedp.MouseClickXY(x, y)) })
	p.press("k")
	p.until("it is down", `option('n3').includes('crashed') && still()`)

	p.click(`button('Run again with')`)
	p.until("the form is open", `$('.rerun:not([hidden]) form')`)
	p.run(`const set = (name, v) => { const f = $$('.rerun .ql-field').find(f => f.firstChild.textContent === name).querySelector('input, select'); if (f.type === 'checkbox') f.checked = v; else f.value = v };
		window.set = set; set('hold', 'long'); $('.rerun form').requestSubmit()`)
	p.until("what is wrong is said at the field", `$('.rerun [aria-invalid=true]')?.value === 'long'`)
	p.run(`set('hold', '30ms'); set('nodes', '2'); set('latency', '10ms'); $('.rerun form').requestSubmit()`)
	p.until("it runs", `$('.rerun').hidden && $$('[role=option]').filter(o => /^n\d/.test(o.textContent)).length === 2 && still()`)
	p.must("the cluster line has what was changed, and the seed", `(l => ['hold=30ms', 'latency=10ms', 'seed=1'].every(w => l.split(' ').includes(w)))(moment.text.match(/^cluster.*$/m)[0])`)
	p.until("it says what was left out, and why", `/crash n3.*no longer fits.*n3/.test($('.notice').innerText)`)
	p.must("the others are still done", `/command n1 acquire/.test(moment.text) && !/crash n3/.test(moment.text)`)

	p.click(`button('Run again with')`)
	p.until("the form has what is so now", `$('.rerun:not([hidden]) form') && $$('.rerun .ql-field').some(f => f.querySelector('input')?.value === '30ms')`)
	p.run(`set('no-replies', true); set('hold', '20ms'); $('.rerun form').requestSubmit()`)
	p.until("the mistake breaks it", `/n1 and n2/.test(moment.text.includes('no-replies=true') ? (button('Step').click(), $('.notice').innerText) : '')`)
	p.must("a default needs no word", `!/hold=/.test(moment.text.match(/^cluster.*$/m)[0])`)
}
