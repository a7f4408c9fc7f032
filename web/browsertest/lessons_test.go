package browsertest

import (
	"io/fs"
	"path"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"quorumlab/lessons"
)

// lessonPaths are the pages of all lessons that there are.
func lessonPaths(t *testing.T) []string {
	t.Helper()
	texts, err := fs.Glob(lessons.Files, "*/lesson.md")
	if err != nil || len(texts) == 0 {
		t.Fatalf("expected lessons, got %v, %v", texts, err)
	}
	var paths []string
	for _, text := range texts {
		paths = append(paths, "/lessons/"+path.Dir(text))
	}
	return paths
}

func TestALessonIsWholeWithoutScripts(t *testing.T) {
	t.Parallel()
	p := open(t, "/lessons", desktop)
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	p.do(chromedp.Navigate(site + "/lessons/elections"))
	seen := func(what, selector string) {
		t.Helper()
		p.must(what+" can be seen", `(e => e?.checkVisibility() && e.getBoundingClientRect().height > 10)(document.querySelector(`+text(selector)+`))`)
	}
	seen("what a figure shows", "quorum-lab .ql-alt")
	seen("a figure's text", "quorum-lab pre")
	seen("what was to be seen", "[data-saw] legend")
	for _, closed := range []string{"[data-ask] [data-answers]", ".ql-explain", ".ql-challenge [data-hint]", ".ql-challenge [data-rules]"} {
		p.click(`document.querySelector(` + text(closed+" summary") + `)`)
		seen(closed, closed+" > :not(summary)")
	}
}
