package browsertest

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// everyElement has every element of a page, those in figures included.
const everyElement = `(() => { const all = [], of = root => { for (const e of root.querySelectorAll('*')) { all.push(e); if (e.shadowRoot) of(e.shadowRoot); } }; of(document); return all })()`

// motionless fails the test with what would move for a reader who wants no motion.
func (p *tab) motionless() {
	p.Helper()
	moving := get[[]string](p, `[
		...`+everyElement+`.filter(e => { const s = getComputedStyle(e); return [s.transitionDuration, s.animationDuration].some(d => d.split(', ').some(d => parseFloat(d) > 0)) || s.scrollBehavior === 'smooth' }),
		...[document, ...`+everyElement+`.map(e => e.shadowRoot).filter(Boolean)].flatMap(r => r.getAnimations()).filter(a => a.playState === 'running').map(a => a.effect.target),
	].map(e => e.tagName + '.' + e.getAttribute('class'))`)
	if len(moving) > 0 {
		p.Errorf("for readers who want no motion, these would move: %q", moving[:min(len(moving), 10)])
	}
}

// distinct fails the test with what is told by a fill alone, which a reader's own colours take away: buttons keep an edge,
// and what is chosen has something that its neighbours do not have.
func (p *tab) distinct(s sight) {
	p.Helper()
	s.forced = true
	p.look(s)
	alike := get[[]string](p, `(() => {
		const seen = `+everyElement+`.filter(e => e.checkVisibility()), named = e => e.tagName + '.' + e.getAttribute('class') + ' ' + e.textContent.trim().slice(0, 40);
		const edge = e => { const s = getComputedStyle(e); return [s.outlineStyle + s.outlineWidth, s.borderTopWidth, s.borderLeftWidth, s.borderBottomWidth, s.textDecorationLine, s.fontWeight,
			e.querySelector('svg') ? e.querySelector('svg').innerHTML : ''].join() };
		const edged = e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' || ['Top', 'Bottom', 'Left'].some(d => s['border' + d + 'Style'] !== 'none' && parseFloat(s['border' + d + 'Width']) > 0 && s['border' + d + 'Color'] !== s.backgroundColor) };
		const bare = seen.filter(e => e.matches('.ql-b:not(.quiet)') && !edged(e)).map(e => 'no edge: ' + named(e));
		const same = seen.filter(e => e.matches('[role=tab][aria-selected=true], button[aria-pressed=true]')).flatMap(e => {
			const others = [...(e.closest('[role=tablist], fieldset, ul, form, div')?.querySelectorAll('[role=tab][aria-selected=false], button[aria-pressed=false]') ?? [])].filter(o => o.checkVisibility());
			return others.some(o => edge(o) === edge(e)) ? ['as its neighbours are: ' + named(e)] : [];
		});
		return [...bare, ...same];
	})()`)
	for _, a := range alike {
		p.Errorf("in the reader's own colours: %s", a)
	}
	s.forced = false
	p.look(s)
}

func TestInTheReadersOwnColoursStatusesAreToldByTheirShape(t *testing.T) {
	t.Parallel()
	s := desktop
	s.calm, s.forced = true, true
	p := figure(t, "/play/raft/leader-crash", s)
	p.must("the colours are forced", `matchMedia('(forced-colors: active)').matches`)
	p.stepUntil("somebody leads", `$$('[role=option]').some(o => /, leader/.test(o.textContent))`)
	p.run(`$('.cluster .field').focus()`)
	p.press("2", "k")
	p.until("n2 is down", `option('n2').includes('crashed') && still()`)
	p.press("3", "p")
	p.until("n3 pauses", `option('n3').includes('paused') && still()`)
	// A mark without its colours: what is drawn, and how lines are broken.
	p.run(`window.mark = n => [...n.querySelectorAll('path, circle')].filter(e => !e.matches('.sel, .timer, .timer-track, .timer-hand') && !e.closest('[display=none]')).map(e => [e.tagName, e.getAttribute('d'), e.getAttribute('r'), getComputedStyle(e).strokeDasharray].join()).join(' ');
		window.marks = Object.fromEntries($$('.cluster svg .n').filter(n => n.checkVisibility() && n.querySelector('.id')).map(n => [n.querySelector('.id').textContent, mark(n)]));
		window.statuses = Object.fromEntries($$('[role=option]').filter(o => /^n\d, /.test(o.textContent)).map(o => { const [id, status] = o.textContent.split(', '); return [id, [status, ...['crashed', 'paused'].filter(f => o.textContent.includes(f))].join()] }))`)
	p.must("there are at least three statuses", `new Set(Object.values(statuses)).size >= 3`)
	p.must("each status has marks of its own: "+get[string](p, `JSON.stringify(statuses)`), `Object.keys(statuses).every(a => Object.keys(statuses).every(b => statuses[a] === statuses[b] || marks[a] !== marks[b]))`)
	p.must("ids can be read on what they stand on", `$$('.cluster svg .n .id').every(e => getComputedStyle(e).fill !== getComputedStyle(e.parentElement.querySelector('.s')).fill)`)
	p.press(kb.Tab)
	p.must("what has the keyboard has an outline", `getComputedStyle(lab.shadowRoot.activeElement).outlineStyle !== 'none'`)
}

func TestReadersWhoWantNoMotionSeeNothingMoveBetweenTwoEvents(t *testing.T) {
	t.Parallel()
	s := desktop
	s.calm = true
	p := figure(t, "/play/mutex/contention", s)
	p.run(`const drawn = () => $('.cluster svg').innerHTML + $('.st .field').getAttribute('aria-valuenow');
		window.seen = new Map(); window.looked = 0;
		const watch = () => { if (still() && button('Pause')) { looked++; const k = shown(); seen.has(k) || seen.set(k, new Set()); seen.get(k).add(drawn()); } requestAnimationFrame(watch) };
		watch()`)
	p.click(`button('Play')`)
	p.until("events come one by one", `seen.size > 6`)
	p.click(`button('Pause')`)
	p.must("more frames than events were looked at", `looked > 2 * seen.size`)
	// Where it stood when play was pressed, it still had the marks of a step.
	p.must("each event has one picture: "+get[string](p, `JSON.stringify([...seen].map(([k, s]) => [k, s.size]))`), `[...seen.values()].slice(1).every(s => s.size === 1)`)
}
