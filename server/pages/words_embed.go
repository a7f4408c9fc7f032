package pages

// EmbedWords are those of a figure on another page, and of how it gets there.
type EmbedWords struct {
	Short, Run, Title            string // Title: {protocol} {scenario}
	Which, ThisMoment, FromStart string // whether the lines have the moment shown
	TooLong, More                string
	Heading, Description, Lede   string
	Tag, TagAbout                string
	TagText, OwnText             []string
	Attributes                   []Told
	OwnLines                     string
	Frame, FrameAbout            string
	FrameText                    []string
	Query                        []Told
	Policy, PolicyAbout          string
	PolicyTag, PolicyFrame       []string
	PolicyWhy                    []string
	PolicyTagLines               string // names, for the ear
	PolicyFrameLines             string
	TagLines, FrameLines         string
	ColourLines                  string
	Colours, ColoursAbout        string
	ColoursText                  []string
	Keeps                        string
	KeepsText                    []string
}

// A Told is a word that can be written, and what it does.
type Told struct{ Name, Text string }
