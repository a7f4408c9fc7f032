package browsertest

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/evanw/esbuild/pkg/api"

	"quorumlab/protocols/link"
	"quorumlab/web/chromium"
)

// script bundles a module of this folder as a global of a page.
func script(t *testing.T, file, global string) string {
	t.Helper()
	web, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	r := api.Build(api.BuildOptions{
		AbsWorkingDir: web, EntryPoints: []string{"browsertest/" + file}, Bundle: true, Format: api.FormatIIFE,
		GlobalName: global, Target: api.ES2022, LogLevel: api.LogLevelSilent,
	})
	if len(r.Errors) > 0 {
		t.Fatal(strings.Join(api.FormatMessages(r.Errors, api.FormatMessagesOptions{}), ""))
	}
	return string(r.OutputFiles[0].Contents)
}

func TestThePageReadsAndWritesLinksAsTheProgramDoes(t *testing.T) {
	t.Parallel()
	fixtures, err := os.ReadFile("../../protocols/link/testdata/links.json")
	if err != nil {
		t.Fatal(err)
	}
	var named struct {
		Good []struct{ Name, Fragment string }
		Bad  []struct{ Name string }
	}
	if err := json.Unmarshal(fixtures, &named); err != nil {
		t.Fatal(err)
	}
	p := open(t, "/healthz", sight{width: 800, height: 600, theme: "light", allow: "favicon"})
	p.run(script(t, "links.ts", "links") + `; window.links = links; window.fixtures = ` + string(fixtures))

	faults := get[map[string]string](p, `(async () => {
		const found = {}, same = (a, b) => JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
		for (const g of fixtures.good) {
			const read = await links.decode(g.fragment).catch(String);
			found[g.name] = same(read, g.link) ? '' : JSON.stringify(read);
		}
		const long = {name: 'longer than a link may be', fragment: '#1.' + 'A'.repeat(links.fragmentMax), fault: 'large'};
		for (const b of [...fixtures.bad, long]) {
			const fault = await links.decode(b.fragment).then(l => 'read ' + JSON.stringify(l).slice(0, 300), e => e instanceof links.BadLink ? e.fault : String(e));
			found[b.name] = fault === b.fault ? '' : fault;
		}
		return found;
	})()`)
	if want := len(named.Good) + len(named.Bad) + 1; len(faults) != want {
		t.Errorf("%d fixtures were looked at, of %d", len(faults), want)
	}
	for name, fault := range faults {
		if fault != "" {
			t.Errorf("%s: %s", name, fault)
		}
	}

	for i, g := range named.Good {
		written := get[string](p, `links.encode(fixtures.good[`+itoa(i)+`].link)`)
		theirs, err := link.Parse(written)
		if err != nil {
			t.Errorf("%s: the page wrote %s: %v", g.Name, written, err)
			continue
		}
		if ours, err := link.Parse(g.Fragment); err != nil || *ours != *theirs {
			t.Errorf("%s: the page wrote %+v, want %+v, %v", g.Name, theirs, ours, err)
		}
	}
	if fault := get[string](p, `links.encode({...fixtures.good[0].link, text: '#\n'.repeat(200000)}).then(String, e => e.fault)`); fault != "large" {
		t.Errorf("a run that is too long: got %s", fault)
	}
}

// moment is what two figures at the same moment have in common.
const moment = `(() => ({k: shown(), branch: $('.branches [aria-selected=true]').textContent.trim(), facts: document.querySelector('[data-facts]').textContent, narration: narration()}))()`

func TestALinkOpensTheSameMomentInTheSameBranchWithTheSameHash(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	for range 6 {
		p.moved("a step", func() { p.click(`button('Step')`) })
	}
	p.run(`$('.cluster .field').focus()`)
	p.press("2")
	p.press("k")
	p.until("n2 is down", `option('n2').includes('crashed') && still()`)
	p.press("b")
	p.until("there is a branch", `$$('.branches [role=tab]').length === 2 && still()`)
	p.press("3")
	p.press("k")
	p.until("n3 is down, too", `option('n3').includes('crashed') && still()`)
	p.moved("a step", func() { p.click(`button('Step')`) })
	p.run(`$('.cluster .field').focus()`)
	p.press("c")
	p.until("the address has a link", `/^#1\.[\w-]{40,}$/.test(location.hash)`)
	p.until("that it can be copied is said", `/Link to this moment|on the clipboard/.test($('.notice').innerText)`)
	url := get[string](p, `location.href`)
	want := get[map[string]any](p, moment)

	l, err := link.Parse(url)
	if err != nil {
		t.Fatal(err)
	}
	if l.Scenario != "mutex/contention" || l.Branch != "branch-1" || !strings.Contains(l.Text, "crash n3") {
		t.Errorf("the link says %+v", l)
	}
	if out, err := exec.Command(program, "run", url).CombinedOutput(); err != nil || !strings.HasSuffix(string(out), "ok  the same run\n") {
		t.Errorf("the program says %v of the page's link:\n%s", err, out)
	}
	other := open(t, strings.TrimPrefix(url, site), phone)
	other.alive()
	got := get[map[string]any](other, `(() => ({k: shown()}))()`)
	if got["k"] != want["k"] {
		t.Errorf("on a phone: event %v, want %v", got["k"], want["k"])
	}
	again := open(t, strings.TrimPrefix(url, site), desktop)
	again.alive()
	again.until("the run has come as far", `document.querySelector('[data-facts]').textContent === `+text(want["facts"].(string)))
	again.must("it is the same branch", `$('.branches [aria-selected=true]').textContent.trim() === `+text(want["branch"].(string)))
	again.must("at the same event", `shown() === `+strconv.Itoa(int(want["k"].(float64))))
	again.must("nothing has to be said about it", `$('.notice').hidden`)
	again.must("the bar names the page's scenario still", `/contention/.test(document.querySelector('.ql-crumb').innerText)`)
}

// made is a link as somebody may send it.
func made(t *testing.T, change func(*link.Link)) string {
	t.Helper()
	l := &link.Link{Build: "0123456789abcdef", Scenario: "mutex/contention", Branch: "main", Event: 5, Text: "cluster mutex seed=1\ncommand n1 acquire\nrun 1s\n"}
	change(l)
	f, err := l.Fragment()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestALinkOfAnotherBuildSaysWhetherItIsTheSameRun(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention"+made(t, func(l *link.Link) { l.Hash = 1 }), desktop)
	p.until("another run is said to be one", `/made by another build/.test($('.notice').innerText) && /goes another way/.test($('.notice').innerText)`)
	p.must("it is at the link's event", `shown() === 5`)
	hash := get[string](p, `/is ([0-9a-f]{8}), and was 00000000/.exec($('.notice').innerText)[1]`)

	// The whole hash is in the link that is made there.
	p.run(`await lab.linkToMoment()`)
	l, err := link.Parse(get[string](p, `location.href`))
	if err != nil || !strings.HasPrefix(strconv.FormatUint(l.Hash, 16), strings.TrimLeft(hash, "0")) {
		t.Fatalf("the link made there says %+v, %v; want a hash that begins with %s", l, err, hash)
	}
	p = figure(t, "/play/mutex/contention"+made(t, func(same *link.Link) { same.Hash = l.Hash }), desktop)
	p.until("the same run is said to be one", `/another build/.test($('.notice').innerText) && /it is the same run/.test($('.notice').innerText)`)
	p = figure(t, "/play/mutex/contention"+made(t, func(same *link.Link) { same.Hash, same.Build = l.Hash, l.Build }), desktop)
	p.must("of the same build, nothing is said", `$('.notice').hidden`)
	p = figure(t, "/play/mutex/contention"+made(t, func(same *link.Link) { same.Build = l.Build }), desktop)
	p.until("a link that was altered is said to be", `/not as it was made/.test($('.notice').innerText)`)
}

func TestALinkThatCannotBeReadSaysSoAndLeavesThePage(t *testing.T) {
	t.Parallel()
	good := made(t, func(*link.Link) {})
	for name, c := range map[string]struct{ fragment, says string }{
		"damaged":          {good[:len(good)-8], "This link is not whole. Ask for it again"},
		"foreign":          {"#7." + good[3:], "made by another version"},
		"too long":         {"#1." + strings.Repeat("A", link.FragmentMax), "longer than a link may be"},
		"no such protocol": {made(t, func(l *link.Link) { l.Text = "cluster rafft\n" }), "can’t be read here: line 1: "},
	} {
		t.Run(name, func(t *testing.T) {
			p := figure(t, "/play/mutex/contention"+c.fragment, desktop)
			p.until("it is said", `$('.notice').innerText.includes(`+text(c.says)+`)`)
			p.must("the page's own run is there", `/seed 1 /.test(document.querySelector('[data-facts]').textContent)`)
			p.moved("and it goes on", func() { p.click(`button('Step')`) })
		})
	}
	p := figure(t, "/play/mutex/contention#main", desktop)
	p.must("any other fragment is left alone", `$('.notice').hidden`)
}

func TestALinkPutIntoTheAddressBarOpensInThePageThatIsThere(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	p.run(`location.hash = ` + text(made(t, func(l *link.Link) { l.Text = "cluster twophase nodes=3 seed=9\nrun 1s\n"; l.Event = 4; l.Scenario = "" })))
	p.until("its run is there", `/seed 9 /.test(document.querySelector('[data-facts]').textContent) && still()`)
	p.must("the bar says that it is another", `/twophase/.test(document.querySelector('.ql-crumb').innerText) && !/contention/.test(document.querySelector('.ql-crumb').innerText)`)
}

func TestALinkThatMayNotBeCopiedIsShownSelected(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	p.run(`Object.defineProperty(navigator, 'clipboard', {value: undefined})`)
	p.click(`[...document.querySelectorAll('[data-opens=link]')].find(b => b.checkVisibility())`)
	p.until("it stands there, selected", `(f => f && f.value === location.href && f.selectionStart === 0 && f.selectionEnd === f.value.length && lab.shadowRoot.activeElement === f)($('.linked input'))`)
	p.press("k")
	p.must("letters typed there do nothing", `!$$('[role=option]').some(o => o.textContent.includes('crashed'))`)
	p.click(`$('.linked [aria-label=Close]')`)
	p.must("it is put away", `$('.notice').hidden`)
}

func TestAPhoneMakesALinkFromItsSheet(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", phone)
	p.click(`button('Break')`)
	p.click(`$$('.ql-sheet .ql-menu > button').find(b => b.textContent === 'Link to this moment')`)
	p.until("the address has it", `location.hash.startsWith('#1.') && !$('.notice').hidden`)
	p.must("what stands there can be seen", `(r => r.top >= 0 && r.bottom <= $('.ql-transport').getBoundingClientRect().top)($('.notice').getBoundingClientRect())`)
	p.must("nothing is wider than the window", `document.documentElement.scrollWidth <= innerWidth`)
	p.press(kb.Escape)
}

func TestALinkOpensTheSameMomentInAProfileThatHasNeverBeenHere(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/mutex/contention", desktop)
	p.moved("a step", func() { p.click(`button('Step')`) })
	p.run(`$('.cluster .field').focus()`)
	p.press("2")
	p.press("k")
	p.until("n2 is down", `option('n2').includes('crashed') && still()`)
	p.run(`await lab.linkToMoment()`)
	url, hash := get[string](p, `location.href`), get[string](p, `fig().dataset.hash`)
	fresh, end, err := chromium.Start(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
	there := openIn(t, fresh, url, desktop)
	there.until("the same moment is there", `fig()?.classList.contains('alive') && still() && fig().dataset.hash === `+text(hash))
	there.must("nothing has to be said about it", `$('.notice').hidden`)
}
