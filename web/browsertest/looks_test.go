package browsertest

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func TestAPhoneBreaksTheClusterFromASheet(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/raft/leader-crash", phone)
	p.click(`button('Run until: choose what')`)
	p.click(`$$('.ql-menu summary').find(b => b.textContent.startsWith('leader: '))`)
	p.click(`$('.ql-menu details[open] .ql-b')`)
	p.until("it has come to a leader", `$$('[role=option]').some(o => /, leader/.test(o.textContent)) && still()`)
	p.click(`button('Break')`)
	p.until("a sheet rises", `$('.ql-sheet:not([hidden])')`)
	const thumbs = `$$('.ql-sheet .ql-menu :is(button, summary)').filter(b => b.checkVisibility()).every(b => b.getBoundingClientRect().height >= 44)`
	p.must("the tools are large enough for a thumb", thumbs)
	p.click(`$$('.ql-sheet .ql-choice').find(b => b.textContent === 'Crash')`)
	p.until("the nodes are there", `$$('.ql-sheet .ql-choice').some(b => b.textContent.startsWith('Crash n'))`)
	p.must("what can be done is large enough for a thumb", thumbs)
	p.click(`$('.ql-sheet .ql-choice')`)
	p.until("a node is down", `$$('[role=option]').some(o => o.textContent.includes('crashed'))`)
	for _, label := range []string{"Logs", "Checks", "Node"} {
		p.click(`button(` + text(label) + `)`)
		p.must(label+" is chosen", `button(`+text(label)+`).getAttribute('aria-selected') === 'true'`)
	}
}

// The transport is where the thumb is: at the foot of the window, wherever one has scrolled to.
func TestTheSectionsOfAPhoneAreTabsThatAreOneStopOfTheKeyboard(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/raft/leader-crash", phone)
	on := func(tab string) {
		t.Helper()
		p.must(tab+" is shown, and says what it is", `(tab => tab.getAttribute('aria-selected') === 'true' && tab.textContent.startsWith(`+text(tab)+`)
			&& $('[role=tabpanel]').getAttribute('aria-labelledby') === tab.id)($('.tabs [role=tab][tabindex="0"]'))`)
		p.must("the others are no stops", `$$('.tabs [role=tab][tabindex="0"]').length === 1`)
	}
	on("Node")
	p.run(`$('.tabs [role=tab][tabindex="0"]').focus()`)
	k := get[int](p, `shown()`)
	p.press(kb.ArrowRight)
	on("Logs")
	p.must("its panel is seen, the others are not", `$('.side table').checkVisibility() && !$('.inspector').checkVisibility() && !$('.checks').checkVisibility()`)
	p.press(kb.End)
	on("Checks")
	p.press(kb.Tab)
	p.must("what opens the text comes next, and is no tab", `lab.shadowRoot.activeElement.textContent === 'Scenario' && lab.shadowRoot.activeElement.getAttribute('role') === null`)
	p.must("no arrow stepped the run", `shown() === `+itoa(k))
}

func TestAPhoneHasItsTransportAtTheThumb(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/raft/leader-crash", phone)
	p.must("it ends with the window", `Math.abs($('.ql-transport').getBoundingClientRect().bottom - innerHeight) < 2`)
	p.must("its buttons are large enough", `$$('.ql-transport button').filter(b => b.checkVisibility()).every(b => b.getBoundingClientRect().height >= 44)`)
}
