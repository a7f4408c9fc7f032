package main

import "slices"

// A state is a page as somebody may come to see it.
type state struct {
	name  string // of its pictures
	path  string
	first string   // a script before any of the page's own
	steps []string // scripts, one after the other; each is awaited, and what it does has settled before the next
	whole bool     // all of the page, not the first window of it
	wide  bool     // where the screen is wide only
	thin  bool     // on a phone only
	way   way
}

// A way is what is unlike other visits about the browser.
type way int

const (
	usual way = iota
	noScript
	noEngine
	paper
	forced
)

// Steps that many states have.
const (
	alive = `await until(() => fig()?.classList.contains('alive') && still())`
	leads = `$('.until .go').checkVisibility() ? $('.until .go').click() : (button('Run until: choose what').click(), await rest(300), $$('.ql-menu button.ql-choice')[1].click()); await until(() => $$('[role=option]').some(o => /, leader/.test(o.textContent)) && still())`
	step  = `button('Step').click(); await until(still)`
)

func steps(n int) []string { return slices.Repeat([]string{step}, n) }

// on is a state of a figure that is alive.
func on(name, path string, scripts ...string) state {
	return state{name: name, path: path, steps: append([]string{alive}, scripts...)}
}

// play plays for a while of virtual time, and pauses in the middle of things.
const play = `button('Play').click(); await rest(2500); $$('.ql-transport button, .bar button').find(b => named(b) === 'Pause')?.click(); await until(still)`

// pages are the site's own: what there is of each kind.
func pages(lessons, protocols []string) []state {
	all := []state{
		on("home", "/"),
		{name: "lessons", path: "/lessons", whole: true},
		{name: "lessons-begun", path: "/lessons", whole: true,
			first: `localStorage.setItem('ql-progress', JSON.stringify({'what-breaks': {seen: 1, done: 2}, 'elections': {seen: 1}}))`},
		{name: "play", path: "/play", whole: true},
		{name: "protocols", path: "/protocols", whole: true},
		{name: "about", path: "/about", whole: true},
		{name: "not-found", path: "/nowhere"},
		{name: "no-such-scenario", path: "/play/raft/nothing"},
		{name: "no-such-lesson", path: "/lessons/nothing"},
		on("embed", "/embed/raft/leader-crash"),
		{name: "home-no-script", path: "/", way: noScript},
		{name: "play-no-script", path: "/play/raft/leader-crash", way: noScript},
		{name: "lesson-no-script", path: "/lessons/elections", way: noScript, whole: true},
		{name: "play-no-engine", path: "/play/raft/leader-crash", way: noEngine, steps: []string{`await rest(1500)`}},
		{name: "lesson-no-engine", path: "/lessons/elections", way: noEngine, steps: []string{`await rest(1500)`}},
	}
	for _, id := range lessons {
		all = append(all, state{name: "lesson-" + id, path: "/lessons/" + id, whole: true, steps: []string{awake}})
	}
	for _, p := range protocols {
		all = append(all,
			state{name: "catalogue-" + p, path: "/play/" + p, whole: true},
			state{name: "reference-" + p, path: "/protocols/" + p, whole: true})
	}
	for _, w := range []struct {
		name string
		way  way
	}{{"paper", paper}, {"forced-colours", forced}} {
		all = append(all,
			state{name: "home-" + w.name, path: "/", way: w.way, whole: true, steps: []string{alive}},
			state{name: "play-" + w.name, path: "/play/raft/leader-crash", way: w.way, whole: true, steps: []string{alive, leads}},
			state{name: "lesson-" + w.name, path: "/lessons/elections", way: w.way, whole: true, steps: []string{awake}},
			state{name: "reference-" + w.name, path: "/protocols/raft", way: w.way, whole: true})
	}
	return all
}

// awake brings every figure of a lesson into sight once, then waits until all are alive.
const awake = `for (const l of document.querySelectorAll('quorum-lab')) { l.scrollIntoView(); await until(() => l.shadowRoot?.querySelector('.lab.alive')) } scrollTo(0, 0)`

// figures are the player's states.
func figures(scenarios []string) []state {
	raft := "/play/raft/leader-crash"
	menu := func(name string) string {
		return `button('` + name + `').click(); await until(() => $('[role=dialog]:not([hidden])'))`
	}
	row := func(name string) string {
		return `$$('.ql-menu :is(button.ql-choice, summary, .ql-b)').filter(b => b.checkVisibility()).find(b => b.innerText.trim().startsWith('` + name + `')).click(); await rest(200)`
	}
	thing := func(name string) string {
		return `const o = $$('[role=option]').find(o => o.textContent.startsWith('` + name + `')); $('.cluster .field').focus();
			for (let i = 0; i < 60 && !$('[role=option][id="' + $('.cluster .field').getAttribute('aria-activedescendant') + '"]')?.textContent.startsWith('` + name + `'); i++) { key('ArrowDown'); await rest(20) }
			key('Enter'); await rest(300)`
	}
	all := []state{
		on("player-start", raft),
		on("player-leader", raft, leads),
		on("player-playing", raft, leads, play),
		{name: "player-whole", path: raft, whole: true, steps: []string{alive, leads, play}},
		on("player-message", raft, leads, step, step, thing("MsgApp")),
		on("player-node-sheet", raft, leads, thing("n2")),
		on("player-why", raft, leads, step, step, step, `$('.cluster .field').focus(); key('w'); await rest(400)`),
		on("player-crashed", raft, leads, `$('.cluster .field').focus(); key('1'); key('k'); await rest(600)`, play),
		on("player-cut", raft, leads, `$('.cluster .field').focus(); key('2'); key('x'); await rest(600)`, step, step),
		on("player-until", raft, menu("Run until: choose what")),
		on("player-again", raft, `(button('Run again with') ?? (button('Run until: choose what').click(), await rest(300), $$('.ql-menu button').find(b => b.textContent.startsWith('Run again')))).click(); await rest(500)`),
		on("player-drawer", raft, leads, `await lab.openScenario(); await rest(400)`),
		on("player-drawer-wrong", raft, `await lab.openScenario(); const t = $('textarea'); t.value = t.value + 'run until=leder\n'; t.dispatchEvent(new InputEvent('input')); await rest(700)`),
		on("player-keys", raft, `$('.cluster .field').focus(); key('?'); await rest(400)`),
		on("player-link", raft, leads, `$('.cluster .field').focus(); key('c'); await rest(700)`),
		on("player-branches", raft, leads, `$('.cluster .field').focus(); key('b'); await rest(500); key('1'); key('k'); await rest(500)`, play),
		on("player-by-hand", raft, leads, `$('.cluster .field').focus(); key('2'); await rest(100)`, `button('Drive by hand')?.click(); await rest(400)`, step, step, step, step),
		on("player-broken", "/play/mutex/no-replies", `for (let i = 0; i < 60 && $('.notice').hidden; i++) { button('Step').click(); await until(still) }`),
		on("player-broken-link", raft+"#1.nonsense", `await rest(500)`),
		on("player-limit", "/play/mutex/contention", `await lab.openScenario(); const t = $('textarea'); t.value = 'cluster mutex nodes=3 limit=60 seed=1\nload n1 acquire think=1ms\n'; t.dispatchEvent(new InputEvent('input')); await rest(500); button('Run from the start')?.click(); await rest(600)`, `button('Play')?.click(); await rest(2500)`),
		on("player-compare", "/play/twophase/two-pasts", `$$('.branches [role=tab]').find(b => b.textContent === 'left').click(); await rest(500); lab.compareBranches('left', 'right'); await until(() => $$('.compare .half').length === 2); $('.compare .st .field').focus(); for (let i = 0; i < 14; i++) { key('ArrowRight'); await rest(120) }`),
		{name: "player-break-sheet", path: raft, thin: true, steps: []string{alive, leads, menu("Break")}},
		{name: "player-crash-rows", path: raft, thin: true, steps: []string{alive, leads, menu("Break"), row("Crash")}},
		{name: "player-logs", path: raft, thin: true, steps: []string{alive, leads, step, step, `button('Logs').click(); button('Logs').scrollIntoView({block: 'start'}); await rest(200)`}},
		{name: "player-checks", path: raft, thin: true, steps: []string{alive, leads, step, step, `button('Checks').click(); button('Checks').scrollIntoView({block: 'start'}); await rest(200)`}},
		{name: "player-crash-menu", path: raft, wide: true, steps: []string{alive, leads, menu("Crash")}},
		{name: "player-cut-menu", path: raft, wide: true, steps: []string{alive, leads, menu("Cut")}},
		{name: "player-hold-menu", path: raft, wide: true, steps: []string{alive, leads, step, menu("Hold")}},
	}
	for _, s := range scenarios {
		all = append(all, on("run-"+slug(s), "/play/"+s, append(steps(6), play)...))
	}
	return all
}

// lesson is what a lesson looks like while one works in it.
func lesson() []state {
	first := `const f = document.querySelector('form.ql-predict'); f.scrollIntoView(); await until(() => document.querySelector('quorum-lab').shadowRoot?.querySelector('.lab.alive'));`
	return []state{
		{name: "lesson-predict", path: "/lessons/elections", steps: []string{first}},
		{name: "lesson-predicted", path: "/lessons/elections", steps: []string{first, `const f = document.querySelector('form.ql-predict'); f.querySelector('[data-ask] input').click(); await rest(200); [...f.querySelectorAll('button')].find(b => b.textContent.trim() === 'Run it').click();
			await until(() => f.querySelector('[data-saw]').checkVisibility()); f.querySelector('[data-saw]').scrollIntoView({block: 'center'}); await rest(300)`}},
		{name: "lesson-answered", path: "/lessons/elections", steps: []string{first, `const f = document.querySelector('form.ql-predict'); f.querySelector('[data-ask] input').click(); await rest(200); [...f.querySelectorAll('button')].find(b => b.textContent.trim() === 'Run it').click();
			await until(() => f.querySelector('[data-saw]').checkVisibility()); f.querySelector('[data-saw] input').click(); await rest(800); f.scrollIntoView()`}},
		{name: "lesson-challenge", path: "/lessons/elections", steps: []string{`const f = document.querySelector('form.ql-challenge'); f.scrollIntoView(); [...f.querySelectorAll('button')].find(b => b.textContent.trim() === 'Start').click(); await until(() => f.nextElementSibling.querySelector('quorum-lab')?.shadowRoot?.querySelector('.lab.alive')); f.scrollIntoView(); await rest(500)`}},
		{name: "lesson-missed", path: "/lessons/elections", steps: []string{`const f = document.querySelector('form.ql-challenge'); f.scrollIntoView(); [...f.querySelectorAll('button')].find(b => b.textContent.trim() === 'Start').click(); await until(() => f.nextElementSibling.querySelector('quorum-lab')?.shadowRoot?.querySelector('.lab.alive'));
			[...f.querySelectorAll('button')].find(b => b.textContent.trim() === 'Judge it').click(); await until(() => f.querySelector('.ql-verdict')); f.querySelector('.ql-verdict').scrollIntoView({block: 'center'}); await rest(400)`}},
		{name: "lesson-question", path: "/lessons/elections", steps: []string{`const f = document.querySelector('form.ql-question'); f.querySelector('input').click(); f.requestSubmit(); await rest(400); f.scrollIntoView({block: 'start'})`}},
	}
}
