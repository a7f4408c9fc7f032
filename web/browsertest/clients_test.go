package browsertest

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// words are the words on the lines of time.
const words = `$$('.st svg text').filter(t => !t.closest('[display=none]')).map(t => t.textContent)`

// stepUntil presses Step until a condition holds, each time when what the last one did is there.
func (p *tab) stepUntil(what, condition string) {
	p.Helper()
	for range 200 {
		if get[bool](p, `(async () => !!(await (`+condition+`)))()`) {
			return
		}
		before := get[int](p, `shown()`)
		// A press that led nowhere, because the run was not computed so far, is made again.
		p.run(`button('Step').click(); window.waited = 0`)
		p.until("a step is done, or "+what, fmt.Sprintf(`still() && (shown() !== %d || !$('.notice').hidden || ++waited %% 50 === 0 && button('Step').click()) || (%s)`, before, condition))
	}
	p.Fatalf("200 steps did not lead to where %s (%s)", what, condition)
}

// put runs a text in the place of the page's.
func (p *tab) put(scenario string) {
	p.Helper()
	p.run(`await lab.openScenario(); const t = $('textarea'); t.value = ` + text(scenario) + `; t.dispatchEvent(new InputEvent('input'))`)
	p.click(`button('Run from the start')`)
	p.until("the text runs", `$('.ql-drawer:has(textarea)').hidden && still()`)
}

func TestAHistoryThatCannotBeIsShownWithItsValues(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/single-copy/two-servers", desktop)
	p.must("at first every answer can be explained", `!$('.checks .no') && $('.checks').innerText.includes('0 operations')`)
	p.stepUntil("one can't be", `$('.checks .no')`)
	p.must("the check names the operations with their values", `$('.checks .no').innerText.includes('c1 put value=A → done; c1 get → value nothing')`)
	p.must("what was asked and answered stands on the client's line", `['put A', '→ done', 'get', '→ nothing', 'not linearizable'].every(w => `+words+`.includes(w))`)
	p.must("the bars are red", `$$('.st .op.bad').length > 0 && !$$('.st .op:not(.bad)').length`)
	p.until("it is said", `/none explains c1 put value=A/.test($('.notice').innerText)`)
	p.must("it is heard at once", `$('.spoken [role=alert]').textContent.includes('broken')`)
	p.click(`$$('.notice button').find(b => b.textContent === 'Why')`)
	p.until("what led there is lit", `$$('.st .cause').some(c => (c.getAttribute('d') ?? '').length > 8)`)
	p.moved("a step back", func() { p.click(`$$('.notice button').find(b => b.textContent === 'Step back')`) })
	p.until("before it all is well", `$('.notice').hidden && !$('.checks .no') && !$('.st .op.bad')`)
	p.must("and the answer is not told", `!`+words+`.includes('→ nothing')`)
}

func TestFaultsStandOnTheAxisOfWhatClientsSaw(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	p.must("without a cut there is no line for it", `!`+words+`.includes('cut')`)
	p.put("cluster raft nodes=3 client=1 seed=37\nrun until=leader\npartition n1 | n2 n3\npause n2\ncrash n3\ncommand c1 put key=x value=9\nrun 40ms\nheal\nrun 10ms\n")
	p.stepUntil("the client asks", `narration().includes('c1 asks')`)
	p.until("all stand there", `still() && ['cut', 'n1 | n2 n3', 'put x=9'].every(w => `+words+`.includes(w)) && $('.st .life.paused') && $('.st .life.down') && $('.st .badge') && $('.st .mk')`)
	p.must("the client has a line above the servers", `$$('.st svg text').filter(t => /^[cn]\d$/.test(t.textContent)).sort((a, b) => a.getAttribute('y') - b.getAttribute('y')).map(t => t.textContent).join() === 'c1,n1,n2,n3'`)
}

func TestMoreOperationsThanAreJudgedAreSaidToBeOpen(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/single-copy/one-server", desktop)
	p.put("cluster single-copy nodes=1 client=2 seed=1\nload c1,c2 put value=A think=1ms count=520\nrun 20s\n")
	p.until("all of it is there", `/ of 1,56\d/.test(document.querySelector('[data-facts]').textContent)`)
	at := get[[]float64](p, `(() => { const s = $('.timeline .field').getBoundingClientRect(); return [s.right - 8, s.top + 20] })()`)
	p.do(chromedp.MouseClickXY(at[0], at[1]))
	p.until("it is neither so nor not", `still() && $('.checks .open')?.innerText.includes('500 operations at most')`)
	p.must("it does not count as holding", `$('.checks').innerText.includes('0 of 1 hold')`)
	p.must("the lines of time stay few", `$$('.st svg *').length < 3000`)
}

func TestASingleNodeLeavesTheStageToItsPanels(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/tcommit/commit", desktop)
	p.must("its panel stands on the stage", `$('.stage .panels table') && !$('.side .panels')`)
	p.must("and above the narration", `$('.panels').getBoundingClientRect().bottom <= $('.narr').getBoundingClientRect().top + 1`)
	p.until("one node is one", `/^1 node /.test(document.querySelector('[data-facts]').textContent)`)
	p.put("cluster mutex nodes=3 seed=3\ncommand n1 acquire\nrun 1s\n")
	p.until("panels of many nodes stand at the side", `$('.side .panels .ql-p') && !$('.stage .panels')`)
	p.must("of the other protocol's none is left", `$$('.panels .ql-p').length === 1 && $('.panels').innerText.includes('Requests')`)
}
