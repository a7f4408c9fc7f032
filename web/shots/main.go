// Command shots makes pictures of every page and state of the site, at each width and in both themes, so that people can look
// at them. It needs what `make build` builds, and chromium.
//
//	go run ./web/shots [-out build/shots] [-only REGEXP] [-site URL] [-widths 1440,768,360] [-themes light,dark]
//
// A picture is named for its state, width and theme: player-cut-360-dark.png.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"quorumlab/web/chromium"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "shots:", err)
		os.Exit(1)
	}
}

// patience is how long a state may take to be reached: a machine may be busy.
const patience = time.Minute

// tallest is how high a picture of a whole page may be, in CSS pixels: what a browser draws in one piece.
const tallest = 16000

func run() error {
	out := flag.String("out", filepath.Join("build", "shots"), "the folder of the pictures")
	only := flag.String("only", "", "a regular expression for the names of the states wanted")
	site := flag.String("site", "", "a server that runs already, as http://127.0.0.1:8080; without it one is started")
	widths := flag.String("widths", "1440,768,360", "the widths, in CSS pixels")
	themes := flag.String("themes", "light,dark", "the themes")
	flag.Parse()

	wanted, err := regexp.Compile(*only)
	if err != nil {
		return fmt.Errorf("-only: %w", err)
	}
	if err := os.MkdirAll(*out, 0o755); err != nil {
		return err
	}
	if *site == "" {
		stop, address, err := serve(filepath.Join("bin", "quorumlab"))
		if err != nil {
			return err
		}
		defer stop()
		*site = address
	}
	profile, err := os.MkdirTemp("", "quorumlab-shots-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(profile)
	browser, end, err := chromium.Start(profile)
	if err != nil {
		return err
	}
	defer end()
	states, err := all(*site)
	if err != nil {
		return err
	}
	var missed []error
	for _, s := range states {
		if !wanted.MatchString(s.name) {
			continue
		}
		for _, w := range strings.Split(*widths, ",") {
			width, err := strconv.ParseInt(w, 10, 64)
			if err != nil {
				return fmt.Errorf("-widths: %w", err)
			}
			if s.wide && width < 720 || s.thin && width >= 720 {
				continue
			}
			for _, theme := range strings.Split(*themes, ",") {
				name := fmt.Sprintf("%s-%d-%s.png", s.name, width, theme)
				if err := shoot(browser, *site, s, width, theme, filepath.Join(*out, name)); err != nil {
					missed = append(missed, fmt.Errorf("%s: %w", name, err))
					fmt.Fprintln(os.Stderr, "shots:", missed[len(missed)-1])
					continue
				}
				fmt.Println(name)
			}
		}
	}
	return errors.Join(missed...)
}

// shoot opens a page, brings it to its state, and writes its picture. Where the state can't be reached, there is a picture all
// the same, of where it stuck.
func shoot(browser context.Context, site string, s state, width int64, theme, file string) error {
	tab, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	defer cancel()
	ctx, cancel := context.WithTimeout(tab, 3*patience)
	defer cancel()
	if err := prepare(ctx, s, width, theme); err != nil {
		return err
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(site+s.path)); err != nil {
		return err
	}
	var stuck error
	if s.way != noScript {
		stuck = walk(ctx, s.steps)
	}
	picture, err := capture(ctx, s, width)
	if err != nil {
		return errors.Join(stuck, err)
	}
	return errors.Join(stuck, os.WriteFile(file, picture, 0o644))
}

func prepare(ctx context.Context, s state, width int64, theme string) error {
	height := int64(900)
	if width < 720 {
		height = 780
	}
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}}
	media := "screen"
	switch s.way {
	case paper:
		media = "print"
	case forced:
		features = append(features, &emulation.MediaFeature{Name: "forced-colors", Value: "active"})
	}
	before := helpers + s.first
	if s.way == noEngine {
		before += `;delete globalThis.WebAssembly`
	}
	return errors.Join(
		call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1, Mobile: width < 720}),
		call(ctx, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: width < 720}),
		call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media, Features: features}),
		call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: s.way == noScript}),
		call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}),
		call(ctx, page.BringToFront, cdp.Empty{}),
		call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: before}),
	)
}

// helpers are what the steps of states use.
const helpers = `
	Object.defineProperty(window, 'lab', {get: () => document.querySelector('quorum-lab')});
	window.$ = s => lab?.shadowRoot?.querySelector(s);
	window.$$ = s => [...(lab?.shadowRoot?.querySelectorAll(s) ?? [])];
	window.fig = () => $('.lab');
	window.still = () => fig().dataset.k !== undefined && fig().dataset.k === fig().dataset.frame;
	window.named = b => (b.getAttribute('aria-label') ?? b.textContent).trim();
	window.button = name => { const all = $$('button').filter(b => b.checkVisibility()); return all.find(b => named(b) === name) ?? all.find(b => named(b).startsWith(name)) };
	window.rest = ms => new Promise(r => setTimeout(r, ms));
	window.until = async is => { for (const began = Date.now(); !(await is()); await rest(30)) if (Date.now() - began > 30000) throw new Error('waited in vain until ' + is) };
	window.key = k => lab.shadowRoot.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: k, bubbles: true, composed: true, cancelable: true}));`

func walk(ctx context.Context, steps []string) error {
	for _, step := range append(steps, `await document.fonts.ready; await rest(300)`) {
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`(async () => { `+step+`; return true })()`, chromedp.EvalAwaitPromise)); err != nil {
			return fmt.Errorf("%w, at %s", err, step)
		}
	}
	return nil
}

func capture(ctx context.Context, s state, width int64) ([]byte, error) {
	params := page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng}
	if s.whole {
		sizes, err := chromedp.Call(ctx, page.GetLayoutMetrics, cdp.Empty{})
		if err != nil {
			return nil, err
		}
		params.CaptureBeyondViewport = new(true)
		params.Clip = &page.Viewport{Width: float64(width), Height: min(sizes.CSSContentSize.Height, tallest), Scale: 1}
	}
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, params)
	if err != nil {
		return nil, err
	}
	return shot.Data, nil
}

func call[P, R any](ctx context.Context, command cdp.Command[P, R], params P) error {
	_, err := chromedp.Call(ctx, command, params)
	return err
}

// serve starts the program on a free port; what it returns stops it.
func serve(program string) (stop func(), address string, err error) {
	cmd := exec.Command(program, "serve", "--addr", "127.0.0.1:0", "--admin-addr", "")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, "", err
	}
	if err := cmd.Start(); err != nil {
		return nil, "", fmt.Errorf("%w; `make build` makes it", err)
	}
	stop = func() {
		_ = cmd.Process.Signal(os.Interrupt) // it may have ended
		_ = cmd.Wait()
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, found, ok := strings.Cut(lines.Text(), "http://"); ok {
			go func() {
				for lines.Scan() { // whatever else it says is of no use here, and may not block it
				}
			}()
			return stop, "http://" + strings.TrimRight(strings.Fields(found)[0], "/."), nil
		}
	}
	stop()
	return nil, "", errors.New("the server ended before it said its address")
}
