package browsertest

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// TestThePagesModelOfARun checks what runs.ts promises, each promise a test of its own.
func TestThePagesModelOfARun(t *testing.T) {
	t.Parallel()
	web, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	r := api.Build(api.BuildOptions{
		AbsWorkingDir: web,
		EntryPoints:   []string{"browsertest/runs.ts"},
		Bundle:        true,
		Format:        api.FormatIIFE,
		GlobalName:    "runs",
		Target:        api.ES2022,
		LogLevel:      api.LogLevelSilent,
	})
	if len(r.Errors) > 0 {
		t.Fatal(strings.Join(api.FormatMessages(r.Errors, api.FormatMessagesOptions{}), ""))
	}
	p := open(t, "/healthz", sight{width: 800, height: 600, theme: "light", allow: "favicon"})
	found := get[map[string][]string](p, string(r.OutputFiles[0].Contents)+`; runs.found()`)
	if len(found) == 0 {
		t.Fatal("nothing was promised")
	}
	for promise, faults := range found {
		t.Run(promise, func(t *testing.T) {
			for _, f := range faults {
				t.Error(f)
			}
		})
	}
}
