package browsertest

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
)

// A window is what the space-time diagram shows, and where, in the page's pixels; times are in milliseconds.
type window struct{ From, To, T, Left, Right, Axis, Rows float64 }

// sees reads the window off the diagram's own words and places.
func (p *tab) sees() window {
	p.Helper()
	return get[window](p, `(() => {
		const [a, b] = $('.st .ql-h > small').textContent.split(' ')[0].split('–').map(x => Number(x.replaceAll(',', '')));
		const box = $('.st .field svg').getBoundingClientRect(), well = $('.st-well'), left = box.left + Number(well.getAttribute('x')) + 1;
		return {From: a, To: b, T: Number($('.st .field').getAttribute('aria-valuenow')), Left: left, Right: left + Number(well.getAttribute('width')) - 2, Axis: box.top + 8, Rows: box.bottom - 12};
	})()`)
}

// at is where a moment of the window is.
func (w window) at(t float64) float64 { return w.Left + (t-w.From)/(w.To-w.From)*(w.Right-w.Left) }

func (p *tab) mouse(kind input.DispatchMouseEventType, x, y float64) {
	p.Helper()
	call(p, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1})
}

// drag presses the mouse, moves it, and lets it go.
func (p *tab) drag(x0, y0, x1, y1 float64) {
	p.Helper()
	p.mouse("mousePressed", x0, y0)
	for i := 1.0; i <= 8; i++ {
		p.mouse("mouseMoved", x0+(x1-x0)*i/8, y0+(y1-y0)*i/8)
	}
	p.mouse("mouseReleased", x1, y1)
}

// becomes waits until the window is as a condition on it says.
func (p *tab) becomes(what string, is func(w window) bool) window {
	p.Helper()
	var w window
	for began := time.Now(); time.Since(began) < patience; p.run(`await new Promise(requestAnimationFrame)`) {
		if w = p.sees(); is(w) {
			return w
		}
	}
	p.Fatalf("waited in vain until %s; seen is %+v", what, w)
	return w
}

func near(a, b, within float64) bool { return math.Abs(a-b) <= within }

func TestADragMovesTheWindowAndTheAxisThePlayhead(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/raft/leader-crash", desktop)
	p.run(`$('.st').scrollIntoView({block: 'end'})`)
	p.until("the run is computed", `/of 1,0\d\d ms/.test($('.st .ql-h > small').textContent)`)
	was := p.sees()
	p.drag(was.Right-40, was.Axis, was.at(100), was.Axis)
	moved := p.becomes("the axis has moved the playhead", func(w window) bool { return near(w.T, 100, 2) })
	if moved.From != was.From || moved.To != was.To {
		t.Errorf("the window went with the playhead: %+v, before %+v", moved, was)
	}

	p.drag(moved.at(150), moved.Rows, moved.at(150)-500, moved.Rows)
	by := 500 / (moved.Right - moved.Left) * (moved.To - moved.From)
	panned := p.becomes("a drag has moved the window", func(w window) bool { return near(w.From, moved.From+by, 2) })
	if panned.T != moved.T || !near(panned.To-panned.From, moved.To-moved.From, 2) {
		t.Errorf("the drag moved more than the window: %+v, before %+v", panned, moved)
	}
	p.must("a sign at the edge says where the playhead is", `$('.st .head-t').textContent.startsWith('‹ ')`)
	p.mouse("mousePressed", panned.Left+20, panned.Axis)
	p.mouse("mouseReleased", panned.Left+20, panned.Axis)
	p.becomes("the sign leads back", func(w window) bool { return w.From <= w.T && w.T <= w.To && w.T == moved.T })

	p.run(`$('.cluster .field').focus()`)
	p.press(".", ".", ".", ".")
	p.becomes("a key moves the window", func(w window) bool { return w.From > w.T })
	p.moved("a step", func() { p.click(`button('Step')`) })
	p.becomes("the window follows time again", func(w window) bool { return w.From <= w.T && w.T <= w.To })
}

func TestTheWheelWithCtrlAndKeysZoomInTime(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/raft/leader-crash", desktop)
	p.run(`$('.st').scrollIntoView({block: 'end'})`)
	was := p.sees()
	mid := was.at(140)
	call(p, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: "mouseWheel", X: mid, Y: was.Rows, DeltaX: 0.01, DeltaY: -100, Modifiers: 2})
	in := p.becomes("the window is shorter", func(w window) bool { return w.To-w.From < 0.8*(was.To-was.From) })
	if !near(in.at(140), mid, 12) {
		t.Errorf("what is under the hand went from %.0f to %.0f: %+v", mid, in.at(140), in)
	}
	p.run(`window.scrolled = scrollY`)
	call(p, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: "mouseWheel", X: mid, Y: was.Rows, DeltaX: 200, DeltaY: 0.01})
	p.becomes("a wheel that goes sideways moves the window", func(w window) bool { return w.From > in.From+2 })
	p.must("the page stays where it is", `scrollY === scrolled`)
	p.run(`$('.cluster .field').focus()`)
	p.press("-", "-")
	p.becomes("a key makes it longer", func(w window) bool { return w.To-w.From > 1.5*(in.To-in.From) })
}

func TestTwoFingersZoomInTimeAndOnePansIt(t *testing.T) {
	t.Parallel()
	p := figure(t, "/play/raft/leader-crash", phone)
	p.run(`$('.st').scrollIntoView({block: 'center'})`)
	w := p.sees()
	mid := (w.Left + w.Right) / 2
	id := []float64{0, 1}
	touch := func(kind input.DispatchTouchEventType, xs ...float64) {
		points := make([]*input.TouchPoint, len(xs))
		for i, x := range xs {
			points[i] = &input.TouchPoint{X: x, Y: w.Rows - 20, ID: &id[i]}
		}
		call(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
	}
	touch("touchStart", mid-30)
	touch("touchStart", mid-30, mid+30)
	for d := 40.0; d <= 90; d += 10 {
		touch("touchMove", mid-d, mid+d)
	}
	touch("touchEnd")
	in := p.becomes("two fingers have made the window shorter", func(now window) bool { return now.To-now.From < 0.5*(w.To-w.From) })
	if in.T != w.T {
		t.Errorf("the fingers moved the playhead from %v to %v", w.T, in.T)
	}
	touch("touchStart", mid+60)
	for x := mid + 50; x > mid-70; x -= 10 {
		touch("touchMove", x)
	}
	touch("touchEnd")
	p.becomes(fmt.Sprintf("a finger has moved the window from %v", in.From), func(now window) bool { return now.From > in.From+5 && now.T == w.T })
}
