// Package pages is the HTML that the server answers with: a template a page, and a struct a page that holds all that
// the template shows. Templates ask nothing of anybody; handlers write no markup; what a page says stands in Words, a
// catalogue for each language.
//
// The scripts make pages better and none of them necessary: what a page is about can be read without them. There is no
// inline script and no inline style, since the Content-Security-Policy forbids both.
package pages

import (
	"quorumlab/server/catalog"
	"quorumlab/server/licenses"
)

// A Frame is what every page shares.
type Frame struct {
	Title       string // in the browser's tab, before the product's name; "" on the home page
	Description string // for search engines and previews of links
	Canonical   string // the page's full address; "" when the server was not told its own
	Path        string // the page's own: "/lessons"
	Words       *Words
	Marks       Marks
	Firsts      Firsts
	Files       Files
	Styles      []string // addresses of what it loads beside quorumlab.css
	Scripts     []string // addresses of the modules that it runs
	Preloads    []string // addresses of what these import as they are loaded
}

// Files are the addresses of what pages load.
type Files struct {
	Styles      string   // quorumlab.css: tokens, controls, figures
	Reading     string   // site.css: pages to read
	First       string   // first.js, which runs before the first paint
	Fold        string   // fold.js, the part of it that figures need
	Player      string   // quorum-lab.js, which defines the element
	Icon        string   // favicon.svg
	Fonts       []string // faces of the first paint
	PlayerNeeds []string // what quorum-lab.js imports as it is loaded

	LessonStyles, LessonScript string // lesson.css and lesson.js: a lesson's page
}

// Marks are shapes and intents as SVG, by name, drawn by the player's own renderer when the site was built.
type Marks map[string]string

// A First is what stands in a page before a figure is alive there: the figure itself at its first picture, made when the site
// was built, without what it can't do until then.
type First struct {
	Class string   `json:"class"`
	Label string   `json:"label"`
	Parts []string `json:"parts"` // HTML: up to the page's note, up to what can be done, and the rest
	List  []string `json:"list"`  // nodes and messages, in words
}

// part is the HTML with a number; nothing where the figure has fewer.
func (x First) part(i int) string {
	if i < len(x.Parts) {
		return x.Parts[i]
	}
	return ""
}

// Firsts are found by catalog.FirstKey.
type Firsts map[string]First

// Home is the front page.
type Home struct {
	Frame
	Figure    catalog.Scenario // stands there live; without a name when there is none
	Protocol  catalog.Protocol // the figure's
	At        string           // the moment that the figure shows first, as a scenario writes it: "393ms"
	Path      []catalog.Lesson
	Protocols []catalog.Protocol
	Lines     Lines // what puts the figure into another page
}

// Lessons is the path of lessons.
type Lessons struct {
	Frame
	Path []catalog.Lesson
}

// List is all that can be played.
type List struct {
	Frame
	Protocols []catalog.Protocol
}

// Catalogue is what can be played of one protocol.
type Catalogue struct {
	Frame
	Protocol catalog.Protocol
	Figures  []catalog.Scenario // of lessons
	Path     []catalog.Lesson
}

// Play is one scenario in the whole player.
type Play struct {
	Frame
	Scenario catalog.Scenario
	Protocol catalog.Protocol
	Lines    Lines // what puts it into another page
}

// Lines put a run into another page: by the element's tag, and by a frame. As templates they have {run} where the fragment
// of a link stands.
type Lines struct {
	Tag, TagRun     string
	Frame, FrameRun string
}

// Embedding says how a figure gets into a page of the reader's.
type Embedding struct {
	Frame
	Figure   catalog.Scenario // of the example
	Protocol catalog.Protocol
	Lines    Lines
	Own      string // lines with a scenario of the author's own
	Colours  string // lines that give the figure the page's colours
	Policies Policies
}

// Policies are what the Content-Security-Policy of the page must have, as lines of it.
type Policies struct{ Tag, Frame string }

// Embed is one figure alone, in a frame on a page of somebody else's. It reads nothing that the browser keeps, so its theme
// comes from that page.
type Embed struct {
	Frame
	Scenario catalog.Scenario
	Protocol catalog.Protocol
	At       string // the moment shown first; "" for the beginning
	Seed     string // another seed than the scenario's; "" for its own
	Nodes    string // another number of nodes
	Theme    string // "light" or "dark"; "" for the system's
}

// Protocols is all references.
type Protocols struct {
	Frame
	Protocols []catalog.Protocol
}

// Reference is what one protocol declares.
type Reference struct {
	Frame
	Protocol catalog.Protocol
}

// About is what this site is, and whose work is in it.
type About struct {
	Frame
	Build      string
	Components []licenses.Component
}

// NotFound is the answer to an address that leads nowhere.
type NotFound struct {
	Frame
	Heading   string
	Protocols []catalog.Protocol // what there is instead
}

// Failure is the answer to a request that can't be carried out: a method that the page has not, or a fault of ours.
type Failure struct {
	Frame
	Heading string
	Text    string
	Request string // the id under which the log has it; "" when the log need not be asked
}
