package drawtest

import (
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"

	"quorumlab/lessons"
	"quorumlab/protocols"
	"quorumlab/protocols/all"
	"quorumlab/protocols/engine"
	"quorumlab/wasm/bridge"
)

var every = flag.Bool("every", false, "look at every frame of every scenario, not at some of each")

// someFrames are looked at of each scenario where not every frame is.
const someFrames = 24

func TestNoWordCoversANodeOrAWordInTheFramesOfAnyScenario(t *testing.T) {
	library := &protocols.Library{}
	var known []*engine.Protocol
	for _, p := range all.Protocols() {
		known = append(known, p.Protocol)
		if err := library.AddProtocol(p.Protocol.Name); err != nil {
			t.Fatal(err)
		}
	}
	if err := library.AddLessons(lessons.Files); err != nil {
		t.Fatal(err)
	}
	b := bridge.New(known)
	ctx := pageOf(t, "scenarios", func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/ask" {
			return false
		}
		request, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(b.Handle(request))
		return true
	})
	if err := chromedp.Do(ctx, chromedp.WaitReady("#ready")); err != nil {
		t.Fatal(err)
	}
	most := someFrames
	if *every {
		most = 1 << 20
	}
	for _, name := range library.Names() {
		t.Run(name, func(t *testing.T) {
			text, _ := library.Text(name)
			call, err := json.Marshal([]any{text, most})
			if err != nil {
				t.Fatal(err)
			}
			var faults []string
			if faults, err = chromedp.Run(ctx, chromedp.Evaluate[[]string]("look(..."+string(call)+")", chromedp.EvalAwaitPromise)); err != nil {
				t.Fatal(err)
			}
			for i, f := range faults {
				if i == 20 {
					t.Fatalf("and %d more", len(faults)-i)
				}
				t.Error(f)
			}
		})
	}
}
