package lesson

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// altMax is how many letters a figure's description has at most.
const altMax = 250

var (
	partName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	speed    = regexp.MustCompile(`^(1/)?[1-9][0-9]{0,2}$`)
)

func (p *parser) figure(line int, text string) Block {
	f := &Figure{Line: line, Number: len(p.lesson.figures) + 1}
	if !p.decode(line, text, f) {
		p.lesson.figures[f.Name.Source] = f // known, so that nothing else is said of what names it
		return f
	}
	p.name(f.Name, "figure")
	if _, ok := p.lesson.figures[f.Name.Source]; ok {
		p.problem(f.Name.Line, "figure %s: expected a name of its own", f.Name)
	}
	p.lesson.figures[f.Name.Source] = f
	f.Text = p.beside(f.Name, ".txt")
	p.inline(&f.Title)
	if n := utf8.RuneCountInString(f.Alt.Source); n > altMax {
		p.problem(f.Alt.Line, "alt: expected at most %d letters, not %d", altMax, n)
	}
	p.moment(f.From, "from")
	p.moment(f.Stop, "stop")
	if f.Speed.Source != "" && !speed.MatchString(f.Speed.Source) {
		p.problem(f.Speed.Line, "speed: expected a number such as 2 or 1/20, not %s", f.Speed)
	}
	if f.Window.Source != "" {
		if d, err := engine.ParseDuration(f.Window.Source); err != nil || d <= 0 {
			p.problem(f.Window.Line, "window: expected how much time is shown, as in 800ms, not %s", f.Window)
		}
	}
	if n := len(f.Compare); n != 0 && n != 2 {
		p.problem(f.Compare[0].Line, "compare: expected two branches, not %d", n)
	}
	if f.Curtain != nil && len(f.Curtain.Among) < 2 {
		p.problem(f.Curtain.Client.Line, "curtain: among: expected two branches or more, of which one is drawn")
	}
	for i := range f.Acts {
		p.inline(&f.Acts[i].Label)
	}
	for i := range f.Slider {
		p.slider(f, &f.Slider[i])
	}
	for i := range f.Switch {
		p.inline(&f.Switch[i].Label)
		p.bound(f, f.Switch[i].Bind)
	}
	return f
}

// name sees to it that a name can stand in an address.
func (p *parser) name(name Text, what string) {
	if !partName.MatchString(name.Source) {
		p.problem(name.Line, "%s: expected a name of small letters, digits and hyphens, not %s", what, name)
	}
}

// moment sees to it that a moment is one.
func (p *parser) moment(at Text, what string) {
	if at.Source == "" {
		return
	}
	if _, err := sim.ParsePosition(at.Source); err != nil {
		p.problem(at.Line, "%s: %v", what, err)
	}
}

// beside reads a file that stands beside the text.
func (p *parser) beside(name Text, ext string) string {
	text, err := fs.ReadFile(p.files, path.Join(p.lesson.ID, name.Source+ext))
	if err != nil {
		p.problem(name.Line, "expected a file %s%s beside the text", name, ext)
	}
	return string(text)
}

// figureOf notes that a part names a figure, which may stand above it or below.
func (p *parser) figureOf(name Text) {
	p.named = append(p.named, name)
}

// bound is the value that a bind has in braces, of which the text has one.
func (p *parser) bound(f *Figure, bind Text) string {
	before, rest, ok := strings.Cut(bind.Source, "{")
	value, after, ok2 := strings.Cut(rest, "}")
	if !ok || !ok2 || value == "" {
		p.problem(bind.Line, "bind: expected the value in braces, as in \"at {300ms} partition\"")
		return ""
	}
	if n := strings.Count(f.Lines(), before+value+after); n != 1 {
		p.problem(bind.Line, "bind: expected %q to stand in %s.txt once, not %d times", before+value+after, f.Name, n)
	}
	return value
}
