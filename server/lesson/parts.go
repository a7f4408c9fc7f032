package lesson

import "strings"

// A Figure is a live run.
type Figure struct {
	Line    int      `yaml:"-"`
	Number  int      `yaml:"-"` // from 1, in the order of the text
	Text    string   `yaml:"-"` // of the scenario
	Name    Text     `yaml:"name"`
	Title   Text     `yaml:"title"`
	Alt     Text     `yaml:"alt"`
	From    Text     `yaml:"from,optional"`
	Stop    Text     `yaml:"stop,optional"`
	Speed   Text     `yaml:"speed,optional"`
	Window  Text     `yaml:"window,optional"`
	Branch  Text     `yaml:"branch,optional"`
	Compare []Text   `yaml:"compare,optional"`
	View    []Text   `yaml:"view,optional"`
	Tools   []Text   `yaml:"tools,optional"`
	Acts    []Act    `yaml:"acts,optional"`
	Curtain *Curtain `yaml:"curtain,optional"`
	Slider  Sliders  `yaml:"slider,optional"`
	Switch  Switches `yaml:"switch,optional"`
	Spans   []Text   `yaml:"spans,optional"`
}

// Lines are the scenario's lines above its output.
func (f *Figure) Lines() string {
	lines, _, _ := strings.Cut(f.Text, "\n----\n")
	return lines
}

// An Act is done by one press.
type Act struct {
	Label Text  `yaml:"label"`
	Do    Lines `yaml:"do"`
}

// Lines are scenario lines: one, or a list.
type Lines []Text

func (ls Lines) String() string {
	lines := make([]string, len(ls))
	for i, l := range ls {
		lines[i] = l.Source
	}
	return strings.Join(lines, "\n")
}

// A Curtain hides all but one client's view, in a branch that is drawn.
type Curtain struct {
	Client Text   `yaml:"client"`
	Among  []Text `yaml:"among"`
}

// Sliders are one, or a list.
type Sliders []Slider

// A Slider moves a number of the scenario's text.
type Slider struct {
	Label Text `yaml:"label"`
	Bind  Text `yaml:"bind"`
	Min   Text `yaml:"min"`
	Max   Text `yaml:"max"`
	Step  Text `yaml:"step"`
}

// Switches are one, or a list.
type Switches []Switch

// A Switch changes a word of the scenario's text.
type Switch struct {
	Label Text `yaml:"label"`
	Bind  Text `yaml:"bind"`
	On    Text `yaml:"on"`
}

// A Predict asks about a run before it is run.
type Predict struct {
	Line    int      `yaml:"-"`
	Number  int      `yaml:"-"`
	Explain []Block  `yaml:"-"` // *Prose and *Note: to be read after the run
	Figure  Text     `yaml:"figure"`
	Ask     Text     `yaml:"ask"`
	From    Text     `yaml:"from"`
	Until   Text     `yaml:"until"`
	Branch  Text     `yaml:"branch,optional"`
	Options []Option `yaml:"options"`
	Saw     Saw      `yaml:"saw"`
}

// Saw asks what was to be seen.
type Saw struct {
	Ask     Text     `yaml:"ask"`
	Options []Answer `yaml:"options"`
}

// An Answer is one of several to choose from.
type Answer struct {
	Text  Text `yaml:"text"`
	Right bool `yaml:"right,optional"`
	Why   Text `yaml:"why"`
	See   Text `yaml:"see,optional"`
}

// An Option is an answer that the run decides.
type Option struct {
	Answer `yaml:",inline"`
	Expect Text `yaml:"expect"`
}

// Answers are the options as answers.
func (p *Predict) Answers() []Answer {
	as := make([]Answer, len(p.Options))
	for i := range p.Options {
		as[i] = p.Options[i].Answer
	}
	return as
}

// A Challenge is something to make happen.
type Challenge struct {
	Line       int     `yaml:"-"`
	Number     int     `yaml:"-"`
	Proof      string  `yaml:"-"` // of an impossible one
	Name       Text    `yaml:"name"`
	Figure     Text    `yaml:"figure"`
	Ask        Text    `yaml:"ask"`
	Rules      Text    `yaml:"rules"`
	Tools      []Text  `yaml:"tools,optional"`
	Impossible bool    `yaml:"impossible,optional"`
	Solve      Text    `yaml:"solve,optional"`
	Tricks     []Trick `yaml:"tricks,optional"`
	Hints      []Text  `yaml:"hints"`
	Won        Text    `yaml:"won"`
}

// A Trick is a script that looks as if it did it.
type Trick struct {
	Why Text  `yaml:"why"`
	Do  Lines `yaml:"do"`
}

// Par is how many actions the shortest script known has; 0 for what can't be done.
func (c *Challenge) Par() int {
	n := 0
	for line := range strings.Lines(c.Solve.Source) {
		if l := strings.TrimSpace(line); l != "" && !strings.HasPrefix(l, "#") {
			n++
		}
	}
	return n
}

// Verbs are what may be done: those that are named, else those of the budget.
func (c *Challenge) Verbs() []string {
	if len(c.Tools) > 0 {
		return texts(c.Tools)
	}
	var verbs []string
	for line := range strings.Lines(c.Rules.Source) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] != "budget" {
			continue
		}
		for _, w := range words[1:] {
			verb, _, _ := strings.Cut(w, "=")
			verbs = append(verbs, verb)
		}
	}
	return verbs
}

func texts(ts []Text) []string {
	ss := make([]string, len(ts))
	for i, t := range ts {
		ss[i] = t.Source
	}
	return ss
}

// A Question is one of three at the end.
type Question struct {
	Line    int      `yaml:"-"`
	Number  int      `yaml:"-"`
	Ask     Text     `yaml:"ask"`
	From    Text     `yaml:"from,optional"`
	Options []Answer `yaml:"options"`
}

// Model is the modelling note.
type Model struct {
	Line   int  `yaml:"-"`
	Real   Text `yaml:"real"`
	Out    Text `yaml:"out"`
	Time   Text `yaml:"time"`
	Fitted Text `yaml:"fitted"`
}
