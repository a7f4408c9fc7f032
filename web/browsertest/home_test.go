package browsertest

import "testing"

func TestHomeShowsALiveFigureAtOnce(t *testing.T) {
	t.Parallel()
	p := figure(t, "/", desktop)
	p.must("five servers stand in the picture", `$$('[role=option]').filter(o => /^n\d/.test(o.textContent)).length === 5`)
	p.must("the picture has them too", `$$('.cluster svg .n').length >= 5`)
	p.must("it does not play by itself", `button('Play')`)
	p.must("each scenario is one press away", `document.querySelectorAll('a[href^="/play/"]').length >= 3`)
}

// The story on the home page: break one, step back, see why.
func TestANewcomerCrashesTheLeaderAndStepsBack(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/raft/leader-crash", desktop)
	p.click(`button('Run until')`)
	p.until("somebody leads", `/leader/.test($$('[role=option]').map(o => o.textContent).join()) && still()`)
	leader := get[string](p, `$$('[role=option]').find(o => /, leader/.test(o.textContent)).textContent.split(',')[0]`)

	p.click(`button('Crash')`)
	p.until("the menu names the leader first", `$('.ql-menu button:not([aria-label])')?.textContent.includes('leader')`)
	p.click(`$('.ql-menu button:not([aria-label])')`)
	p.until("the leader is down", `option(`+text(leader)+`).includes('crashed')`)
	p.must("the narration says whose deed it was", `narration().includes('You crash `+leader+`')`)
	crashed := get[int](p, `shown()`)

	p.click(`button('Run until')`)
	p.until("another leads", `$$('[role=option]').some(o => /, leader/.test(o.textContent) && !o.textContent.startsWith(`+text(leader)+`))`)
	p.press("w")
	for range 3 {
		p.moved("it steps back", func() { p.click(`button('Step back')`) })
	}
	p.must("it is past the crash still", `shown() > `+itoa(crashed))
}
