package protocols

import (
	"embed"
	"io/fs"
)

//go:embed */scenarios/*.txt */scenarios/contents
var scenarios embed.FS

// Scenarios are a protocol's own runs, as text: the files scenarios/*.txt of its folder, of which scenarios/NAME.txt is
// PROTOCOL/NAME. They stand here and not in the protocols' packages, so that a module for the browser, which is given its
// text by the page, does not hold them.
func Scenarios(protocol string) fs.FS {
	files, err := fs.Sub(scenarios, protocol)
	if err != nil {
		panic(err) // a protocol's name is a valid path
	}
	return files
}
