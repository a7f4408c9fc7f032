package browsertest

import (
	_ "embed"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"quorumlab/server/assets"
)

// A lesson of the agreed markup, so that what the script does is tried on nothing that an author may change.
//
//go:embed testdata/lesson.html
var lessonPage string

// What the site says of every page.
const pagePolicy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// lessonSite serves the lesson above, with the files that the program has.
func lessonSite(t testing.TB) string {
	t.Helper()
	files, err := assets.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	page := regexp.MustCompile(`\{[\w-]+\.(?:js|css|svg)\}`).ReplaceAllStringFunc(lessonPage, func(name string) string {
		url, err := files.URL(strings.Trim(name, "{}"))
		if err != nil {
			t.Fatal(err)
		}
		return url
	})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", pagePolicy)
		if r.URL.Path == "/lesson" {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte(page)) // a browser that has left needs no page
			return
		}
		if !files.Serve(w, r, strings.TrimPrefix(r.URL.Path, "/assets/")) {
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// What the lesson's tests say of it.
const lessonHelpers = `
	window.on = name => document.querySelector('#fig-' + name + ' quorum-lab');
	window.led = name => on(name).conductor;
	window.$in = (name, s) => [...on(name).shadowRoot.querySelectorAll(s)];
	window.press = (name, label) => $in(name, 'button').find(b => named(b) === label);
	window.form = s => document.querySelector('form' + s);
	window.does = (f, label) => [...f.querySelectorAll('button')].filter(b => b.checkVisibility()).find(b => b.textContent.trim() === label);
	window.option1 = (f, v) => f.querySelector('[data-ask] input[value="' + v + '"]');
	window.saw = v => form('.ql-predict').querySelector('[data-saw] input[value="' + v + '"]');
	window.challenge = n => document.querySelectorAll('form.ql-challenge')[n];
	window.tried = n => challenge(n).nextElementSibling.querySelector('quorum-lab');`

// lesson opens the lesson and waits until all its figures are alive.
func lesson(t testing.TB, url string, s sight) *tab {
	t.Helper()
	p := openAt(t, url+"/lesson", s)
	p.run(lessonHelpers + `; await customElements.whenDefined('quorum-lab'); for (const l of document.querySelectorAll('quorum-lab')) l.wake()`)
	p.until("all figures are alive", `[...document.querySelectorAll('quorum-lab')].every(l => l.conductor && l.shadowRoot.querySelector('.lab').dataset.frame)`)
	return p
}

func TestAFigureStopsAtADecisionUntilSomethingIsChosen(t *testing.T) {
	t.Parallel()
	p := lesson(t, lessonSite(t), desktop)
	p.click(`press('two-leaders', 'Play')`)
	p.until("it says why it stops", `on('two-leaders').shadowRoot.querySelector('.notice').innerText.includes('until you have said what you expect')`)
	p.must("it stands at the decision", `led('two-leaders').time === 118413 && !led('two-leaders').playing`)
	p.run(`const s = $in('two-leaders', '.scrub input')[0]; s.value = s.max; s.dispatchEvent(new InputEvent('input')); press('two-leaders', 'Step').click(); window.furthest = 0; for (let i = 0; i < 20; i++) { await new Promise(requestAnimationFrame); furthest = Math.max(furthest, led('two-leaders').time) }`)
	p.must("no scrubbing and no step goes past it", `furthest <= 118413`)
	p.until("it stands at the decision again", `led('two-leaders').time === 118413`)
	p.must("nothing of the other leader is drawn", `!$in('two-leaders', '.st text').some(t => t.textContent.includes('leader 2'))`)
	p.must("nor told to those who do not see", `!$in('two-leaders', '.spoken')[0].textContent.includes('n3 leads')`)
	p.run(`led('two-leaders').play()`)
	p.until("all that may be seen is shown", `led('two-leaders').shut`)
	p.run(`await led('two-leaders').act('crash n1')`)
	p.must("no hand changes the run yet", `!led('two-leaders').text.includes('crash n1')`)
	p.click(`$in('two-leaders', '.notice button').find(b => b.textContent === 'To the question')`)
	p.until("the keyboard is at the question", `document.activeElement === option1(form('.ql-predict'), 'A')`)
}

func TestAPredictionIsRunSeenAndAnsweredWhereItWasChosen(t *testing.T) {
	t.Parallel()
	url := lessonSite(t)
	p := lesson(t, url, desktop)
	p.run(`option1(form('.ql-predict'), 'A').focus()`)
	p.press(" ")
	p.until("it can be run", `!does(form('.ql-predict'), 'Run it').hasAttribute('aria-disabled')`)
	p.run(`does(form('.ql-predict'), 'Run it').focus()`)
	p.press(kb.Enter)
	p.until("it plays", `led('two-leaders').playing`)
	p.must("no answer is given away", `!form('.ql-predict').querySelector('.right')`)
	p.until("it comes to the decisive event and asks what was seen", `form('.ql-predict').querySelector('[data-saw]').checkVisibility()`)
	p.must("it stands there", `Math.abs(led('two-leaders').time - 267652) < 1 && !led('two-leaders').playing`)
	p.must("the keyboard is at the question", `document.activeElement === saw('A')`)
	p.must("the explanation waits", `!document.querySelector('[data-explains]').checkVisibility()`)
	p.click(`saw('A').closest('label')`)
	p.until("the choice is answered right under it", `option1(form('.ql-predict'), 'A').closest('label').nextElementSibling.matches('[data-why="A"]')`)
	p.must("so is the right one", `option1(form('.ql-predict'), 'C').closest('label').nextElementSibling.matches('[data-why="C"]')`)
	p.must("focus is at the answer", `document.activeElement.matches('[data-why="A"]')`)
	p.must("the verdict names the letters", `form('.ql-predict').querySelector('[data-ask] [role=status]').textContent.startsWith('A is not so; C is.')`)
	p.must("the explanation is open", `document.querySelector('[data-explains]').checkVisibility() && document.querySelector('[data-explains]').open`)
	p.run(`led('two-leaders').play(); `)
	p.until("the figure plays on", `led('two-leaders').time > 267652`)
	p.run(`window.former = true; setTimeout(() => location.reload())`)
	p.until("it is there again", `!window.former && document.querySelectorAll('quorum-lab').length >= 3 && document.readyState === 'complete'`)
	p.run(lessonHelpers)
	p.until("the choice is remembered", `option1(form('.ql-predict'), 'A').checked && document.querySelector('[data-explains]').open`)
	p.must("the path is told that it was seen", `JSON.parse(localStorage['ql-progress'])['a-lesson'].seen && !JSON.parse(localStorage['ql-progress'])['a-lesson'].done`)
	p.run(`localStorage.clear()`)
}

func TestRunWithoutAChoiceSaysThatNotKnowingIsOne(t *testing.T) {
	t.Parallel()
	p := lesson(t, lessonSite(t), desktop)
	p.click(`does(form('.ql-predict'), 'Run it')`)
	p.until("it says so", `form('.ql-predict').querySelector('[role=status]').textContent.includes('I don’t know')`)
	p.must("nothing runs", `!led('two-leaders').playing && led('two-leaders').time === 100000`)
}

func TestALinkOfTheTextGoesToItsEventAndLightsItsCauses(t *testing.T) {
	t.Parallel()
	p := lesson(t, lessonSite(t), desktop)
	p.run(`document.querySelector('[data-explains]').hidden = false; document.querySelector('[data-explains]').open = true; led('two-leaders').gate()`)
	p.run(`document.querySelector('a[data-moment="267.652ms"]').click()`)
	p.until("the figure is there", `Math.abs(led('two-leaders').time - 267652) < 1`)
	p.until("its causes are lit", `$in('two-leaders', '.st-faded').length > 0`)
	p.run(`form('.ql-question').scrollIntoView(); document.querySelector('a[data-branch=heal]').click()`)
	p.until("another order is another branch", `led('two-leaders').branch === 'heal' && Math.abs(led('two-leaders').time - 682448) < 1`)
	p.until("a way back stands in the figure", `on('two-leaders').querySelector('[data-back]')`)
	p.run(`on('two-leaders').querySelector('[data-back]').click()`)
	p.must("it leads to the sentence", `document.activeElement.dataset.branch === 'heal' && !on('two-leaders').querySelector('[data-back]')`)
}

func TestASliderRunsAgainAtTheSameMoment(t *testing.T) {
	t.Parallel()
	p := lesson(t, lessonSite(t), desktop)
	p.run(`window.before = $in('later', '.st small')[0].textContent; press('later', 'Show a longer time').click()`)
	p.until("it shows a longer time", `$in('later', '.st small')[0].textContent !== before`)
	shown := get[string](p, `$in('later', '.st small')[0].textContent.split(' of ')[0]`)
	p.run(`const s = on('later').querySelector('[type=range]'); for (const v of [120, 160, 200, 240]) { s.value = v; s.dispatchEvent(new InputEvent('input', {bubbles: true})); }`)
	p.until("the last place counts", `led('later').text.includes('at 240ms partition')`)
	p.must("the moment is the same", `led('later').time === 200000`)
	p.must("so is the zoom", `$in('later', '.st small')[0].textContent.startsWith(`+text(shown)+`)`)
	p.must("its value is beside it", `on('later').querySelector('output').value === '240 ms'`)
	p.run(`on('later').querySelector('[type=checkbox]').click()`)
	p.until("a switch changes the same text", `led('later').text.includes('count-old-terms=true') && led('later').text.includes('at 240ms partition')`)
}

func TestASliderAndASwitchKeepTheirOwnKeys(t *testing.T) {
	t.Parallel()
	p := lesson(t, lessonSite(t), desktop)
	p.run(`on('later').querySelector('[type=range]').focus()`)
	p.press(kb.ArrowRight)
	p.until("an arrow moves the slider", `led('later').text.includes('at 120ms partition')`)
	p.must("and not the moment", `led('later').time === 200000`)
	p.run(`on('later').querySelector('[type=checkbox]').focus()`)
	p.press(" ")
	p.until("a space turns the switch", `led('later').text.includes('count-old-terms=true')`)
	p.must("and plays nothing", `!led('later').playing && led('later').time === 200000`)
	p.run(`$in('later', '.scrub [type=range]')[0].focus()`)
	p.press(kb.ArrowLeft)
	p.until("where time is moved an arrow steps back", `led('later').time < 200000`)
}

func TestANumberOfTheTextIsCountedInTheReadersOwnRun(t *testing.T) {
	t.Parallel()
	p := lesson(t, lessonSite(t), desktop)
	p.run(`window.votes = () => document.querySelector('.ql-count').textContent`)
	p.until("n2 has voted once", `votes() === '1'`)
	p.run(`await led('later').show('0ms')`)
	p.until("at the start it had not", `votes() === '0'`)
}

func TestAnActIsOnePressAndCanBeTakenBack(t *testing.T) {
	t.Parallel()
	p := lesson(t, lessonSite(t), desktop)
	p.run(`led('two-leaders').gate()`)
	p.click(`on('two-leaders').querySelector('[data-act]')`)
	p.until("n1 is down", `$in('two-leaders', '[role=option]').some(o => o.textContent.startsWith('n1, ') && o.textContent.includes('crashed'))`)
	p.until("the run goes on by itself", `led('two-leaders').playing`)
	p.run(`[...on('two-leaders').querySelectorAll('button')].find(b => b.textContent === 'Start again').click()`)
	p.until("it is as it was", `led('two-leaders').time === 100000 && !$in('two-leaders', '[role=option]').some(o => o.textContent.includes('crashed'))`)
}

func TestACurtainShowsOneClientsViewUntilItIsLifted(t *testing.T) {
	t.Parallel()
	p := lesson(t, lessonSite(t), desktop)
	p.until("a branch is drawn", `['paused', 'crashed', 'cut'].includes(led('curtain').branch) && led('curtain').time === 500000`)
	p.must("n1 says nothing of itself", `$in('curtain', '[role=option]').find(o => o.textContent.startsWith('n1')).textContent.trim() === 'n1'`)
	p.must("no message and no cut is drawn", `!$in('curtain', '.cluster .m, .cluster .link.cut').some(e => e.checkVisibility())`)
	p.run(`window.before = led('curtain').time; led('curtain').play()`)
	p.until("it plays", `led('curtain').time > before`)
	p.run(`const s = $in('curtain', '.scrub input')[0]; s.value = 9e9; s.dispatchEvent(new InputEvent('input'))`)
	p.must("nothing shows past where it would tell", `led('curtain').time <= 900000`)
	p.click(`does(on('curtain').querySelector('.ql-curtain'), 'crashed')`)
	p.until("it says which", `on('curtain').querySelector('.ql-curtain').innerText.includes('Behind it: ' + led('curtain').branch)`)
	p.until("what became of n1 is seen", `$in('curtain', '[role=option]').find(o => o.textContent.startsWith('n1')).textContent.trim() !== 'n1'`)
	p.must("guesses are counted", `/[01] of 1 guess right/.test(on('curtain').querySelector('.ql-curtain').innerText)`)
	branch := get[string](p, `led('curtain').branch`)
	p.click(`does(on('curtain').querySelector('.ql-curtain'), 'The same again')`)
	p.until("the same is behind it again", `does(on('curtain').querySelector('.ql-curtain'), 'paused') && led('curtain').branch === `+text(branch))
	p.run(`localStorage.clear()`)
}

func TestAChallengeIsJudgedOnAFreshRun(t *testing.T) {
	t.Parallel()
	p := lesson(t, lessonSite(t), desktop)
	p.click(`does(challenge(0), 'Start')`)
	p.until("it has a figure of its own", `tried(0)?.querySelector('.ql-chip')`)
	p.must("what may be done stands at it", `tried(0).innerText.includes('1 of 1 left') && tried(0).innerText.includes('n3 may not be touched')`)
	p.must("the locked node is marked", `[...tried(0).shadowRoot.querySelectorAll('[role=option]')].some(o => o.textContent.startsWith('n3') && o.textContent.includes('locked'))`)
	p.must("par stands beside the count", `challenge(0).innerText.includes('0 actions so far; the shortest known has 1')`)
	p.click(`does(challenge(0), 'Judge it')`)
	p.until("a miss names the goal", `challenge(0).querySelector('.ql-verdict.missed')?.innerText.includes('leader n3 term=2')`)
	p.must("focus is at the verdict", `document.activeElement.matches('.ql-verdict')`)
	p.run(`window.refusal = (await tried(0).conductor.act('crash n3'))?.message`)
	p.must("what the rules forbid is refused with the reason", `refusal.includes('n3 is locked')`)
	p.run(`await tried(0).conductor.act('crash n1')`)
	p.until("the budget is less", `tried(0).innerText.includes('0 of 1 left')`)
	p.run(`[...tried(0).shadowRoot.querySelectorAll('button')].find(b => named(b) === 'Step back').click()`)
	p.until("stepping back gives it back", `tried(0).innerText.includes('1 of 1 left')`)
	p.run(`await tried(0).conductor.act('crash n1'); await tried(0).conductor.show('700ms')`)
	p.until("it is won without being asked for", `challenge(0).querySelector('.ql-verdict.won')?.innerText.includes('Reached at')`)
	p.must("what it shows is open", `challenge(0).querySelector('[data-won]').checkVisibility() && challenge(0).querySelector('[data-won]').open`)
	p.run(`localStorage.clear()`)
}

func TestAChallengeMayStartWithFewerNodesThanItsFigure(t *testing.T) {
	t.Parallel()
	p := lesson(t, lessonSite(t), desktop)
	p.click(`does(challenge(2), 'Start')`)
	p.until("its figure has three nodes", `tried(2)?.querySelector('.ql-chip') && tried(2).shadowRoot.querySelector('.lab').innerText && [...tried(2).shadowRoot.querySelectorAll('[role=option]')].filter(o => /^n\d/.test(o.textContent)).length === 3`)
	p.click(`does(challenge(2), 'It can’t be done')`)
	p.until("a claim is answered", `challenge(2).querySelector('.ql-verdict.missed')?.innerText.includes('can be done')`)
	p.click(`does(challenge(2), 'Play that run')`)
	p.until("the shortest run is done in it", `tried(2).conductor.text.includes('crash n1')`)
	p.run(`localStorage.clear()`)
}

func TestThatItCantBeDoneIsAnAnswer(t *testing.T) {
	t.Parallel()
	p := lesson(t, lessonSite(t), desktop)
	p.click(`does(challenge(1), 'It can’t be done')`)
	p.until("a right claim is proved", `challenge(1).querySelector('.ql-verdict.won')?.innerText.includes('no run of these rules')`)
	p.must("with the bounds of the search", `challenge(1).querySelector('[data-proof]').innerText.includes('12,345 states')`)
	p.click(`does(challenge(0), 'It can’t be done')`)
	p.until("a wrong one is answered", `challenge(0).querySelector('.ql-verdict.missed')?.innerText.includes('can be done')`)
	p.click(`does(challenge(0), 'Play that run')`)
	p.until("the shortest run is done in the figure", `tried(0)?.conductor?.text.includes('crash n1')`)
	p.run(`localStorage.clear()`)
}

func TestAQuestionExplainsEachOption(t *testing.T) {
	t.Parallel()
	p := lesson(t, lessonSite(t), desktop)
	p.run(`form('.ql-question').querySelector('input[value=A]').focus()`)
	p.press(" ")
	p.press(kb.Enter)
	p.until("the chosen one is answered", `form('.ql-question').querySelector('input[value=A]').closest('label').nextElementSibling.matches('[data-why="A"]')`)
	p.must("and the right one", `form('.ql-question').querySelector('input[value=B]').closest('label').nextElementSibling.matches('[data-why="B"]')`)
	p.click(`form('.ql-question').querySelector('summary')`)
	p.until("the others are one press away", `form('.ql-question').querySelector('[data-why=C]').checkVisibility()`)
	p.click(`does(form('.ql-question'), 'Try again')`)
	p.must("it can be asked again", `!form('.ql-question').querySelector('[data-why=B]').checkVisibility() && !form('.ql-question').querySelector('input:disabled')`)
	p.run(`localStorage.clear()`)
}

func TestPaperHasEverything(t *testing.T) {
	t.Parallel()
	p := lesson(t, lessonSite(t), desktop)
	p.run(`dispatchEvent(new Event('beforeprint'))`)
	p.must("all answers, hints and explanations are open", `[...document.querySelectorAll('details')].every(d => d.open && !d.hidden)`)
	p.run(`dispatchEvent(new Event('afterprint'))`)
	p.must("and closed again", `![...document.querySelectorAll('details')].some(d => d.open)`)
}
