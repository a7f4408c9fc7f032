package scenario

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

const sameView = "same-view"

// SameView asks whether a node can't tell two branches apart.
type SameView struct {
	Node        engine.NodeID
	Left, Right string
}

// String is what Parse reads after expect.
func (v *SameView) String() string {
	return sameView + " " + v.Node.String() + " " + v.Left + " " + v.Right
}

// ParseExpect reads what stands behind the word expect where the script's branches are known: those that it has so far.
func (s *Script) ParseExpect(words []engine.Word) (Expect, error) {
	not, rest := false, words
	if len(rest) > 0 && isWord(rest[0], "not") {
		not, rest = true, rest[1:]
	}
	if len(rest) == 0 || !isWord(rest[0], sameView) {
		return ParseExpect(s.Cluster.Protocol, words)
	}
	v, err := parseSameView(rest[1:], func(name string) bool { return s.Branch(name) != nil })
	return Expect{Not: not, Same: v}, err
}

// parseSameView reads the words after same-view. known tells whether there is a branch of that name so far.
func parseSameView(words []engine.Word, known func(name string) bool) (*SameView, error) {
	if len(words) != 3 {
		return nil, say.Errorf("expect %s: expected a node and two branches, such as n2 left right", sameView)
	}
	v := &SameView{}
	var err error
	if v.Node, err = engine.ParseID(words[0].Value); err != nil || words[0].Key != "" {
		return nil, say.Errorf("column %d: expect %s: expected a node such as n2, not %s", words[0].Column, sameView, words[0])
	}
	for i, name := range []*string{&v.Left, &v.Right} {
		w := words[i+1]
		if w.Key != "" || !known(w.Value) {
			return nil, say.Errorf("column %d: expect %s: expected a branch from above, not %s", w.Column, sameView, w)
		}
		*name = w.Value
	}
	if v.Left == v.Right {
		return nil, say.Errorf("column %d: expect %s: expected two different branches", words[2].Column, sameView)
	}
	return v, nil
}

// judge tells whether the run is as a line expects, and what it is like.
func (r *Runner) judge(e Expect) (ok bool, got string) {
	if e.Same == nil {
		return e.Judge(r.rec.Head())
	}
	ok, got = r.sameView(e.Same)
	return ok != e.Not, got
}

func (r *Runner) sameView(v *SameView) (bool, string) {
	var counts [2]sim.EventID
	for i, name := range []string{v.Left, v.Right} {
		b := r.family[name]
		if b == nil {
			return false, say.Sprintf("the branch %s has not been run", name)
		}
		counts[i] = b.rec.Head().Count()
	}
	return v.compare(r.family[v.Left], r.family[v.Right], counts)
}

// JudgeAt tells whether the node can't tell two branches apart at a time, and what is so: both are run that far. left and
// right are the runners of the branches that it names.
func (v *SameView) JudgeAt(left, right *Runner, t engine.Time) (bool, string) {
	var counts [2]sim.EventID
	for i, r := range []*Runner{left, right} {
		r.rec.Run(t)
		counts[i] = r.rec.CountAt(t)
	}
	return v.compare(left, right, counts)
}

// compare lays the views after so many events of each branch side by side.
func (v *SameView) compare(l, r *Runner, counts [2]sim.EventID) (bool, string) {
	var sights [2]sim.Sight
	for i, b := range []*Runner{l, r} {
		s, there, err := b.rec.Sight(v.Node, counts[i])
		if err != nil {
			return false, engine.Plain(err.Error())
		}
		if !there {
			return false, say.Sprintf("there is no node %v in %s", v.Node, b.branch.Name)
		}
		sights[i] = s
	}
	left, right := &sights[0], &sights[1]
	at := left.Apart(*right)
	if at < 0 {
		return true, say.Sprintf("the same %d inputs in both", len(left.Inputs))
	}
	return false, say.Sprintf("input %d is %s in %s, and %s in %s", at+1, l.input(left, at), v.Left, r.input(right, at), v.Right)
}

// input is one input of a view in words.
func (r *Runner) input(s *sim.Sight, i int) string {
	switch {
	case i < len(s.Inputs):
		return r.rec.InputText(s.Inputs[i])
	case s.Down:
		return "none, as it is down,"
	}
	return "none"
}
