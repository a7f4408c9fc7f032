package protocols_test

import (
	"errors"
	"slices"
	"testing"
	"testing/fstest"

	"quorumlab/protocols"
)

func TestBuiltInScenariosAreFoundByName(t *testing.T) {
	var l protocols.Library
	if err := errors.Join(l.AddProtocol("mutex"), l.AddLessons(fstest.MapFS{"elections/split-vote.txt": {Data: []byte("two")}, "elections/index.md": {Data: []byte("no")}})); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(l.Names(), "mutex/contention") || !slices.IsSorted(l.Names()) {
		t.Errorf("got %v", l.Names())
	}
	if text, ok := l.Text("lesson/elections/split-vote"); text != "two" || !ok {
		t.Errorf("got %q, %v", text, ok)
	}
	for _, name := range []string{"contention", "mutex/nosuch", "lesson/elections/index", ""} {
		if text, ok := l.Text(name); ok {
			t.Errorf("%s: got %q", name, text)
		}
	}
	if err := l.AddProtocol("mutex"); err == nil {
		t.Error("two scenarios have one name")
	}
}
