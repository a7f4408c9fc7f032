package browsertest

import (
	"strconv"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func itoa(n int) string { return strconv.Itoa(n) }

// picture is all that is seen of a moment: every mark of the cluster with what it looks like, wherever it stands in the
// document, the panels, the checks, the words, and what a screen reader is told.
const picture = `(() => {
	const seen = e => e.getAttribute('display') === 'none' ? '' :
		e.tagName + ' ' + [...e.attributes].map(a => a.name + '=' + a.value).sort().join(' ') + ' ' + (e.children.length ? '' : e.textContent) + '(' + [...e.children].map(seen).join('') + ')';
	return [...$$('.cluster svg > g').map(g => [...g.children].map(seen).filter(Boolean).sort().join('\n')),
		...['.panels', '.checks', '.narr'].map(s => $(s).innerText),
		$$('[role=option]').map(o => o.textContent).join('\n')].join('\n----\n');
})()`

func TestStepBackShowsExactlyTheFrameThatWasShownBefore(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/play/raft/leader-crash", "/play/mutex/contention"} {
		t.Run(path, func(t *testing.T) {
			p := figure(t, path, desktop)
			var seen []string
			var at []int
			const steps = 14
			for range steps {
				p.moved("a step", func() { p.click(`button('Step')`) })
				seen, at = append(seen, get[string](p, picture)), append(at, get[int](p, `shown()`))
			}
			for i := steps - 2; i >= 0; i-- {
				p.moved("a step back", func() { p.click(`button('Step back')`) })
				if got := get[int](p, `shown()`); got != at[i] {
					t.Fatalf("stepped back to event %d, expected %d", got, at[i])
				}
				if got := get[string](p, picture); got != seen[i] {
					t.Fatalf("at event %d, on the way back:\n%s\non the way there:\n%s", at[i], got, seen[i])
				}
			}
		})
	}
}

func TestTheKeyboardDoesWhatTheMouseDoes(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/raft/leader-crash", desktop)
	p.run(`$('.cluster .field').focus()`)
	p.moved("an arrow steps", func() { p.press(kb.ArrowRight) })
	p.moved("an arrow steps back", func() { p.press(kb.ArrowLeft) })

	p.press("2")
	p.until("a number chooses a node", `$('[role=option][aria-selected=true]')?.textContent.startsWith('n2')`)
	p.press("k")
	p.until("k crashes it", `option('n2').includes('crashed')`)
	p.press("k")
	p.until("k restarts it", `!option('n2').includes('crashed')`)
	p.press("p")
	p.until("p pauses it", `option('n2').includes('paused')`)
	p.press("p")
	p.until("p lets it go on", `!option('n2').includes('paused')`)
	p.press("x")
	p.until("x cuts it off", `/cut/.test(option('link n1 to n2'))`)
	p.press("x")
	p.until("x heals it", `!/cut/.test(option('link n1 to n2'))`)
	p.press("h")
	p.until("h holds what it sends", `narration().includes('You hold every message from n2')`)

	p.press(kb.ArrowDown, kb.Enter)
	p.until("enter opens what can be done", `$('[role=dialog]:not([hidden]) .ql-menu')`)
	p.must("the keyboard is in it", `$('.ql-menu').contains(lab.shadowRoot.activeElement)`)
	p.press(kb.Escape)
	p.until("escape closes it", `!$('[role=dialog]:not([hidden])')`)
	p.must("the keyboard is back in the cluster", `lab.shadowRoot.activeElement === $('.cluster .field')`)

	p.press("t")
	p.until("t opens the text", `$('.ql-drawer:has(textarea):not([hidden]) textarea')`)
	p.must("all that was done stands in it", `['crash n2', 'restart n2', 'pause n2', 'resume n2', 'hold from=n2'].every(l => $('textarea').value.includes(l))`)
	p.press(kb.Escape, "?")
	p.until("? shows the keys", `$('.help:not([hidden])')`)
	p.press(kb.Escape, "b")
	p.until("b makes a branch", `$$('.branches [role=tab]').length === 2`)
	p.press(" ")
	p.until("space plays", `button('Pause')`)
	p.press(" ")
	p.until("space pauses", `button('Play')`)
}

func TestCutHealHoldDropAndDelayByHand(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	p.moved("a first step", func() { p.click(`button('Step')`) })
	p.stepUntil("messages are on their way", `/Request/.test($$('[role=option]').map(o => o.textContent).join())`)

	p.click(`button('Cut')`)
	p.click(`$$('.ql-menu button').find(b => b.textContent.startsWith('Cut off n3'))`)
	p.until("n3 is cut off", `/cut/.test(option('link n1 to n3')) && /cut/.test(option('link n2 to n3'))`)
	p.click(`button('Heal')`)
	p.until("all links are open", `$$('[role=option]').filter(o => o.textContent.startsWith('link')).every(o => o.textContent.endsWith('open'))`)

	p.click(`button('Drop')`)
	p.click(`$$('.ql-menu button').find(b => b.textContent.startsWith('Drop Request'))`)
	p.until("the message is dropped", `narration().includes('You drop Request')`)

	p.click(`button('Delay')`)
	p.click(`$$('.ql-menu button').find(b => b.textContent.startsWith('Delay Request'))`)
	p.until("another is late", `$$('[role=option]').some(o => /Request.*delayed/.test(o.textContent))`)

	p.click(`button('Hold')`)
	p.click(`$('.ql-menu .form .ql-b')`)
	p.until("what is on its way is held", `$$('[role=option]').some(o => /, held/.test(o.textContent))`)
	p.click(`button('Hold')`)
	p.click(`$$('.ql-menu button').find(b => b.textContent.startsWith('Release everything'))`)
	p.until("nothing is held any more", `!$$('[role=option]').some(o => /, held/.test(o.textContent))`)
}

func TestACommandTakesItsFieldsFromTheDeclaration(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/raft/leader-crash", desktop)
	p.click(`button('Run until')`)
	p.until("it has come to a leader", `$$('[role=option]').some(o => /, leader/.test(o.textContent)) && still()`)
	p.click(`button('Command')`)
	p.until("there is a field for the key", `$$('.ql-menu label').some(l => l.textContent.includes('key'))`)
	p.run(`const f = $$('.ql-menu form').find(f => f.textContent.includes('put')), [k, v] = f.querySelectorAll('input'); k.value = 'x'; v.value = 'seven of nine'; f.querySelector('button').focus()`)
	p.press(kb.Enter)
	p.until("the client is asked", `narration().includes('seven of nine')`)
	p.run(`await lab.openScenario()`)
	p.must("the text quotes what has spaces", `$('textarea').value.includes('value="seven of nine"')`)
}

func TestARefusedActionSaysWhy(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	p.click(`button('Cut')`)
	p.click(`$$('.ql-menu summary').find(b => b.textContent === 'One link')`)
	p.until("there is a form", `$('.ql-menu [open] .form')`)
	p.run(`const f = $('.ql-menu [open] .form'), [a, b] = f.querySelectorAll('select'); b.value = a.value; f.requestSubmit()`)
	p.until("the form says what is expected", `/two different nodes/.test($('.ql-menu [open] .form [role=alert]').textContent)`)
	p.must("it stays open", `!$('.ql-menu').parentElement.hidden`)
}

func TestATypedScenarioErrorShowsItsLine(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	p.click(`document.querySelector('[data-opens=scenario]')`)
	p.until("the text is open", `$('.ql-drawer:has(textarea):not([hidden]) textarea')?.value.includes('cluster mutex')`)
	p.run(`const t = $('textarea'); t.value = t.value.replace(/^cluster.*$/m, '$&\nrun until=insde limit=1s'); t.dispatchEvent(new InputEvent('input'))`)
	p.until("the line is named", `/^Line 3: /.test($('.ql-drawer:has(textarea) [role=status]').innerText)`)
	p.must("the line is marked", `$('.paint .err').textContent.includes('insde')`)
	p.must("the field says that it is wrong", `$('textarea').getAttribute('aria-invalid') === 'true'`)
	p.run(`const t = $('textarea'); t.value = 'cluster mutex nodes=4 seed=3\ncommand n1 acquire\nrun 1s\n'; t.dispatchEvent(new InputEvent('input'))`)
	p.until("nothing is wrong any more", `$('.ql-drawer:has(textarea) [role=status]').hidden`)
	p.click(`button('Run from the start')`)
	p.until("the new text runs", `$('.ql-drawer:has(textarea)').hidden && $$('[role=option]').filter(o => /^n\d/.test(o.textContent)).length === 4`)
}

func TestAViolatedInvariantIsSaidWithItsValuesAndAWayBack(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/no-replies", desktop)
	p.stepUntil("it is said", `/n1/.test($('.notice').innerText) && /n2/.test($('.notice').innerText)`)
	p.must("it is heard at once", `$('.spoken [role=alert]').textContent.includes('broken')`)
	p.must("the check is crossed out", `$('.checks .no')`)
	p.moved("it offers a step back", func() { p.click(`$$('.notice button').find(b => b.textContent === 'Step back')`) })
	p.until("the notice is gone", `$('.notice').hidden`)
}

func TestReadersWhoWantNoMotionGetSteps(t *testing.T) {
	t.Parallel()
	s := desktop
	s.calm = true
	p := figure(t, "/play/mutex/contention", s)
	p.click(`button('Play')`)
	p.until("events come one by one", `shown() >= 3`)
	p.click(`button('Pause')`)
	p.moved("a step is there at once", func() { p.click(`button('Step')`) })
	p.must("what changed has an outline", `$$('.cluster .sel.changed').length > 0`)
}

func TestABranchIsATabAndComesBack(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/raft/leader-crash", desktop)
	p.click(`button('Run until')`)
	p.until("it has come to a leader", `$$('[role=option]').some(o => /, leader/.test(o.textContent)) && still()`)
	at := get[int](p, `shown()`)
	p.click(`button('Branch here')`)
	p.until("there is a second tab", `$$('.branches [role=tab]').length === 2`)
	p.must("it shows the same moment", `shown() === `+itoa(at))
	p.click(`button('Crash')`)
	p.click(`$('.ql-menu button:not([aria-label])')`)
	p.until("a node is down", `$$('[role=option]').some(o => o.textContent.includes('crashed'))`)
	p.click(`$('.branches [role=tab]')`)
	p.until("nobody is down in the first", `$('.branches [role=tab]').getAttribute('aria-selected') === 'true' && still() && !$$('[role=option]').some(o => o.textContent.includes('crashed'))`)
}
