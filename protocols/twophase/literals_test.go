package twophase

import (
	"testing"

	"quorumlab/protocols/engine"
)

func TestLiteralsAreReadAsTheyArePrintedAndNothingElseIs(t *testing.T) {
	for _, c := range []struct {
		into      engine.Literal
		good, bad []string
	}{
		{&Account{},
			[]string{"n2.alice", "n2.a-2", "n10.7"},
			[]string{"", "n2", "n2.", "2.alice", "n2.Alice", "n2.a,b", "n2.a b", "n2.\u202ex", "n2.abcdefghijklmnopqrstuvwxyz"}},
		{&Holding{},
			[]string{"alice:100", "bob:0", "x:1000000000"},
			[]string{"", "alice", "alice:", ":7", "alice:-1", "alice:1.5", "alice:007", "alice:+7", "a b:7", "x:1000000001"}},
		{&ID{},
			[]string{"n2.7", "n1.3.7", "n1.0.7"},
			[]string{"", "n2", "n2.x", "n2.07", "n2.1.7", "n2.1.2.3", "2.7", "n2.7.", "n2.4294967296"}},
	} {
		for _, text := range c.good {
			if err := c.into.ParseLiteral(text); err != nil || c.into.String() != text {
				t.Errorf("%T: %q is read as %v: %v", c.into, text, c.into, err)
			}
		}
		for _, text := range c.bad {
			if err := c.into.ParseLiteral(text); err == nil {
				t.Errorf("%T: %q is read as %v", c.into, text, c.into)
			}
		}
	}
	var a Account
	var h Holding
	var id ID
	_, _, _ = a.ParseLiteral("n2.alice"), h.ParseLiteral("alice:7"), id.ParseLiteral("n1.3.7")
	if n := engine.ID('n', 2); a != (Account{n, "alice"}) || h != (Holding{"alice", 7}) || id != (ID{coordinatorID(), 3, 7}) {
		t.Errorf("read are %v, %v, %v", a, h, id)
	}
}

func TestALineNamesATimer(t *testing.T) {
	c := newCluster(t, 2, nil)
	c.do("command n1 begin tx=t1 from=n2.alice to=n3.bob amount=40")
	c.until("prepared n2")
	c.do("fire n2 in-doubt n1.1", "fire n1 vote-timeout n1.1")
	c.holds("blocked n2")
	c.until("aborted n2")
}
