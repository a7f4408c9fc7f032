package engine

import (
	"reflect"
	"strings"
	"testing"
)

// drawn makes its picture by hand.
type drawn struct{ term int64 }

func (*drawn) Step(Input, *Out) {}

func (d *drawn) View(v *View) {
	v.Status("leader")
	v.Epoch(d.term)
	v.Tally("% of % votes", 2, 5)
	v.Locked()
	v.Tier(1)
	v.Place(3)
	if !v.Brief() {
		v.Field("value", "a\u202eb")
		v.Field("peers", []NodeID{ID('n', 1), ID('n', 2)})
		v.Fieldf("log", "% entries of %", 7, "x\ny")
	}
	v.Clock("election", tick{1}, Second, 2*Second)
	row := v.Row("logs")
	row.Name, row.Bar = "main", 1
	row.Cell("x=1", 3, Committed)
	row.Cell("\x1b[31m", 4, Doubtful)
}

func TestAPictureHoldsWhatTheNodeSaid(t *testing.T) {
	got := Look(&drawn{7}, false)
	want := Picture{Status: "leader", Epoch: 7, Epochal: true, Tally: "2 of 5 votes", Locked: true, Tier: 1, Place: 3,
		Fields: []NamedValue{{"value", `a\u202eb`}, {"peers", "n1,n2"}, {"log", `7 entries of x\ny`}},
		Clocks: []Clock{{"election", tick{1}, Second, 2 * Second}},
		Rows:   []*Row{{Panel: "logs", Name: "main", Bar: 1, Cells: []Cell{{"x=1", 3, Committed, 1}, {`\x1b[31m`, 4, Doubtful, 2}}}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestAPictureInBriefHasStatusEpochAndTallyOnly(t *testing.T) {
	got := Look(&drawn{7}, true)
	if got.Status != "leader" || got.Epoch != 7 || got.Tally != "2 of 5 votes" || len(got.Fields)+len(got.Clocks)+len(got.Rows) != 0 {
		t.Errorf("got %+v", got)
	}
}

// bare has no picture of its own.
type bare struct {
	other
	Term   int
	logMax map[NodeID]string
	empty  *int
}

func TestANodeWithoutAPictureIsShownByItsFields(t *testing.T) {
	got := Look(&bare{Term: 3, logMax: map[NodeID]string{ID('n', 10): "b", ID('n', 2): "a\u202e"}}, false)
	want := []NamedValue{{"term", "3"}, {"log-max", `n2:a\u202e n10:b`}, {"empty", "–"}}
	if !reflect.DeepEqual(got.Fields, want) {
		t.Errorf("got %+v", got.Fields)
	}
	if got := Look(&bare{}, true); !reflect.DeepEqual(got, Picture{}) {
		t.Errorf("in brief: %+v", got)
	}
}

func TestNothingHostileIsShownAsItIs(t *testing.T) {
	const evil = "\u202e\x1b[31m\x00"
	v := &View{}
	v.Field("a", evil)
	v.Field("b", []string{evil})
	v.Field("c", map[string]string{evil: evil})
	v.Fieldf("d", "%", evil)
	v.Tally("%", evil)
	v.Row("p").Cell(evil, 0, Unmarked)
	texts := []string{v.pic.Tally, v.pic.Rows[0].Cells[0].Text}
	for _, f := range v.pic.Fields {
		texts = append(texts, f.Value)
	}
	for _, s := range texts {
		if Plain(s) != s || !strings.Contains(s, `\u202e\x1b[31m\x00`) {
			t.Errorf("shown as %q", s)
		}
	}
}
