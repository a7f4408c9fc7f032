package browsertest

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// besides opens the two pasts of two-phase commit side by side, at half a second.
func besides(t *testing.T, s sight) *tab {
	p := figure(t, "/play/twophase/two-pasts", s)
	p.run(`$$('.branches [role=tab]').find(b => b.textContent === 'left').click()`)
	p.until("the left branch is shown", `$('.branches [aria-selected=true]').textContent === 'left' && still()`)
	p.run(`lab.compareBranches('left', 'right')`)
	p.until("both are there", `$$('.compare .half').length === 2 && $('.compare select').value === 'right'`)
	p.run(`$('.compare .st .field').focus()`)
	for range 14 {
		p.moved("a step", func() { p.press(kb.ArrowRight) })
	}
	return p
}

const side = `(n => $$('.compare .half')[n])`

func TestTwoBranchesAreShownSideBySideOnOneClock(t *testing.T) {
	t.Parallel()
	p := besides(t, desktop)
	p.until("n3 has committed at the left", side+`(0).innerText.includes('blocked') || [...`+side+`(0).querySelectorAll('[role=option]')].some(o => /n3, committed/.test(o.textContent))`)
	p.until("and aborted at the right", `[...`+side+`(1).querySelectorAll('[role=option]')].some(o => /n3, aborted/.test(o.textContent))`)
	times := `$$('.compare .st .field').map(f => f.getAttribute('aria-valuenow')).join()`
	p.until("both stand at the same time", `(([a, b]) => a === b && a > 0)($$('.compare .st .field').map(f => f.getAttribute('aria-valuenow')))`)
	before := get[string](p, times)
	p.press(kb.ArrowLeft)
	p.until("a step back moves both", times+` !== `+text(before)+` && (([a, b]) => a === b)($$('.compare .st .field').map(f => f.getAttribute('aria-valuenow')))`)
}

func TestEachNodeSaysWhetherItCanTellTheBranchesApart(t *testing.T) {
	t.Parallel()
	p := besides(t, desktop)
	p.until("n2 can't tell, and is asked about", `/n2\s*can’t tell/.test($('.who [data-node=n2]').innerText) && $('.who [data-node=n2]').getAttribute('aria-pressed') === 'true'`)
	p.until("it is said why", `/n2 has been given the same \d+ things in both/.test($('.compare .tell [role=status]').innerText)`)
	p.must("what it was given is listed for both, and is the same", `(([a, b]) => a.length > 2 && a.join() === b.join())($$('.given ol').map(o => [...o.children].map(li => li.lastChild.textContent)))`)
	p.click(`$('.who [data-node=n3]')`)
	p.until("n3 can tell", `/n3 can tell: the 2nd thing that it was given is not the same/.test($('.compare .tell [role=status]').innerText)`)
	p.until("and where they differ is marked", `$$('.given ol').length === 2 && $$('.given ol').every(o => o.children[1].classList.contains('apart') && !o.children[0].classList.contains('apart'))`)
	p.run(`const s = $('.compare select'); s.value = 'main'; s.dispatchEvent(new Event('change'))`)
	p.until("another branch can stand at the side", `/n2\s*can tell/.test($('.who [data-node=n2]').innerText)`)
}

func TestAComparisonIsClosedByKeyAndNothingIsDoneMeanwhile(t *testing.T) {
	t.Parallel()
	p := besides(t, desktop)
	p.press("k", "b")
	p.press(kb.Escape)
	p.until("the figure is whole again", `!$('.compare').checkVisibility() && $('.cluster').checkVisibility()`)
	p.must("nobody was crashed by a key", `!narration().includes('You crash')`)
	p.must("no branch was made by a key", `$$('.branches [role=tab]').length === 5`)
}

func TestAPhoneComparesOneOverTheOther(t *testing.T) {
	t.Parallel()
	p := besides(t, phone)
	p.until("n2 can't tell", `/n2\s*can’t tell/.test($('.who [data-node=n2]').innerText)`)
	p.must("one stands over the other", side+`(1).getBoundingClientRect().top >= `+side+`(0).getBoundingClientRect().bottom`)
	p.must("nothing is wider than the window", `document.documentElement.scrollWidth <= innerWidth`)
	p.must("what is pressed is large enough", `$$('.compare button, .compare select').filter(b => b.checkVisibility() && !b.matches('.tiny')).every(b => b.getBoundingClientRect().height >= 44)`)
}
