// Command bench measures how fast engines run, natively, as WebAssembly in Node, and in a browser, and holds the figures
// against what they have to be. Each is a median of alternating runs, and a ratio within one run where it can be.
//
// It needs what `make build` builds, node and chromium. It exits with 1 when a figure falls short.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"
)

func main() {
	browser := flag.Bool("browser", true, "measure in a browser, too")
	pages := flag.Bool("pages", false, "measure only pages, as cold loads in a browser")
	flag.Parse()
	var err error
	if *pages {
		err = runPages()
	} else {
		err = run(*browser)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// A figure is one line of the table. Where more is better need is the least, else the most.
type figure struct {
	name      string
	value     float64
	need, aim float64
	unit      string
	less      bool
}

func (f figure) met() bool {
	if f.less {
		return f.value <= f.need
	}
	return f.value >= f.need
}

// A bench runs one benchmark and gives what it reports, by unit; the first error stays.
type bench struct {
	wasmExec string
	err      error
}

// Freed memory is kept at hand: what is measured is the kernel, not how dear it is to have a page again from the system.
func (b *bench) native(name, pkg string) map[string]float64 {
	return b.measure([]string{"GODEBUG=madvdontneed=0"}, name, pkg)
}

// wasm runs it as WebAssembly in Node.
func (b *bench) wasm(name, pkg string) map[string]float64 {
	return b.measure([]string{"GOOS=js", "GOARCH=wasm"}, name, pkg, "-exec", b.wasmExec)
}

func (b *bench) measure(env []string, name, pkg string, args ...string) map[string]float64 {
	if b.err != nil {
		return nil
	}
	var values map[string]float64
	values, b.err = measure(env, name, pkg, args...)
	return values
}

// runPages measures pages alone.
func runPages() error {
	b := new(bench)
	figures := b.pages()
	if b.err != nil {
		return b.err
	}
	return show(figures)
}

func run(browser bool) error {
	exec, err := wasmExec()
	if err != nil {
		return err
	}
	b := &bench{wasmExec: exec}
	figures := append(b.kernel(), b.search()...)
	if browser {
		page := b.measure(nil, "TenThousandEvents", "./web/browsertest")
		figures = append(figures,
			figure{name: "browser: replay 10,000 raft events from nothing", value: page["replay-ms"], need: 60, aim: 30, unit: " ms", less: true},
			figure{name: "browser: seek to a moment, 19 of 20 within", value: page["seek-ms"], need: 10, aim: 10, unit: " ms", less: true})
	}
	if b.err != nil {
		return b.err
	}
	return show(figures)
}

// kernel measures runs.
func (b *bench) kernel() []figure {
	native, wasm := b.native("^BenchmarkRatio$", "./protocols/raft"), b.wasm("^BenchmarkRatio$", "./protocols/raft")
	commit := b.native("TwoPhaseRatio", "./protocols/raft")
	fmt.Printf("5-node etcd/raft, messages a second (medians)\n  native   bare %8.0f   kernel %8.0f\n  wasm     bare %8.0f   kernel %8.0f\n",
		native["bare-msg/s"], native["kernel-msg/s"], wasm["bare-msg/s"], wasm["kernel-msg/s"])
	fmt.Printf("two-phase commit, events a second: %.0f\n\n", commit["twophase-events/s"])
	return []figure{
		{name: "kernel ÷ bare library, native", value: native["kernel/bare"], need: 0.6, aim: 0.75},
		{name: "kernel's WASM ÷ native, of the bare library's", value: wasm["kernel/bare"] / native["kernel/bare"], need: 0.7, aim: 0.9},
		{name: "twophase: events for each message of the bare library", value: commit["twophase/bare"], need: 0.7, aim: 1},
	}
}

// search measures searches.
func (b *bench) search() []figure {
	native, wasm := b.native("^BenchmarkRatio$", "./protocols/search"), b.wasm("^BenchmarkRatio$", "./protocols/search")
	stop, raft := b.native("^BenchmarkStop$", "./protocols/search"), b.native("RaftExhausted", "./protocols/all")
	fmt.Printf("searching twophase-spec with 8 managers, one worker, states a second (medians): native %.0f, wasm %.0f\n", native["states/s"], wasm["states/s"])
	fmt.Printf("etcd/raft, 3 nodes and 5 timeouts: exhausted, %.0f states in %.1f s, %.0f a second\n\n", raft["states"], raft["s"], raft["states/s"])
	return []figure{
		{name: "search ÷ one packed by hand, one worker", value: native["search/packed"], need: 0.28, aim: 0.4},
		{name: "search: two workers ÷ one", value: native["two/one"], need: 1.3, aim: 1.7},
		{name: "search: memory", value: native["B/state"], need: 60, aim: 40, unit: " bytes a state", less: true},
		{name: "search: WASM ÷ native", value: wasm["states/s"] / native["states/s"], need: 0.33, aim: 0.5},
		{name: "search: stops within", value: stop["stop-ms"], need: 100, aim: 10, unit: " ms", less: true},
	}
}

// show prints the table, and tells whether all are met.
func show(figures []figure) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "figure\tmeasured\tneed\taim\t")
	var missed []string
	for _, f := range figures {
		sign, verdict := "≥", ""
		if f.less {
			sign = "≤"
		}
		if !f.met() {
			verdict = "falls short"
			missed = append(missed, f.name)
		}
		fmt.Fprintf(w, "%s\t%.2f%s\t%s %g%s\t%g%s\t%s\n", f.name, f.value, f.unit, sign, f.need, f.unit, f.aim, f.unit, verdict)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if len(missed) > 0 {
		return fmt.Errorf("falls short: %s", strings.Join(missed, "; "))
	}
	return nil
}

// measure runs one benchmark once and gives what it reports, by unit.
func measure(env []string, bench, pkg string, args ...string) (map[string]float64, error) {
	cmd := exec.Command("go", append(append([]string{"test", "-run", "^$", "-bench", bench, "-benchtime", "1x"}, args...), pkg)...)
	cmd.Env = append(os.Environ(), env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s in %s: %w\n%s", bench, pkg, err, out.String())
	}
	values := map[string]float64{}
	for line := range strings.Lines(out.String()) {
		words := strings.Fields(line)
		if len(words) < 4 || !strings.HasPrefix(words[0], "Benchmark") {
			continue
		}
		for i := 2; i+1 < len(words); i += 2 {
			if v, err := strconv.ParseFloat(words[i], 64); err == nil {
				values[words[i+1]] = v
			}
		}
	}
	if len(values) == 0 {
		return nil, fmt.Errorf("%s in %s reports nothing:\n%s", bench, pkg, out.String())
	}
	return values, nil
}

// wasmExec is the toolchain's program that runs a module in Node.
func wasmExec() (string, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w", err)
	}
	return filepath.Join(strings.TrimSpace(string(out)), "lib", "wasm", "go_js_wasm_exec"), nil
}
