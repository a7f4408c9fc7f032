package lesson

// How many there are to choose from.
const (
	optionsMin = 3
	optionsMax = 5
	sawOptions = 3
)

func (p *parser) predict(line int, text string) Block {
	b := &Predict{Line: line, Number: len(p.lesson.Predictions()) + 1}
	if !p.decode(line, text, b) {
		return b
	}
	p.figureOf(b.Figure)
	p.inline(&b.Ask)
	p.moment(b.From, "from")
	p.moment(b.Until, "until")
	as := b.Answers()
	p.answers(line, as, optionsMin, optionsMax)
	for i := range as {
		b.Options[i].Answer = as[i]
		p.see(as[i], b)
	}
	p.inline(&b.Saw.Ask)
	p.answers(b.Saw.Ask.Line, b.Saw.Options, sawOptions, sawOptions)
	for i := range b.Saw.Options {
		p.see(b.Saw.Options[i], b)
	}
	return b
}

// see is a link to the event that an answer is about.
func (p *parser) see(a Answer, b *Predict) {
	p.moment(a.See, "see")
	if a.See.Source != "" {
		p.lesson.Links = append(p.lesson.Links, Link{a.See.Line, b.Figure.Source, b.Branch.Source, a.See.Source})
	}
}

// answers are from least to most, and one of them is right.
func (p *parser) answers(line int, as []Answer, least, most int) {
	if len(as) < least || len(as) > most {
		if least == most {
			p.problem(line, "options: expected %d, not %d", least, len(as))
		} else {
			p.problem(line, "options: expected %d to %d, not %d", least, most, len(as))
		}
	}
	right := 0
	for i := range as {
		p.inline(&as[i].Text)
		p.inline(&as[i].Why)
		if as[i].Right {
			right++
		}
	}
	if right != 1 {
		p.problem(line, "options: expected one with right: true, not %d", right)
	}
}

func (p *parser) question(line int, text string) Block {
	b := &Question{Line: line, Number: len(p.lesson.Questions()) + 1}
	if !p.decode(line, text, b) {
		return b
	}
	p.inline(&b.Ask)
	p.answers(line, b.Options, optionsMin, optionsMax)
	for _, o := range b.Options {
		if o.See.Source != "" {
			p.problem(o.See.Line, "see: expected a link in the text of why: a question is about no figure")
		}
	}
	return b
}

func (p *parser) model(line int, text string) Block {
	b := &Model{Line: line}
	if p.decode(line, text, b) {
		for _, t := range []*Text{&b.Real, &b.Out, &b.Time, &b.Fitted} {
			p.inline(t)
		}
	}
	return b
}
