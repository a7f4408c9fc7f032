package browsertest

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// A state is a page as somebody may come to see it.
type state struct {
	name  string // of its test
	path  string // an address, or a page of the site
	allow string // a complaint of the browser that belongs to it
	sizes []sight
	reach func(p *tab) // nothing where the page itself is the state
	over  bool         // something lies over the page, and hides what is under it for as long as it is there
}

var (
	both     = []sight{desktop, phone}
	onDesk   = []sight{desktop}
	atAPhone = []sight{phone}
)

// pages are the pages without a figure, one of each kind, the longest of its kind.
func pagesToRead() []state {
	var all []state
	for _, path := range reading {
		all = append(all, state{name: path, path: path, sizes: both})
	}
	return append(all,
		state{name: "nothing there", path: "/" + strings.Repeat("nowhere-at-all", 9), allow: "404", sizes: both},
		state{name: "no such protocol", path: "/protocols/no-such", allow: "404", sizes: both},
		state{name: "the licences, one open", path: "/about", sizes: both, reach: func(p *tab) {
			p.click(`document.querySelector('summary')`)
			p.until("it is open", `document.querySelector('details[open]')`)
		}},
		state{name: "the menu of a phone", path: "/lessons", sizes: atAPhone, over: true, reach: popover("site-menu")})
}

func popover(id string) func(p *tab) {
	return func(p *tab) {
		p.click(`document.querySelector('[popovertarget=` + id + `]')`)
		p.until("it is open", `document.querySelector(':popover-open')`)
	}
}

// figures are what a figure comes to look like.
func figures() []state {
	const raft, mutex = "/play/raft/leader-crash", "/play/mutex/contention"
	step := func(p *tab) { p.moved("a step", func() { p.run(`button('Step').click()`) }) }
	menu := func(name string) func(p *tab) {
		return func(p *tab) {
			p.run(`button(` + text(name) + `).click()`)
			p.until("what can be done is open", `$('[role=dialog]:not([hidden]) .ql-menu')`)
		}
	}
	key := func(k, shown string) func(p *tab) {
		return func(p *tab) {
			p.run(`$('.cluster .field').focus()`)
			p.press(k)
			p.until("it is there", shown)
		}
	}
	const drawer = `await lab.openScenario(); const t = $('textarea'); t.value += 'run until=leder\n'; t.dispatchEvent(new InputEvent('input'))`
	return []state{
		{name: "home", path: "/", sizes: both, reach: step},
		{name: "a run of raft", path: raft, sizes: both, reach: step},
		{name: "a run of mutex", path: mutex, sizes: both, reach: step},
		{name: "a frame", path: "/embed/raft/leader-crash", sizes: both, reach: step},
		{name: "a dark frame", path: "/embed/raft/leader-crash?theme=dark", sizes: onDesk, reach: step},
		{name: "a panel of one node", path: "/play/tcommit/commit", sizes: both, reach: step},
		{name: "the sheet of tools", path: raft, sizes: atAPhone, over: true, reach: menu("Break")},
		{name: "the menu of a tool", path: raft, sizes: onDesk, over: true, reach: menu("Cut")},
		{name: "until when to run", path: raft, sizes: both, over: true, reach: menu("Run until: choose what")},
		{name: "the map of keys", path: raft, sizes: both, over: true, reach: key("?", `$('.help:not([hidden])')`)},
		{name: "what makes a figure of one's own", path: raft, sizes: both, over: true, reach: popover("embedding")},
		{name: "the inspector, with what changed", path: raft, sizes: both, reach: func(p *tab) {
			key("2", `$('[role=option][aria-selected=true]')`)(p)
			p.press("k")
			p.until("it is down", `option('n2').includes('crashed') && still()`)
			if get[bool](p, `!!button('Node')`) {
				p.run(`button('Node').click()`)
			}
			p.until("it is looked into", `$('.inspector').checkVisibility()`)
		}},
		{name: "the text, with a line that is wrong", path: mutex, sizes: both, over: true, reach: func(p *tab) {
			p.run(drawer)
			p.until("it is said", `/^Line \d+: /.test($('.ql-drawer:has(textarea) [role=status]').innerText)`)
		}},
		{name: "other parameters", path: mutex, sizes: both, over: true, reach: func(p *tab) {
			if get[bool](p, `!button('Run again with')`) {
				menu("Run until: choose what")(p) // a phone has it there
			}
			p.click(`$$('.ql-menu button, .again').filter(b => b.checkVisibility()).find(b => b.innerText.includes('Run again with'))`)
			p.until("the form is there", `$('.rerun:not([hidden]) form')`)
		}},
		{name: "a property that is broken", path: "/play/mutex/no-replies", sizes: both, reach: func(p *tab) {
			p.stepUntil("it is broken", `!$('.notice').hidden && $('.checks .no')`)
		}},
		{name: "a link that can't be read", path: mutex + "#1.nonsense", sizes: both, reach: func(p *tab) {
			p.until("it is said", `!$('.notice').hidden`)
		}},
		{name: "a comparison", path: "/play/twophase/two-pasts", sizes: both, reach: func(p *tab) {
			p.run(`lab.compareBranches('left', 'right')`)
			p.until("both are there", `$$('.compare .half').length === 2 && $('.compare .tell [role=status]').innerText !== ''`)
		}},
	}
}

// lessonStates are every lesson, and one of the agreed markup while one works in it.
func lessonStates(t *testing.T) []state {
	var all []state
	for _, path := range lessonPaths(t) {
		all = append(all, state{name: path, path: path, sizes: both, reach: func(p *tab) {
			p.alive()
			p.must("each part has its script", `[...document.querySelectorAll('form.ql-predict, form.ql-question, form.ql-challenge')].every(f => f.querySelector('[data-controls] button'))`)
		}})
	}
	return append(all, state{name: "a lesson in which all is asked and answered", path: lessonSite(t) + "/lesson", sizes: both, reach: func(p *tab) {
		p.run(lessonHelpers)
		p.until("the figure of the prediction is alive", `led('two-leaders') && on('two-leaders').shadowRoot.querySelector('.lab').dataset.frame`)
		p.run(`option1(form('.ql-predict'), 'A').click(); does(form('.ql-predict'), 'Run it').click()`)
		p.until("it is asked what was seen", `form('.ql-predict').querySelector('[data-saw]').checkVisibility()`)
		p.run(`saw('B').click(); form('.ql-question').querySelector('input').click(); form('.ql-question').requestSubmit(); does(challenge(0), 'Start').click()`)
		p.until("the challenge has begun", `tried(0)?.querySelector('.ql-chip')`)
		p.run(`does(challenge(0), 'Judge it').click()`)
		p.until("it is judged", `challenge(0).querySelector('.ql-verdict')`)
	}})
}

// Every page and state is loaded once on a desk and once on a phone, in which nothing moves, so that what is looked at stays.
func TestAxeFindsNothingAndNothingScrollsSidewaysOnAnyPageOrState(t *testing.T) {
	t.Parallel()
	axe, err := os.ReadFile("../node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("%v: `make build` installs it", err)
	}
	for i, s := range slices.Concat(pagesToRead(), figures(), lessonStates(t)) {
		for k, size := range s.sizes {
			if !*every && len(s.sizes) > 1 && (i+k)%2 == 1 {
				continue
			}
			t.Run(fmt.Sprintf("%s at %d", s.name, size.width), func(t *testing.T) {
				t.Parallel()
				size.calm, size.allow = true, s.allow
				address := s.path
				if strings.HasPrefix(address, "/") {
					address = site + address
				}
				p := openAt(t, address, size)
				if get[bool](p, `!!lab`) {
					p.until("the figure is alive", `fig()?.dataset.frame`)
				}
				if s.reach != nil {
					s.reach(p)
				}
				get[int](p, string(axe)+`;0`)
				p.faultless(s, allRules)
				p.motionless()
				dark := size
				dark.theme = "dark"
				p.look(dark)
				p.faultless(s, colourRules)
				p.distinct(size)
				p.fits(size, !s.over)
			})
		}
	}
}

// What axe is asked: in the other theme nothing but colours can be wrong.
const (
	allRules    = `{type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}`
	colourRules = `{type: 'rule', values: ['color-contrast', 'link-in-text-block']}`
)

// faultless fails the test with what axe finds. What the transport covers at the foot of the window lies free once one has
// scrolled on; what an open sheet covers, once it is closed.
func (p *tab) faultless(s state, rules string) {
	p.Helper()
	found := p.axe(rules)
	hidden := func(f string) bool { return strings.Contains(f, "partially obscured") }
	if s.over {
		found = slices.DeleteFunc(found, hidden)
	} else if slices.ContainsFunc(found, hidden) {
		p.run(`scrollTo(0, document.documentElement.scrollHeight)`)
		again := p.axe(rules)
		found = slices.DeleteFunc(found, func(f string) bool { return hidden(f) && !slices.Contains(again, f) })
	}
	for _, f := range found {
		p.Error(f)
	}
}

// axe is what is wrong with the page where one has scrolled to.
func (p *tab) axe(rules string) []string {
	p.Helper()
	return get[[]string](p, `axe.run(document, {runOnly: `+rules+`, resultTypes: ['violations'], preload: false}).then(r =>
		r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ') + ': ' + n.failureSummary.replace(/\n/g, ' '))))`)
}

// fits fails the test with what is wider than the window. A phone makes its window as wide as what is in it, so the width is
// told. 320 px is also 1280 px at 400 %, and 720 px is 1440 px at 200 %. A figure has nothing hidden at its side, either, but what
// lies over it.
func (p *tab) fits(size sight, figure bool) {
	p.Helper()
	for _, width := range map[int64][]int64{desktop.width: {1440, 720}, phone.width: {360, 320}}[size.width] {
		size.width = width
		p.look(size)
		// One frame sees the new width, the next what a figure makes of it, the third what that has moved.
		p.run(`for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame)`)
		p.until("the page is at rest", `!fig() || still()`)
		wide := get[int64](p, `document.documentElement.scrollWidth`)
		if figure {
			wide = max(wide, get[int64](p, `Math.max(0, ...[...document.querySelectorAll('quorum-lab')].map(l => Math.round(l.getBoundingClientRect().left) + (l.shadowRoot?.querySelector('.lab')?.scrollWidth ?? 0)))`))
		}
		if wide > width {
			p.Errorf("it is %d px wide on %d px", wide, width)
		}
	}
}
