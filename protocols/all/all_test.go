package all

import (
	"io/fs"
	"testing"

	"quorumlab/protocols"
	"quorumlab/protocols/all/core"
)

func TestTheRegistryHasAllOfCoreAndTheProtocolsOfTheLargeModule(t *testing.T) {
	all, small := Protocols(), core.Protocols()
	if len(all) <= len(small) {
		t.Fatalf("%d protocols in all, %d of them in core", len(all), len(small))
	}
	for i, e := range all {
		want := Module
		if i < len(small) {
			want = core.Module
		}
		if e.Module != want {
			t.Errorf("%s is in the module %s; expected %s", e.Protocol.Name, e.Module, want)
		}
		if err := e.Protocol.Validate(); err != nil {
			t.Error(err)
		}
		if files, err := fs.Glob(protocols.Scenarios(e.Protocol.Name), "scenarios/*.txt"); err != nil || len(files) == 0 {
			t.Errorf("%s brings no scenarios/*.txt: %v", e.Protocol.Name, err)
		}
	}
}

func TestAProtocolIsFoundByItsName(t *testing.T) {
	for _, e := range Protocols() {
		if got := Protocol(e.Protocol.Name); got != e.Protocol {
			t.Errorf("%s: got %v", e.Protocol.Name, got)
		}
	}
	if got := Protocol("no-such"); got != nil {
		t.Errorf("no-such: got %s", got.Name)
	}
}

func TestNoTwoProtocolsHaveOneName(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range Protocols() {
		if seen[e.Protocol.Name] {
			t.Errorf("two protocols are called %s", e.Protocol.Name)
		}
		seen[e.Protocol.Name] = true
	}
}
