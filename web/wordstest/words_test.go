package wordstest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// said lists the words that the sources of a project say outside of its catalogue, a line each.
func said(t *testing.T, project string) []string {
	t.Helper()
	r := api.Build(api.BuildOptions{
		EntryPoints: []string{"literals.ts"},
		Bundle:      true,
		Format:      api.FormatESModule,
		Platform:    api.PlatformNode,
		Packages:    api.PackagesExternal,
		Write:       false,
		LogLevel:    api.LogLevelSilent,
	})
	if len(r.Errors) > 0 {
		t.Fatalf("bundling: %s", strings.Join(api.FormatMessages(r.Errors, api.FormatMessagesOptions{}), ""))
	}
	// The script comes by standard input, so that packages are looked for where it is run.
	cmd := exec.Command("node", "--input-type=module", "-", filepath.Join(project, "tsconfig.json"))
	cmd.Dir = ".."
	cmd.Stdin = bytes.NewReader(r.OutputFiles[0].Contents)
	var wrong bytes.Buffer
	cmd.Stderr = &wrong
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node (`make build` installs what it needs): %v\n%s", err, wrong.String())
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if last := lines[len(lines)-1]; !regexp.MustCompile(`^[1-9]\d* files$`).MatchString(last) {
		t.Fatalf("expected how many files were read at the end, got %q", last)
	}
	return lines[:len(lines)-1]
}

func TestEveryWordOfThePlayerStandsInTheCatalogue(t *testing.T) {
	for _, line := range said(t, ".") {
		t.Errorf("%s stands outside of src/words", line)
	}
}

func TestWordsOutsideOfTheCatalogueAreFound(t *testing.T) {
	const source = `
const h = (...all: unknown[]): unknown => all;
export const shown = (n: number, e: Element, show: (text: string) => void): void => {
  e.textContent = "closed";
  e.setAttribute("aria-label", "close");
  e.setAttribute("class", "close it");
  e.querySelector("li li");
  show("Nothing to see.");
  show("n1");
  show(` + "`crash ${n}`" + `);
  show(` + "`${n} more`" + `);
  h("p", { class: "small dim", title: "why" }, "held", n > 1 ? "two words" : null);
};
`
	dir := t.TempDir()
	for name, text := range map[string]string{
		"tsconfig.json": `{"compilerOptions": {"target": "es2022", "lib": ["es2023", "dom"], "types": []}, "include": ["src"]}`, "src/some.ts": source, "src/words/some.ts": `export const some = "Some words.";`,
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := "src/some.ts:4: “closed”\nsrc/some.ts:5: “close”\nsrc/some.ts:8: “Nothing to see.”\nsrc/some.ts:11: “ more”\nsrc/some.ts:12: “why”\nsrc/some.ts:12: “held”\nsrc/some.ts:12: “two words”"
	if got := strings.Join(said(t, dir), "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
