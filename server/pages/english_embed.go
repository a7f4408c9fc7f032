package pages

func englishEmbed() EmbedWords {
	return EmbedWords{
		Short:       "Embed",
		Run:         "Embed this run",
		Title:       "{protocol}: {scenario}",
		Which:       "Which run",
		ThisMoment:  "This moment, with all that was done",
		FromStart:   "The scenario from its beginning",
		TooLong:     "This run is too long for a link, so these are the lines of its scenario.",
		More:        "How a figure is put into a page, and what the page has to allow",
		Heading:     "Put a figure in your page",
		Description: "Two lines of HTML put a live cluster into any page. What it can be told, and what the page has to allow.",
		Lede:        "A figure runs in any page, of any site: in a post, in course notes, in a file on your desk. Paste the lines where it is to stand.",

		Tag:      "One tag",
		TagAbout: "The figure is part of your page and takes the width that it has there. The script is named once, for all figures of a page.",
		TagText:  []string{"What the tag can be told:"},
		Attributes: []Told{
			{"scenario", "Which run: a name as the playground has it in its addresses, `raft/leader-crash`."},
			{"at", "The moment that is shown first: `513ms`, or `381.25ms#2` for the second event of that moment."},
			{"seed", "Another seed: another run of the same scenario."},
			{"nodes", "Another number of nodes, as far as the protocol takes it."},
			{"theme", "`light` or `dark`. Without it the figure has what your page has as its `color-scheme`."},
			{"run", "A run that somebody has made: what stands behind # in a link to a moment. Embed, in the bar of the playground, writes it for you."},
		},
		OwnText:  []string{"A scenario of your own stands inside the tag, instead of a name:"},
		OwnLines: "A tag with a scenario of one’s own",

		Frame:      "A frame",
		FrameAbout: "For a page that runs no script of others. The figure keeps to its frame; below 720 px of height it scrolls there.",
		FrameText:  []string{"At the end of its address, after `?` and joined by `&`, it takes the same words:"},
		Query: []Told{
			{"?at=513ms", "The moment that is shown first."},
			{"?seed=9  ?nodes=7", "Another seed, another number of nodes."},
			{"?theme=dark", "One theme, whatever your reader’s system has."},
			{"#1.…", "A run that somebody has made, as in a link to a moment."},
		},

		Policy:           "What your page has to allow",
		PolicyAbout:      "If it has a Content-Security-Policy. Without one there is nothing to do.",
		PolicyTag:        []string{"For the tag:"},
		TagLines:         "The lines for the tag",
		FrameLines:       "The lines for a frame",
		ColourLines:      "The lines for its colours",
		PolicyTagLines:   "The policy for the tag",
		PolicyFrame:      []string{"For a frame:"},
		PolicyFrameLines: "The policy for a frame",
		PolicyWhy: []string{
			"Nothing more: no `unsafe-inline`, no `unsafe-eval`, no `wasm-unsafe-eval`, no `blob:`, no `connect-src`. No browser starts a worker of another origin, so the engines run in a frame of this site that nobody sees, with a policy of its own, and your page allows no WebAssembly. The frame cannot reach your page; they send each other messages.",
			"Without `font-src` the figure is set in typefaces that your reader has, and the browser notes it in its console. Pages that ask for Trusted Types, or for cross-origin isolation, need nothing besides.",
		},

		Colours:      "Its colours",
		ColoursAbout: "Set on the tag, in a style sheet of your page.",
		ColoursText: []string{
			"So a figure lies on your paper and not on its own. Each name may be set; leave the inks of epochs to the figure, which chose them so that neighbours differ for every eye.",
			"To keep its place free until the script is there, give `quorum-lab:not(:defined)` the rules `display: block` and `min-height: 636px`.",
		},

		Keeps: "What it keeps of your readers",
		KeepsText: []string{
			"Nothing. It sets no cookie, stores nothing, and asks no other site for anything. What your reader does in the figure stays in your reader’s browser. As with any file, this site’s server sees who asks for it and, unless your page forbids it, from which site.",
		},
	}
}
