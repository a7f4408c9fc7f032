package licenses

import (
	"strings"
	"testing"
)

func TestEachComponentIsPrintedUnderItsNameWithAllItsTexts(t *testing.T) {
	all, err := Parse([]byte(`[
		{"name": "one", "version": "v1", "used": "server", "texts": [{"file": "LICENSE", "text": "You may.\n\n"}, {"file": "NOTICE", "text": "By us."}]},
		{"name": "two", "version": "v2", "used": "pages", "texts": [{"file": "COPYING", "text": "You may, too."}]}]`))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := Print(&b, all); err != nil {
		t.Fatal(err)
	}
	rule := strings.Repeat("=", 80)
	want := "one v1\n\nLICENSE:\n\nYou may.\n\nNOTICE:\n\nBy us.\n\n" + rule + "\n\ntwo v2\n\nCOPYING:\n\nYou may, too.\n"
	if b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

func TestAComponentWithoutATextIsAnError(t *testing.T) {
	for _, bad := range []string{"", "{}", `[{"name": "one", "version": "v1"}]`} {
		if _, err := Parse([]byte(bad)); err == nil {
			t.Errorf("%q: expected an error", bad)
		}
	}
}
