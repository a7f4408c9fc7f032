package browsertest

import "testing"

// counted counts from now on what makes a page lay itself out in the middle of a frame: the names of the measures asked for.
const counted = `window.asked = [];
	for (const [of, names] of [[Element, ['clientWidth', 'clientHeight', 'scrollWidth', 'scrollLeft', 'scrollTop']], [HTMLElement, ['offsetWidth', 'offsetHeight', 'offsetTop']]])
		for (const name of names) {
			const was = Object.getOwnPropertyDescriptor(of.prototype, name);
			Object.defineProperty(of.prototype, name, {...was, get() { asked.push(name + ' of ' + this.tagName + '.' + this.className); return was.get.call(this); }});
		}
	for (const of of [Element, SVGGraphicsElement]) for (const name of ['getBoundingClientRect', 'getBBox', 'getComputedTextLength']) {
		const was = of.prototype[name];
		if (was) of.prototype[name] = function (...all) { asked.push(name + ' of ' + this.tagName); return was.apply(this, all); };
	}`

func TestAPlayingFigureAsksThePageForNoMeasures(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/raft/leader-crash", desktop)
	p.moved("the run is far enough for logs to be there", func() { p.run(`$('.cluster .field').focus()`); p.press("]", "]", " ") })
	p.until("messages fly and logs grow", `Number($('.st .field').getAttribute('aria-valuenow')) > 250`)
	p.run(counted + `; window.from = shown()`)
	p.until("more has happened", `shown() > from + 60`)
	// A log that grows is kept at its end: once for an entry, not once for a frame.
	p.must("the page was asked nothing else: "+get[string](p, `JSON.stringify(asked)`), `asked.filter(a => !a.includes('ql-scroll')).length === 0 && asked.length < 20`)
}
