// Package wasm_test holds the modules to the engines that they were made of: the same run, to the last bit.
package wasm_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"quorumlab/lessons"
	"quorumlab/protocols"
	"quorumlab/protocols/all"
	"quorumlab/protocols/all/core"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/wasm/bridge"
	"quorumlab/wasm/modules"
)

// A module is one that runs in Node.
type module struct {
	in  io.Writer
	out *bufio.Reader
}

func start(t *testing.T, name string) *module {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("expected node on the PATH: the modules run in it. Debian: apt-get install nodejs npm")
	}
	script, err := modules.Exec()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), name+".wasm")
	if err := modules.Build("..", name, file); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "testdata/drive.mjs", script, file)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("the module ended: %v\n%s", err, said.String())
		}
	})
	return &module{in, bufio.NewReaderSize(out, 1<<20)}
}

func (m *module) Handle(request []byte) []byte {
	line, err := json.Marshal(string(request))
	if err != nil {
		panic(err)
	}
	if _, err := m.in.Write(append(line, '\n')); err != nil {
		return nil
	}
	answer, err := m.out.ReadBytes('\n')
	if err != nil {
		return nil
	}
	return answer[:len(answer)-1]
}

// scenarios are all that are built in, by name.
func scenarios(t *testing.T, entries []core.Entry) map[string]string {
	t.Helper()
	var lib protocols.Library
	for _, e := range entries {
		if err := lib.AddProtocol(e.Protocol.Name); err != nil {
			t.Fatal(err)
		}
	}
	if err := lib.AddLessons(lessons.Files); err != nil {
		t.Fatal(err)
	}
	lookup := func(name string) *engine.Protocol { return core.Named(entries, name) }
	texts := map[string]string{}
	for _, name := range lib.Names() {
		text, _ := lib.Text(name)
		if _, err := scenario.Parse(text, lookup); err != nil {
			if strings.HasPrefix(name, "lesson/") {
				continue // of a protocol that is not in this module
			}
			t.Fatalf("%s: %v", name, err)
		}
		texts[name] = text
	}
	return texts
}

type answer struct {
	Count  int
	Hash   string
	Text   string
	Branch string
	More   bool
	Error  *struct{ Text string }

	Branches []struct{ Name string }
}

// hashes carries a scenario out, and gives event count and hash of each of its branches, and the picture at its end.
func hashes(t *testing.T, handle func([]byte) []byte, text string) []string {
	t.Helper()
	ask := func(request string) (a answer, raw string) {
		t.Helper()
		b := handle([]byte(request))
		if err := json.Unmarshal(b, &a); err != nil {
			t.Fatalf("%.80q is answered with %q: %v", request, b, err)
		}
		if a.Error != nil {
			t.Fatalf("%.80q: %s", request, a.Error.Text)
		}
		return a, string(b)
	}
	a, _ := ask("open 1 events=3000\n" + text)
	for a.More {
		a, _ = ask("more 1 events=3000")
	}
	var hs []string
	for _, b := range a.Branches {
		x, _ := ask("switch 1 " + b.Name)
		_, frame := ask(fmt.Sprintf("frame 1 %d", x.Count))
		_, replay := ask(fmt.Sprintf("frame 1 %d", x.Count/2))
		hs = append(hs, fmt.Sprintf("%s: %d events, %s\n%s\n%s", b.Name, x.Count, x.Hash, frame, replay))
	}
	return hs
}

func TestEachScenarioIsTheSameRunNativelyAndAsWebAssembly(t *testing.T) {
	for _, m := range []struct {
		name    string
		entries []core.Entry
	}{{"core", core.Protocols()}, {"raft", all.Protocols()}} {
		t.Run(m.name, func(t *testing.T) {
			wasm := start(t, m.name)
			native := bridge.New(core.Engines(m.entries))
			texts := scenarios(t, m.entries)
			if len(texts) < 4 {
				t.Fatalf("expected more than %d scenarios", len(texts))
			}
			for name, text := range texts {
				want, got := hashes(t, native.Handle, text), hashes(t, wasm.Handle, text)
				if strings.Join(got, "\n") != strings.Join(want, "\n") {
					t.Errorf("%s is another run as WebAssembly:\n%.300s\nnatively:\n%.300s", name, got, want)
				}
			}
		})
	}
}
