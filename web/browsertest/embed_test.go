package browsertest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// elsewhere serves a page of somebody else's, from another origin and with a strict policy of its own, that holds a frame.
func elsewhere(t *testing.T, src string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; img-src 'self'; frame-src "+site)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="en"><title>Elsewhere</title><h1>Elsewhere</h1>
			<iframe src="%s%s" title="a figure" width="800" height="720"></iframe>`, site, src)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// in evaluates an expression in a frame of a page, which the page itself may not look into.
func (p *tab) in(frame int, script string) bool {
	p.Helper()
	tree, err := chromedp.Call(p.ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		p.Fatal(err)
	}
	if len(tree.FrameTree.ChildFrames) <= frame {
		return false // it has not begun
	}
	world, err := chromedp.Call(p.ctx, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: tree.FrameTree.ChildFrames[frame].Frame.ID})
	if err != nil {
		p.Fatal(err)
	}
	found, err := chromedp.Call(p.ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: "!!(" + script + ")", ContextID: world.ExecutionContextID})
	if err != nil {
		p.Fatal(err)
	}
	return found.ExceptionDetails == nil && string(found.Result.Value) == "true"
}

func (p *tab) untilIn(frame int, what, script string) {
	p.Helper()
	for began := time.Now(); !p.in(frame, script); time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > patience {
			p.Fatalf("waited in vain until, in the frame, %s (%s)", what, script)
		}
	}
}

// untilInFrame is for a page with one frame.
func (p *tab) untilInFrame(what, script string) {
	p.Helper()
	p.untilIn(0, what, script)
}

func TestAFigureLivesInAFrameOnAPageOfAnotherOrigin(t *testing.T) {
	t.Parallel()
	p := openAt(t, elsewhere(t, "/embed/raft/leader-crash?at=513ms"), desktop)
	p.untilInFrame("the figure is alive", `document.querySelector('quorum-lab')?.shadowRoot?.querySelector('.lab.alive')`)
	p.untilInFrame("it is at the moment of its address", `document.querySelector('quorum-lab').shadowRoot.querySelector('.clock')?.textContent.startsWith('513')`)
	p.untilInFrame("it has one link, out of the frame", `document.querySelectorAll('a').length === 1 && document.querySelector('a').target === '_blank'`)
	p.untilInFrame("it has no cookie", `document.cookie === ''`)
}

func TestNoOtherPageOfTheSiteStandsInAFrame(t *testing.T) {
	t.Parallel()
	s := desktop
	s.allow = "frame-ancestors"
	p := openAt(t, elsewhere(t, "/play/raft/leader-crash"), s)
	p.untilInFrame("the browser has refused it", `location.href.startsWith('chrome-error:')`)
}
