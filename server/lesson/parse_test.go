package lesson

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func sample(t *testing.T) *Course {
	t.Helper()
	c, err := Load(os.DirFS("testdata/lessons"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestALessonIsReadWholeFromItsText(t *testing.T) {
	l, ok := sample(t).Lesson("what-leads", English)
	if !ok {
		t.Fatal("expected the lesson what-leads")
	}
	var kinds []string
	for _, b := range l.Blocks {
		kinds = append(kinds, strings.TrimPrefix(fmt.Sprintf("%T", b), "*lesson."))
	}
	if got, want := strings.Join(kinds, " "), "Prose Figure Predict Heading Prose Prose Prose Question Model Challenge"; got != want {
		t.Errorf("got the parts %s, want %s", got, want)
	}
	f := l.Figures()[0]
	if f.Line != 17 || f.Title.Source != "Two leaders, one majority" || f.Acts[1].Do.String() != "heal\ncrash c1" || !strings.HasPrefix(f.Text, "# Plain Raft") {
		t.Errorf("the figure is %+v", f)
	}
	q := l.Predictions()[0]
	if len(q.Explain) != 3 || q.Options[2].Expect.Source != "leaders = 2" || !q.Options[2].Right || q.Options[2].Expect.Line != 48 {
		t.Errorf("the prediction is %+v", q)
	}
	if first, ok := l.Blocks[0].(*Prose); !ok || !first.Lede || l.Blocks[4].(*Prose).Lede {
		t.Error("expected the first paragraph, and no later one, to be the lede")
	}
	if got, want := fmt.Sprint(l.Links), "[{43 two-leaders  278.465ms} {51 two-leaders  278.465ms#1} {55 two-leaders  278.465ms} {60 two-leaders  257.092ms} {60 two-leaders  278.465ms#1}]"; got != want {
		t.Errorf("the links are %s, want %s", got, want)
	}
}

func TestProseBecomesHTMLWithNodesSetApartAndLinksToMoments(t *testing.T) {
	l, _ := sample(t).Lesson("what-leads", English)
	var page strings.Builder
	for _, b := range append(l.Blocks, l.Predictions()[0].Explain...) {
		switch b := b.(type) {
		case *Prose:
			page.WriteString(b.HTML)
		case *Note:
			page.WriteString(b.HTML)
		}
	}
	for _, want := range []string{
		`<span class="ql-n">n1</span>`,
		`<a href="#fig-two-leaders" data-moment="278.465ms#1" data-figure="two-leaders">term 2</a>`,
		`<code>election</code>`,
		`<span class="hl-k">crash</span>`,
		`<table class="ql-t">`,
	} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("expected %s in\n%s", want, page.String())
		}
	}
	if strings.Contains(page.String(), "whoever writes") {
		t.Error("a comment came into the page")
	}
}

func TestAPathIsInTheOrderOfItsLessons(t *testing.T) {
	c := sample(t)
	before, after := c.Around("what-leads")
	if before != nil || after == nil || after.ID != "after" {
		t.Errorf("around what-leads are %v and %v", before, after)
	}
	if before, after := c.Around("after"); before == nil || before.ID != "what-leads" || after != nil {
		t.Errorf("around after are %v and %v", before, after)
	}
}

// broken is the sample with pieces of one lesson changed, as old, new, old, new…
func broken(t *testing.T, changes ...string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"what-leads/lesson.md", "what-leads/two-leaders.txt", "after/lesson.md", "after/cut.txt"} {
		text, err := os.ReadFile("testdata/lessons/" + name)
		if err != nil {
			t.Fatal(err)
		}
		s := string(text)
		for i := 0; i < len(changes) && name == "what-leads/lesson.md"; i += 2 {
			if !strings.Contains(s, changes[i]) {
				t.Fatalf("the sample has no %q", changes[i])
			}
			s = strings.Replace(s, changes[i], changes[i+1], 1)
		}
		files[name] = &fstest.MapFile{Data: []byte(s)}
	}
	return files
}

func TestEachMistakeIsToldWithItsLineAndWhatWasExpected(t *testing.T) {
	const file = "what-leads/lesson.md:"
	for _, c := range []struct{ old, new, want string }{
		{"---\ntitle", "title", file + "1: expected a head between two lines of ---"},
		{"order:    1", "order:    one", file + `4: expected a whole number, not "one"`},
		{"minutes:  5", "minutes:  50", file + "2: minutes: expected 1 to 15, not 50"},
		{"kills: ", "kill: ", file + "6: kill: expected one of title, name, part, order, minutes, needs, kills, found, protocol, sources"},
		{"found:    a test\n", "", file + "2: expected found"},
		{"speed: 1/20", "speed: fast", file + "22: speed: expected a number such as 2 or 1/20, not fast"},
		{"speed: 1/20", "speed: 1/20\nwindow: wide", file + "23: window: expected how much time is shown, as in 800ms, not wide"},
		{"from:  118.413ms", "from:  soon", file + "20: from: expected a moment such as 507ms or 507ms#2, not soon"},
		{"name:  two-leaders", "name:  no-leaders", file + "17: expected a file no-leaders.txt beside the text"},
		{"tools: [crash, heal]", "tools: crash", file + `24: expected a list, as in [a, b], not "crash"`},
		{"tools: [crash, heal]", "tool: [crash]", file + "24: tool: expected one of name, title, alt"},
		{`bind: "client=2 seed={1}"`, `bind: "seed=1"`, file + "32: bind: expected the value in braces"},
		{`bind: "client=2 seed={1}"`, `bind: "n={1}"`, file + `32: bind: expected "n=1" to stand in two-leaders.txt once, not 0 times`},
		{"max: 9", "max: 9ms", file + "32: slider: expected min, max, step and the value in braces in one unit"},
		{"min: 1,", "min: 3,", file + "32: slider: expected the value in braces from min to max"},
		{"alt:   \"Five", "alt:   \"" + strings.Repeat("Five ", 60), file + "19: alt: expected at most 250 letters, not "},
		{"    right:  true\n", "", file + "36: options: expected one with right: true, not 0"},
		{"{text: n1 gave up,", "{text: n1 gave up, right: true,", file + "53: options: expected one with right: true, not 2"},
		{"right:  true", "right:  yes please", file + `49: expected true or false, not "yes please"`},
		{"figure: two-leaders\nask", "figure: three-leaders\nask", file + "36: figure: expected a figure of this lesson, not three-leaders"},
		{"(two-leaders@257.092ms)", "(other@257.092ms)", file + "60: other@257.092ms: expected a figure of this lesson, not other"},
		{"(two-leaders@257.092ms)", "(two-leaders)", file + "60: two-leaders: expected a moment such as two-leaders@278.465ms#1, a path of this site"},
		{"(https://raft", "(javascript:raft", file + "68: javascript:raft"},
		{"Change the seed.", "<b>Change</b> the seed.", file + "68: expected Markdown, not HTML"},
		{"Change the seed.", "<div>Change</div>", file + "68: expected Markdown, not HTML"},
		{"## Vary", "# Vary", file + "66: expected a heading of level 2 or 3"},
		{"Change the seed.", "![a picture](/x.png)", file + "68: expected a figure, not a picture"},
		{"```scenario", "```figures", file + "75: figures: expected figure, predict, challenge"},
		{"ask:    Two seconds later, how", "ask:    Later: how", file + "37: mapping values are not allowed in this context. A text with a colon in it stands in quotes"},
		{"real:   etcd", "real:   &a etcd", file + "89: expected the value itself, not a reference"},
		{"real:   etcd/raft decides.", "real:   \"# etcd/raft decides.\"", file + "89: expected one paragraph"},
		{"protocol: raft\n", "protocol: raft\nneeds: [after]\n", file + "9: needs: expected an earlier lesson of the path, not after"},
		{"order:    1", "order:    2", "order: expected another place than that of "},
		{"ask: Why does", "from: nowhere\nask: Why does", file + "81: from: expected an earlier lesson of the path, not nowhere"},
	} {
		_, err := Load(broken(t, c.old, c.new))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q:\ngot  %v\nwant %s", c.new, c.old, err, c.want)
		}
	}
}

func TestSeveralMistakesAreToldAtOnceInTheOrderOfTheirLines(t *testing.T) {
	_, err := Load(broken(t, "## Vary", "# Vary", "minutes:  5", "minutes:  0", "speed: 1/20", "speed: slow"))
	problems, ok := err.(Problems)
	if !ok || len(problems) != 3 || problems[0].Line != 2 || problems[1].Line != 22 || problems[2].Line != 66 {
		t.Errorf("got %v", err)
	}
}

func TestATranslationStandsBesideTheLessonThatItTranslates(t *testing.T) {
	files := broken(t)
	files["what-leads/lesson.de.md"] = files["what-leads/lesson.md"]
	c, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	if l, ok := c.Lesson("what-leads", "de"); !ok || l.Language != "de" || len(c.Lessons()) != 2 || len(c.All()) != 3 {
		t.Errorf("got %v of %d lessons on the path, %d in all", l, len(c.Lessons()), len(c.All()))
	}
	if got := fmt.Sprint(c.Languages("what-leads"), c.Languages("after")); got != "[en de] [en]" {
		t.Errorf("the languages are %s", got)
	}
	delete(files, "what-leads/lesson.md")
	if _, err := Load(files); err == nil || !strings.Contains(err.Error(), "what-leads/lesson.de.md: expected lesson.md beside it") {
		t.Errorf("a translation of nothing: got %v", err)
	}
}

func TestHostileTextIsRefusedInGoodTime(t *testing.T) {
	head := "---\ntitle: a\n---\n"
	for name, text := range map[string]string{
		"long":      head + strings.Repeat("word ", textMax),
		"longer":    head + strings.Repeat(strings.Repeat("word ", 700)+"\n", 10),
		"many":      head + strings.Repeat("a\n\n", blockMax+1),
		"brackets":  head + strings.Repeat(strings.Repeat("[", lineMax-1)+"\n\n", 15),
		"quotes":    head + strings.Repeat(strings.Repeat(">", lineMax-1)+"\n\n", 15),
		"stars":     head + strings.Repeat(strings.Repeat("*a_", lineMax/3-1)+"\n\n", 15),
		"deep yaml": head + "```figure\n" + strings.Repeat("[", 20_000) + "\n```\n",
		"aliases":   "---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b]\n---\n",
		"binary":    head + "\x00\xff\xfe```figure\n\x00\n```",
	} {
		t.Run(name, func(t *testing.T) {
			begun := time.Now()
			_, err := Load(fstest.MapFS{"x/lesson.md": {Data: []byte(text)}})
			if err == nil {
				t.Error("expected to be refused")
			}
			if d := time.Since(begun); d > 5*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

func TestAFigureHasOneSwitchOrSeveral(t *testing.T) {
	for text, want := range map[string]int{
		`switch: {label: One, bind: "client={2}", on: "1"}`:                                                            1,
		"switch:\n  - {label: One, bind: \"client={2}\", on: \"1\"}\n  - {label: Two, bind: \"nodes={5}\", on: \"3\"}": 2,
	} {
		c, err := Load(broken(t, "speed: 1/20", "speed: 1/20\n"+text))
		if err != nil {
			t.Fatal(err)
		}
		l, _ := c.Lesson("what-leads", English)
		if f := l.Figures()[0]; len(f.Switch) != want || f.Switch[want-1].On.Source == "" {
			t.Errorf("%s: read as %+v", text, f.Switch)
		}
	}
}

func TestAFigureHasOneSliderOrSeveral(t *testing.T) {
	const one = `{label: The seed, bind: "client=2 seed={1}", min: 1, max: 9, step: 1}`
	for text, want := range map[string]int{
		one: 1,
		"\n  - " + one + "\n  - {label: Servers, bind: \"nodes={5}\", min: 3, max: 5, step: 2}": 2,
	} {
		c, err := Load(broken(t, "slider: "+one, "slider: "+text))
		if err != nil {
			t.Fatal(err)
		}
		l, _ := c.Lesson("what-leads", English)
		s := l.Figures()[0].Slider
		if r, ok := s[want-1].Range(); len(s) != want || !ok || r.Max == 0 {
			t.Errorf("%s: read as %+v", text, s)
		}
	}
}

func TestANumberOfTheTextNamesItsFigureAndWhatIsCounted(t *testing.T) {
	const is = "[–](two-leaders?from=n2&count=MsgVoteResp&says=yes)"
	c, err := Load(broken(t, "## Vary", "## Vary\n\nVotes: "+is))
	if err != nil {
		t.Fatal(err)
	}
	l, _ := c.Lesson("what-leads", English)
	want := `<span class="ql-count num" data-figure="two-leaders" data-from="n2" data-count="MsgVoteResp" data-says="yes">–</span>`
	if !slices.ContainsFunc(l.Blocks, func(b Block) bool { p, ok := b.(*Prose); return ok && strings.Contains(p.HTML, want) }) {
		t.Errorf("expected %s in the text", want)
	}
	if _, err := Load(broken(t, "## Vary", strings.Replace(is, "two-leaders", "nowhere", 1)+"\n\n## Vary")); err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("of a figure that is not there: got %v", err)
	}
}
