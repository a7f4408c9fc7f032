package sim

import (
	"strings"
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

func TestNoPartOfACopyIsShared(t *testing.T) {
	for _, c := range []struct {
		name                   string
		before, disturb, after []string
	}{
		{"what waits", []string{"pause n1", "command n2 tell to=n1 text=a times=3"}, []string{"drop n2.1"}, []string{"resume n1"}},
		{"what is held", []string{"hold", "command n2 tell to=n1 text=a times=3"}, []string{"drop n2.1"}, []string{"release"}},
		{"rules", []string{"hold from=n1", "hold from=n2", "hold from=n3"}, []string{"release from=n1"}, []string{"command n1 tell to=n2 text=a", "command n3 tell to=n2 text=b"}},
		{"what is on its way", []string{"set latency=50ms", "command n2 tell to=n1 text=a times=3"}, []string{"deliver n2.2", "drop n2.1"}, nil},
		{"disks", []string{"command n1 write key=k value=a", "command n1 log add=a+b"}, []string{"command n1 write key=k value=b", "command n1 log add=c"}, []string{"crash n1", "restart n1"}},
		{"writes under way", []string{"set fsync=90ms", "command n1 log add=a", "command n1 log add=b"}, []string{"crash n1 disk=kept"}, []string{"crash n1 disk=torn", "restart n1"}},
		{"links", []string{"cut n1 n2"}, []string{"heal"}, []string{"command n1 tell to=n2 text=a"}},
		{"timers", []string{"command n1 arm name=a after=50ms", "command n1 arm name=b after=90ms"}, []string{"fire n1 alarm name=a", "skew n1 rate=300%"}, nil},
		{"members", nil, []string{"add crowd", "add server"}, []string{"add server"}},
		{"operations", []string{"command c1 ask to=n1 text=a", "command c1 ask to=n1 text=b"}, []string{"crash c1", "restart c1"}, nil},
		{"loads", []string{"load c1 ask to=n1 text=% think=1ms count=9"}, nil, nil},
		{"monitors", nil, []string{"command n1 report text=x"}, []string{"command n1 report text=x"}},
		{"parameters", nil, []string{"set step=1s", "set latency=1s"}, []string{"command n1 flood", "command n2 tell to=n1 text=a"}},
		{"states", []string{"command n1 tell to=n2 text=a"}, nil, []string{"command n2 pick n=9"}},
		{"streams", nil, []string{"command n2 pick n=9"}, []string{"command n2 pick n=9"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, want := toyWorld(t, nil), toyWorld(t, nil)
			for _, x := range []*World{w, want} {
				do(t, x, c.before...)
				x.Run(ms(20))
			}
			copied := w.Checkpoint()
			do(t, w, c.disturb...)
			w.Run(ms(400))
			for _, x := range []*World{copied, want} {
				do(t, x, c.after...)
				x.Run(ms(400))
			}
			if copied.Hash() != want.Hash() {
				t.Error("what was done to the original shows in the copy")
			}
			for i, id := range want.Global().IDs {
				if len(copied.Global().IDs) != len(want.Global().IDs) || string(copied.AppendState(nil, id)) != string(want.AppendState(nil, id)) {
					t.Errorf("node %d, %v, differs", i, id)
				}
			}
			if err := copied.Apply(parse(t, "command o1 ask to=n1")); err == nil || !strings.Contains(err.Error(), "no node o1") {
				t.Errorf("a node that was added to the original is in the copy: %v", err)
			}
		})
	}
}

func TestANodesDrawsGoOn(t *testing.T) {
	w := toyWorld(t, nil)
	for range 40 {
		do(t, w, "command n1 pick n=1000")
	}
	picked := map[string]bool{}
	for _, l := range log(t, w, "n1") {
		picked[l] = true
	}
	if len(picked) < 35 {
		t.Errorf("40 draws from 1000 gave %d numbers", len(picked))
	}
}
