// Package chromium starts the browser in which pages are tested, measured and pictured.
package chromium

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// Start starts a browser whose profile is in a folder, and gives the context of its first page. What it also gives ends it.
func Start(profile string, more ...chromedp.ExecAllocatorOption) (context.Context, context.CancelFunc, error) {
	path, err := find()
	if err != nil {
		return nil, nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // tests run as root in some places; the pages are our own
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		// What each new window loads for an address bar that nobody sees takes a fifth of all time.
		chromedp.Flag("disable-features", "Translate,BlinkGenPropertyTrees,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"),
		chromedp.UserDataDir(profile),
		chromedp.WSURLReadTimeout(time.Minute),
	)
	allocator, free := chromedp.NewExecAllocator(context.Background(), append(options, more...)...)
	browser, cancel := chromedp.NewContext(allocator)
	stop := func() { cancel(); free() }
	if err := chromedp.Do(browser); err != nil {
		stop()
		return nil, nil, fmt.Errorf("starting %s: %w", path, err)
	}
	return browser, stop, nil
}

// find finds a browser that chromedp can drive.
func find() (string, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless_shell"}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("expected a browser, one of %s; Debian has it as: apt-get install chromium", strings.Join(names, ", "))
}
