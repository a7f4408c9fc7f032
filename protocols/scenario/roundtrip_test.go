package scenario_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/mutex"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

func drawProtocol(t *rapid.T) *engine.Protocol {
	return rapid.SampledFrom([]*engine.Protocol{&mutex.Protocol, &chatter}).Draw(t, "protocol")
}

func TestWhatIsPrintedIsReadAgainAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScript(t, drawProtocol(t))
		text := s.String()
		again, err := scenario.Parse(text, lookup)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if got := again.String(); got != text {
			t.Fatalf("printed:\n%s\nread and printed again:\n%s", text, got)
		}
		want, got := bare(s), bare(again)
		if !reflect.DeepEqual(want, got) {
			t.Fatalf("printed:\n%s\nexpected %#v\nread     %#v", text, want, got)
		}
	})
}

// bare is a script whose goals have no functions, which are never equal.
func bare(s *scenario.Script) *scenario.Script {
	c := *s
	c.Branches = nil
	for _, b := range s.Branches {
		var items []scenario.Item
		for _, it := range b.Items {
			switch do := it.Do.(type) {
			case scenario.Until:
				do.Goal = &sim.Goal{Text: do.Goal.Text, Numeric: do.Goal.Numeric, Timed: do.Goal.Timed}
				it.Do = do
			case scenario.Expect:
				if do.Goal != nil {
					do.Goal = &sim.Goal{Text: do.Goal.Text, Numeric: do.Goal.Numeric, Timed: do.Goal.Timed}
				}
				it.Do = do
			}
			items = append(items, it)
		}
		b.Items = items
		c.Branches = append(c.Branches, b)
	}
	return &c
}

func TestATextIsPrintedInOneForm(t *testing.T) {
	const loose = "\ufeff\n# why \u202e\n  cluster \t chatter  interval=1000ms   seed=007 leaf=03   # \x1b[31m\r\n\n" +
		"disk  n2  round=1 log=a,b\n" +
		"command n1 say \"hi\" loud=true\n" +
		"at 0.5s crash n1 disk=lost#no\n" +
		"\t at 600ms restart  n1# no comment\n"
	if _, err := scenario.Parse(loose, lookup); err == nil {
		t.Error("a # within a word began a comment")
	}
	s := parse(t, "\ufeff\n# why \u202e\n  cluster \t chatter  interval=1000ms   seed=007 leaf=03   # \x1b[31m\r\n\n"+
		"disk  n2  round=1 log=a,b\n"+
		"command n1 say \"hi\" loud=true times=0 #\n"+
		"at 0.5s crash n1 disk=lost\n"+
		"run 90000ms\n"+
		"run until=quiet limit=0.001s text=\"a b\" n1\n"+
		"branch x at=1.5s of=main\n"+
		"expect quiet n2 >= 1000us\n \n\n"+
		"----  \r\n0ms  out \u202e \n\n")
	const tight = "\n# why \\u202e\ncluster chatter interval=1s seed=7 leaf=3 # \\x1b[31m\n\n" +
		"disk n2 log=a,b round=1\n" +
		"command n1 say hi loud=true #\n" +
		"at 500ms crash n1 disk=lost\n" +
		"run 90s\n" +
		"run until=quiet n1 text=\"a b\" limit=1ms\n" +
		"branch x of=main at=1500ms\n" +
		"expect quiet n2 >= 1ms\n" +
		"----\n0ms  out \\u202e\n"
	if got := s.String(); got != tight {
		t.Errorf("expected:\n%s\ngot:\n%s", tight, got)
	}
	if got := parse(t, tight).String(); got != tight {
		t.Errorf("the one form is printed as another:\n%s", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range wrong() {
		if len(text) < 4<<10 { // from a long one the fuzzer comes nowhere
			f.Add(text)
		}
	}
	f.Add("cluster mutex nodes=3 seed=1\ncommand n1 acquire\nat 5ms#1 crash n1\nrun until=inside n2 limit=1s\nexpect not inside n1 >= 1s\nbranch b of=main at=4ms\npartition n1 n2 | n3\nload n1,n2 acquire every=exp(5ms) count=3\n----\n0ms  you\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := scenario.Parse(text, lookup)
		if err != nil {
			if _, ok := err.(*scenario.Error); !ok {
				t.Fatalf("expected a *scenario.Error, not %T", err)
			}
			return
		}
		printed := s.String()
		again, err := scenario.Parse(printed, lookup)
		if err != nil {
			t.Fatalf("what was printed is not read: %v\n%s", err, printed)
		}
		if got := again.String(); got != printed {
			t.Fatalf("printed:\n%q\nand then:\n%q", printed, got)
		}
		if !reflect.DeepEqual(bare(s), bare(again)) {
			t.Fatalf("another script is read from\n%s", printed)
		}
	})
}
