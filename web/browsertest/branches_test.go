package browsertest

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func TestABranchIsNamedAndTheTextRecordsIt(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	p.moved("a step", func() { p.click(`button('Step')`) })
	p.click(`button('Branch here')`)
	p.until("there is a second tab", `$$('.branches [role=tab]').length === 2 && still()`)
	p.click(`button('About branches')`)
	p.until("its name can be changed", `$('.ql-menu .form input')?.value === 'branch-1'`)
	p.run(`const f = $('.ql-menu .form input'); f.value = 'n2-falls'; f.dispatchEvent(new Event('input', {bubbles: true})); f.focus()`)
	p.press(kb.Enter)
	p.until("the tab has the name", `$('.branches [aria-selected=true]').textContent === 'n2-falls'`)
	p.run(`await lab.openScenario()`)
	p.must("the text has it, too", `/\nbranch n2-falls at=/.test($('textarea').value)`)
	p.press(kb.Escape)
	p.click(`button('End this branch')`)
	p.until("it is gone", `$$('.branches [role=tab]').length === 1`)
}

func TestAPhoneMakesComparesAndEndsBranches(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", phone)
	open := func(choice string) {
		p.click(`button('Break')`)
		p.click(`$$('.ql-sheet .ql-menu button').find(b => b.textContent.startsWith('Branches'))`)
		p.click(`$$('.ql-sheet .ql-menu button').find(b => b.textContent.startsWith(` + text(choice) + `))`)
	}
	open("Branch here")
	p.until("there are two", `$$('.branches [role=tab]').length === 2 && still()`)
	p.click(`button('Break')`)
	p.until("the sheet names the branch", `$$('.ql-sheet .ql-menu button').some(b => /^Branches.*branch-1/.test(b.textContent))`)
	p.press(kb.Escape)
	open("Compare with main")
	p.until("both are there", `$('.compare')?.checkVisibility() && $('.compare select').value === 'main'`)
	p.click(`button('Close the comparison')`)
	open("End this branch")
	p.until("it is gone", `$$('.branches [role=tab]').length === 1`)
}
