package sim

import (
	"slices"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
)

func TestANodeThatIsAddedJoinsWithTheNextNumber(t *testing.T) {
	w := toyWorld(t, nil)
	w.Run(ms(5))
	do(t, w, "add server", "command n1 tell to=n4 text=a", "command n4 tell to=n1 text=b")
	w.Run(ms(20))
	hears(t, w, "n4", "joins [n1 n2 n3 c1 n4] @5ms", "said a by n1 @15ms")
	hears(t, w, "n1", "said b by n4 @15ms")
	refused(t, w, "add broker", "toy has no role broker")
	do(t, w, "add client", "add crowd")
	if got := w.Global().IDs; len(got) != 7 || got[5].String() != "c2" || got[6].String() != "o1" {
		t.Errorf("the nodes are %v", got)
	}
}

func TestANodeThatIsRemovedIsGoneForGood(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 tell to=n2 text=a", "remove n2", "command n1 tell to=n2 text=b", "command n3 arm name=t after=20ms")
	w.Run(ms(50))
	if s, ok := w.Node(engine.ID('n', 2)); !ok || s.Engine != nil || s.Flags != FlagRemoved {
		t.Errorf("n2: %+v", s)
	}
	if s := w.Stats(); s.Lost != 2 {
		t.Errorf("messages to it: %+v", s)
	}
	for _, line := range []string{"restart n2", "crash n2", "pause n2", "remove n2", "command n2 tell to=n1 text=x", "cut n1 n2", "skew n2 offset=1ms"} {
		refused(t, w, line, "there is no node n2 here; there are n1 n3 c1")
	}
	do(t, w, "add server")
	hears(t, w, "n4", "joins [n1 n3 c1 n4] @50ms") // its number is not given again
}

func TestARoleHasAsManyNodesAsItTakes(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Counts = map[byte]int{'c': 100} })
	refused(t, w, "add client", "toy takes at most 100 nodes as client")
	do(t, w, "remove c7", "add client")
	for _, c := range []struct {
		counts map[byte]int
		want   string
	}{
		{map[byte]int{'n': 0}, "toy takes 1 to 200 nodes as server, not 0"},
		{map[byte]int{'n': 201}, "toy takes 1 to 200 nodes as server, not 201"},
		{map[byte]int{'x': 1}, "toy has no role with the letter x"},
	} {
		if _, err := New(&toy, Options{Counts: c.counts}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: expected %q, got %v", c.counts, c.want, err)
		}
	}
}

func TestARunHasNoMoreNodesThanItsLimit(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Settings.NodesMax = 5 })
	do(t, w, "add server")
	refused(t, w, "add server", "a run here has at most 5 nodes")
}

func TestRolesThatShareALetterNumberOnInTheOrderDeclared(t *testing.T) {
	p := toy
	p.Name = "shared"
	p.Roles = []engine.Role{
		{Name: "head", Letter: 'n', Min: 1, Default: 1, Max: 1, New: newToy, Commands: []any{Report{}}},
		{Name: "tail", Letter: 'n', Min: 1, Default: 2, Max: 5, New: newToy, Commands: []any{Tell{}}},
	}
	for nodes, want := range map[int]string{0: "n1 head n2 tail n3 tail", 2: "n1 head n2 tail", 4: "n1 head n2 tail n3 tail n4 tail"} {
		o := Options{}
		if nodes > 0 {
			o.Counts = map[byte]int{'n': nodes}
		}
		w, err := New(&p, o)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i, id := range w.Global().IDs {
			got = append(got, id.String(), w.NodeAt(i).Role.Name)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("nodes=%d: %s; expected %s", nodes, s, want)
		}
	}
	if _, err := New(&p, Options{Counts: map[byte]int{'n': 1}}); err == nil {
		t.Error("expected one node to be too few for two roles")
	}
	w, _ := New(&p, Options{})
	if err := w.Apply(Command{To: engine.ID('n', 1), Event: Tell{To: engine.ID('n', 2)}}); err == nil {
		t.Error("a head took a tail's command")
	}
	do(t, w, "add tail")
	if ids := w.Global().IDs; ids[len(ids)-1] != engine.ID('n', 4) {
		t.Errorf("the nodes are %v", ids)
	}
}

func TestAParameterIsSetForWhatHappensFromNowOn(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 tell to=n2 text=a", "set latency=30ms", "command n1 tell to=n2 text=b", "command n1 flood")
	w.Run(ms(7))
	do(t, w, "set step=20ms")
	w.Run(ms(49))
	hears(t, w, "n2", "said a by n1 @10ms", "said b by n1 @30ms")
	hears(t, w, "n1", "alarm flood @5ms", "alarm flood @10ms", "alarm flood @30ms")
	if p := w.Params().(toyParams); p.Step != 20*msec {
		t.Errorf("the parameters are %+v", p)
	}
	if s := w.Settings(); s.Latency != engine.Exactly(30*msec) {
		t.Errorf("the settings are %+v", s)
	}
	if toy.Params.(toyParams).Step != 5*msec {
		t.Error("a run changed the protocol's declaration")
	}
	refused(t, w, "set loss=101%", "expected at most 100%")
	refused(t, w, "set step=soon", "expected a duration")
	refused(t, w, "set wind=3", "toy has no parameter wind")
	do(t, w, "crash n1", "restart n1")
	if n := w.Global().Nodes[0].(*toyNode); n.Params.Step != 20*msec {
		t.Error("a node that is born again has the parameters of the beginning")
	}
}

func TestAWorldSaysWhatIsWrongWithItsOptions(t *testing.T) {
	if _, err := New(&toy, Options{Params: 7}); err == nil || !strings.Contains(err.Error(), "expected parameters of type sim.toyParams, not int") {
		t.Errorf("got %v", err)
	}
	if _, err := New(&engine.Protocol{}, Options{}); err == nil {
		t.Error("a protocol without roles was accepted")
	}
	if _, err := New(&toy, Options{Counts: map[byte]int{'n': 100}, Settings: Settings{NodesMax: 50}}); err == nil || !strings.Contains(err.Error(), "at most 50 nodes") {
		t.Errorf("got %v", err)
	}
}

func TestACrashedNodeComesBackWithItsClockAndItsName(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "skew n1 offset=7ms", "command n1 tell to=n2 text=a", "command n1 arm name=t after=30ms", "crash n1")
	refused(t, w, "crash n1", "n1 is down already")
	refused(t, w, "command n1 report text=x", "n1 is down")
	w.Run(ms(20))
	hears(t, w, "n2", "said a by n1 @10ms") // it had left
	do(t, w, "command n2 tell to=n1 text=lost")
	w.Run(ms(40))
	do(t, w, "restart n1", "command n1 tell to=n2 text=b")
	if ts := w.Timers(engine.ID('n', 1)); len(ts) != 0 {
		t.Errorf("timers from before the crash are armed: %+v", ts)
	}
	refused(t, w, "restart n1", "n1 is up")
	w.Run(ms(60))
	hears(t, w, "n1", "restart @47ms")
	hears(t, w, "n2", "said a by n1 @10ms", "said b by n1 @50ms")
	var names []string
	for k := EventID(1); k <= w.Count(); k++ {
		if e := w.Trace().Event(k); e.Kind == KindRecv && e.From == engine.ID('n', 1) {
			names = append(names, e.Msg.String())
		}
	}
	if !slices.Equal(names, []string{"n1.1", "n1.2"}) {
		t.Errorf("its messages are %q: a restart must not give a name again", names)
	}
}
