package browsertest

import "testing"

// counterexample is what a search prints: all nodes are driven by hand, and each line is an act of the reader.
const counterexample = `# money is violated: all accounts together have 360, and had 400 at first
#
#  1. n1 is told to begin tx=t1 from=n2.alice to=n3.bob amount=40
cluster twophase nodes=3 client=0 gives-up=true fsync=1ms seed=1
manual n1 on
manual n2 on
manual n3 on
at 20ms command n1 begin tx=t1 from=n2.alice to=n3.bob amount=40
at 40ms deliver n1.1
at 60ms deliver n1.2
at 80ms deliver n2.1
at 100ms deliver n3.1
at 120ms deliver n1.3
at 140ms fire n3 in-doubt n1.1
expect violated money
`

func TestACounterexampleOfAnotherProtocolIsPlayed(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	p.put(counterexample)
	p.until("the bar names what runs", `/twophase\s*\/\s*your own scenario/.test(document.querySelector('.ql-crumb').innerText)`)
	p.must("where it begins stands what the text says of itself", `narration().includes('money is violated: all accounts together have 360')`)
	p.must("its other lines do not", `!narration().includes('1. n1 is told')`)
	p.must("one can run until a goal of that protocol", `button('Run until').textContent.includes('decided')`)
	p.stepUntil("a message waits for a hand", `$$('[role=option]').some(o => /Prepare.*n1 to n3.*waiting/.test(o.textContent))`)
	p.must("what was asked of a server stands lightly on its line", `$('.st .op.light') && `+words+`.some(w => w.startsWith('begin t1'))`)
	p.run(`await lab.openScenario()`)
	p.must("the text has its comments still", `$('textarea').value.startsWith('# money is violated') && $('.paint .c')`)
	p.run(`$('.ql-drawer:has(textarea) [aria-label=Close]').click()`)
	p.stepUntil("it comes to its end", `!$('.notice').hidden`)
	p.must("what broke is said by its title", `$('.notice').innerText.includes('“No money is made or lost” is broken: all accounts together have 360')`)
	p.must("the narration says what happened, once", `!narration().includes('all accounts together')`)
	p.moved("one can act before the end", func() { p.click(`button('Step back')`) })
	p.click(`$('.side .doing button')`)
	p.until("it is a run of the reader's now", `/You crash/.test(narration())`)
	p.run(`await lab.openScenario()`)
	p.must("whose text has the comments still", `$('textarea').value.startsWith('# money is violated')`)
}

func TestATextWhoseProtocolIsInAnotherModuleLoadsThat(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	p.put("cluster raft nodes=3 client=1 seed=37\nrun until=leader\nrun 10ms\n")
	p.until("raft runs", `$$('[role=option]').some(o => /^n1, (follower|leader)/.test(o.textContent))`)
	p.run(`await lab.openScenario(); const t = $('textarea'); t.value = 'cluster rafft\n'; t.dispatchEvent(new InputEvent('input'))`)
	p.until("a protocol that no module has is said to be unknown", `/Line 1: .*rafft/.test($('.ql-drawer:has(textarea) [role=status]').innerText)`)
	p.run(`$('.ql-drawer:has(textarea) [aria-label=Close]').click()`)
	p.moved("the run that was there goes on", func() { p.click(`button('Step')`) })
}

func TestAModuleThatCannotBeLoadedLeavesTheRunAsItWas(t *testing.T) {
	t.Parallel()
	s := desktop
	s.allow = "raft"
	p := figure(t, "/play/mutex/contention", s)
	p.run(`window.post = Worker.prototype.postMessage;
		Worker.prototype.postMessage = function (m, ...rest) { if (m.module === 'raft') setTimeout(() => this.dispatchEvent(new MessageEvent('message', {data: {id: m.id, failed: 'it answered 503'}}))); else window.post.call(this, m, ...rest) }`)
	p.run(`await lab.openScenario(); const t = $('textarea'); t.value = 'cluster raft nodes=3\n'; t.dispatchEvent(new InputEvent('input'))`)
	p.until("it is said", `/could not be loaded: it answered 503/.test($('.ql-drawer:has(textarea) [role=status]').innerText)`)
	p.run(`window.tries = 0; const counted = Worker.prototype.postMessage; Worker.prototype.postMessage = function (m, ...rest) { if (m.module === 'raft') tries++; return counted.call(this, m, ...rest) }`)
	p.click(`button('Run from the start')`)
	p.until("it has been tried", `tries > 0`)
	p.until("it is said again, and the text stays open", `!$('.ql-drawer:has(textarea)').hidden && /could not be loaded: it answered 503/.test($('.ql-drawer:has(textarea) [role=status]').innerText)`)
	p.run(`$('.ql-drawer:has(textarea) [aria-label=Close]').click()`)
	p.moved("the run that was there goes on", func() { p.click(`button('Step')`) })
}

func TestAFileIsOpenedAsAScenario(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	p.run(`await lab.openScenario()`)
	give := func(body string) string {
		return `const files = new DataTransfer(); files.items.add(new File([` + body + `], 'bad-run.txt')); const f = $('.ql-drawer:has(textarea) input[type=file]'); f.files = files.files; f.dispatchEvent(new Event('change'))`
	}
	p.run(give(`'x'.repeat(2e6)`))
	p.until("a file that is too long is refused", `/at most 1 MB/.test($('.ql-drawer:has(textarea) [role=status]').innerText)`)
	p.must("the text is as it was", `$('textarea').value.includes('cluster mutex')`)
	p.run(give(text(counterexample)))
	p.until("its text is there", `$('textarea').value.includes('cluster twophase') && $('.ql-drawer:has(textarea) [role=status]').hidden`)
	p.click(`button('Run from the start')`)
	p.until("it runs", `$('.ql-drawer:has(textarea)').hidden && still() && narration().includes('money is violated')`)
}

func TestAStepThatLeadsNowhereSaysSo(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	p.put("cluster mutex nodes=2 seed=1\nmanual n2 on\ncommand n1 acquire\nrun 50ms\n")
	p.stepUntil("it says so", `/Nothing more happens by itself/.test($('.notice').innerText)`)
	p.must("and what would lead on", `/Deliver what waits/.test($('.notice').innerText)`)
}

func TestTheReadersOwnEditsAreKeptUntilTheyAreUndone(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	p.run(`await lab.openScenario()`)
	p.must("an untouched text offers nothing to undo", `!button('Undo my edits')`)
	p.run(`$('textarea').value = 'cluster mutex nodes=2\n'; $('textarea').dispatchEvent(new InputEvent('input'))`)
	p.run(`$('.ql-drawer:has(textarea) [aria-label=Close]').click(); await lab.openScenario()`)
	p.must("the edit is there still", `$('textarea').value === 'cluster mutex nodes=2\n'`)
	p.click(`button('Undo my edits')`)
	p.until("what was done is back", `$('textarea').value.includes('cluster mutex') && !$('textarea').value.includes('nodes=2') && !button('Undo my edits')`)
}

func TestATextIsPastedFromTheClipboard(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	p.run(`Object.defineProperty(navigator, 'clipboard', {value: {readText: async () => 'cluster mutex nodes=4\nrun 1s\n'}})`)
	p.run(`await lab.openScenario()`)
	p.click(`button('Paste')`)
	p.until("it is there", `$('textarea').value === 'cluster mutex nodes=4\nrun 1s\n'`)
	p.run(`navigator.clipboard.readText = () => Promise.reject(new Error('no'))`)
	p.click(`button('Paste')`)
	p.until("where that is forbidden it says what else does it", `/paste with the keyboard/.test($('.ql-drawer:has(textarea) .ql-ctl').innerText)`)
}
