package sim

import (
	"testing"

	"quorumlab/protocols/engine"
)

func TestARunGoesOnFromACopyAsItWentOnItself(t *testing.T) {
	straight := eventful(t, nil)
	w := eventful(t, func(o *Options) {}) // as far as it goes; the copies are taken on another one's way
	if w.Hash() != straight.Hash() {
		t.Fatal("two runs of the same differ")
	}
	copied := toyWorld(t, func(o *Options) { *o = straight.options })
	for i := range eventfulLines {
		c := copied.Checkpoint()
		if c == nil {
			t.Fatal("it can't be copied")
		}
		if c.Trace() != nil {
			t.Fatal("a copy writes a trace")
		}
		play(t, c, i, len(eventfulLines))
		if c.Hash() != straight.Hash() || c.Count() != straight.Count() || len(c.Ops()) != len(straight.Ops()) || c.Stats() != straight.Stats() {
			t.Fatalf("the copy taken before %q goes on as another run", eventfulLines[i])
		}
		play(t, copied, i, i+1)
	}
	if copied.Hash() != straight.Hash() {
		t.Error("copies disturbed the run that they were taken from")
	}
	if contents(copied.Trace()) != contents(straight.Trace()) {
		t.Error("copies disturbed the trace of the run that they were taken from")
	}
}

func TestACopyIsIndependent(t *testing.T) {
	w := eventful(t, nil)
	c := w.Checkpoint()
	hash, ops, held, members := c.Hash(), len(c.Ops()), len(c.InFlight()), len(c.Global().IDs)
	do(t, w, "hold", "command n1 tell to=n2 text=x times=9", "add server", "cut n1 n2", "lose n2", "command n3 report text=y",
		"skew n3 rate=50%", "command n1 arm name=q after=5ms", "pause n1", "set step=1s")
	w.Run(w.Now() + ms(500))
	if c.Hash() != hash || len(c.Ops()) != ops || len(c.InFlight()) != held || len(c.Global().IDs) != members || len(c.Rules()) != 0 {
		t.Error("the original went on, and changed its copy")
	}
	want := eventful(t, nil)
	c.Run(c.Now() + ms(500))
	want.Run(want.Now() + ms(500))
	if c.Hash() != want.Hash() {
		t.Error("a copy whose original went on is another run")
	}
	do(t, c, "command n3 report text=y") // its monitors have not heard of it
	if c.Ending() != nil {
		t.Errorf("the copy shares its monitors: %+v", c.Ending())
	}
}

// frozen can't be copied.
type frozen struct {
	engine.Config[toyParams]
	f func()
}

func (*frozen) Step(engine.Input, *engine.Out) {}

func TestAWorldWhoseNodesAreNotPlainSaysSo(t *testing.T) {
	p := toy
	p.Name = "frozen"
	p.Roles = []engine.Role{{Name: "server", Letter: 'n', Min: 1, Default: 1, Max: 1, New: func(engine.Birth) engine.Node { return &frozen{f: func() {}} }}}
	w, err := New(&p, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if w.Clonable() || w.Checkpoint() != nil || len(w.AppendState(nil, engine.ID('n', 1))) != 0 {
		t.Error("a state with a function in it was copied")
	}
	if w = toyWorld(t, nil); !w.Clonable() || len(w.AppendState(nil, engine.ID('n', 1))) == 0 {
		t.Error("a plain state is not copied")
	}
}

func TestWhatIsWrittenDownChangesNothing(t *testing.T) {
	bare := eventful(t, func(o *Options) { o.Explain, o.Watch, o.Check, o.NoTrace = false, false, false, true })
	for name, change := range map[string]func(*Options){
		"explained": func(o *Options) { o.Watch, o.Check = false, false },
		"watched":   func(o *Options) { o.Explain, o.Check = false, false },
		"checked":   func(o *Options) { o.Explain, o.Watch = false, false },
		"all":       func(*Options) {},
	} {
		if w := eventful(t, change); w.Hash() != bare.Hash() {
			t.Errorf("%s: another run", name)
		}
	}
	hooked := toyWorld(t, func(o *Options) { *o = eventful(t, nil).options })
	hooked.Hook(&Hooks{Before: func(int, engine.Input, engine.Node, engine.Rand, []byte) {}, After: func(int, engine.Input, engine.Node, *engine.Out) {}})
	play(t, hooked, 0, len(eventfulLines))
	if hooked.Hash() != bare.Hash() {
		t.Error("hooked: another run")
	}
}
