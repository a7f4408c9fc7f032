package engine

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"quorumlab/protocols/engine/canon"

	"pgregory.net/rapid"
)

type record struct {
	Term int
	Name string
}

// disk writes to a disk as the kernel does.
func disk(t testing.TB, writes func(o *Out)) *Disk {
	t.Helper()
	d := NewDisk(new(canon.Table))
	apply(d, writes)
	return d
}

func apply(d *Disk, writes func(o *Out)) {
	o := NewOut(d.table, false)
	o.Begin(Rand{}, nil)
	writes(o)
	for _, e := range o.Effects() {
		if e.Kind == Persist || e.Kind == Append {
			d.Apply(e.Kind, e.Key, bytes.Clone(o.Bytes()[e.Off:e.Off+e.Len]), 0)
		} else {
			d.Apply(e.Kind, e.Key, nil, int(e.Off))
		}
	}
}

func logOf(d *Disk, name string) []string { return Records[string](d, name) }

func TestADiskGivesBackWhatWasWritten(t *testing.T) {
	d := disk(t, func(o *Out) {
		o.Persist("r", record{3, "x"})
		o.Persist("n", 7)
		o.Persist("n", 8) // over what was there
		o.Append("log", "a")
		o.Append("log", "b")
	})
	var r record
	var n int
	if !d.Get("r", &r) || r != (record{3, "x"}) || !d.Get("n", &n) || n != 8 {
		t.Errorf("got %+v and %d", r, n)
	}
	if d.Get("nothing", &n) || n != 8 {
		t.Error("a value was read that nobody wrote")
	}
	if got := logOf(d, "log"); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("the log is %q", got)
	}
	if got := logOf(d, "other"); len(got) != 0 {
		t.Errorf("a log that nobody wrote is %q", got)
	}
	if d.Empty() || !NewDisk(nil).Empty() {
		t.Error("a disk is empty until something is written, and then not")
	}
}

func TestReadingAValueAsAnotherTypePanicsWithItsKey(t *testing.T) {
	d := disk(t, func(o *Out) { o.Persist("vote", "abc"); o.Append("log", "abc") })
	for name, read := range map[string]func(){
		`disk value "vote" is no *engine.record`:    func() { var r record; d.Get("vote", &r) },
		`record 0 of log "log" is no engine.record`: func() { Records[record](d, "log") },
	} {
		func() {
			defer func() {
				if s, ok := recover().(string); !ok || !strings.Contains(s, name) {
					t.Errorf("expected a panic with %q, got %q", name, s)
				}
			}()
			read()
		}()
	}
}

func TestALogIsCutAtBothEndsAndNowhereElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := NewDisk(new(canon.Table))
		var want []string
		var copies []*Disk
		var were [][]string
		for range rapid.IntRange(1, 30).Draw(t, "writes") {
			switch rapid.IntRange(0, 4).Draw(t, "kind") {
			case 0, 1:
				s := rapid.StringMatching(`[a-z]{0,3}`).Draw(t, "record")
				apply(d, func(o *Out) { o.Append("log", s) })
				want = append(slices.Clone(want), s)
			case 2:
				n := rapid.IntRange(0, 9).Draw(t, "keep")
				apply(d, func(o *Out) { o.Truncate("log", n) })
				want = want[:min(n, len(want))]
			case 3:
				n := rapid.IntRange(0, 3).Draw(t, "drop")
				apply(d, func(o *Out) { o.DropFirst("log", n) })
				want = want[min(n, len(want)):]
			case 4:
				copies, were = append(copies, d.Clone()), append(were, want)
				if rapid.Bool().Draw(t, "go on with the copy") {
					copies[len(copies)-1], d = d, copies[len(copies)-1]
				}
			}
			if got := logOf(d, "log"); !slices.Equal(got, want) {
				t.Fatalf("the log is %q; expected %q", got, want)
			}
			for i, c := range copies {
				if got := logOf(c, "log"); !slices.Equal(got, were[i]) {
					t.Fatalf("a copy's log is %q; expected %q", got, were[i])
				}
			}
		}
	})
}

func TestEqualDisksHaveEqualBytesHoweverTheyCameAbout(t *testing.T) {
	a := disk(t, func(o *Out) { o.Persist("x", 1); o.Persist("y", 2); o.Append("l", "a"); o.Append("m", "b") })
	b := disk(t, func(o *Out) {
		o.Append("m", "b")
		o.Persist("y", 3)
		o.Append("l", "z")
		o.Append("l", "a")
		o.DropFirst("l", 1)
		o.Persist("y", 2)
		o.Persist("x", 1)
	})
	if !bytes.Equal(a.AppendCanon(nil), b.AppendCanon(nil)) {
		t.Error("equal disks differ")
	}
	seen := map[string]int{}
	for i, d := range []*Disk{a, a.Clone(),
		disk(t, func(o *Out) {}),
		disk(t, func(o *Out) { o.Persist("x", 1) }),
		disk(t, func(o *Out) { o.Append("x", 1) }),
		disk(t, func(o *Out) { o.Append("x", "a"); o.Append("x", "b") }),
		disk(t, func(o *Out) { o.Append("x", "ab") }),
		disk(t, func(o *Out) { o.Append("x", "a"); o.Append("y", "b") }),
	} {
		if had, ok := seen[string(d.AppendCanon(nil))]; ok && i != 1 {
			t.Errorf("disks %d and %d differ, and have the same bytes", had, i)
		}
		seen[string(d.AppendCanon(nil))] = i
	}
	if a.Bytes() == 0 || a.Bytes() != b.Bytes() {
		t.Errorf("%d and %d bytes lie on them", a.Bytes(), b.Bytes())
	}
}
