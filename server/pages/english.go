package pages

// English is the site in English.
func English() *Words {
	return &Words{
		Lang:      "en",
		Site:      englishSite(),
		Home:      englishHome(),
		Lessons:   englishLessons(),
		Lesson:    englishLesson(),
		Play:      englishPlay(),
		Reference: englishReference(),
		About:     englishAbout(),
		Embed:     englishEmbed(),
		Failure:   englishFailure(),
	}
}

func englishSite() SiteWords {
	return SiteWords{
		Name:        "Quorumlab",
		ToContent:   "To the content",
		ToHome:      "Quorumlab, the home page",
		Menu:        "Menu",
		Close:       "Close",
		Navigation:  "Site",
		Player:      "Player",
		Lessons:     "Lessons",
		Playground:  "Playground",
		Protocols:   "Protocols",
		About:       "About",
		ThemeSystem: "Theme: follows the system",
		Copy:        "Copy",
		Copied:      "Copied",
		FirstFrame:  "What the figure shows at first",
		Scenario:    "Scenario",
		Link:        "Link to this moment",
		Keys:        "Keys",
		Footer:      "No account, no tracking: what you do stays in this browser.",
		Licenses:    "Licences",
		Minutes:     Plural{"{n} min", "{n} min"},
		Done:        "done",
		Begun:       "begun",
	}
}

func englishHome() HomeWords {
	return HomeWords{
		Description:        "Real clusters, etcd/raft among them, run in your own browser. Break one, step back, see why.",
		HeadingOne:         "Quorumlab runs real clusters in your browser.",
		HeadingTwo:         "Break one, step back, see why.",
		EngineBefore:       "This is",
		EngineAfter:        ", compiled to WebAssembly. Nothing here is scripted: change the seed, and it goes another way.",
		LessonsHeading:     "Lessons, in the order that makes them easy",
		LessonsAbout:       "5–15 minutes each. Your progress stays in this browser.",
		AllLessons:         "What each of them needs",
		Finished:           Plural{"You have finished one.", "You have finished {n}."},
		EmbedHeading:       "Embed a figure",
		EmbedAbout:         "Two lines put the figure above on a page of yours, anywhere. Every page of the playground has the lines of its own run.",
		PlaygroundsHeading: "Playgrounds",
	}
}

func englishLessons() LessonsWords {
	return LessonsWords{
		Title:        "Lessons",
		Description:  "A path of short lessons on distributed systems. In each you predict, run it, and make something happen that the engine judges.",
		Lede:         "Each lesson ends one misconception: you predict, you run it, you make something happen. Later ones need earlier ones; the path is in an order that works.",
		Part:         "Part {number}",
		Needs:        "needs",
		NeedsNothing: "needs nothing before it",
		None:         "No lesson is written yet.",
	}
}

func englishPlay() PlayWords {
	return PlayWords{
		Title:          "Playground",
		Description:    "Every protocol and every run that can be played here, what goes wrong included.",
		Lede:           "Each of these is a live run of a whole cluster. Play it, stop it, step back, crash a node, cut the network, and write your own.",
		OfProtocol:     "{protocol}: what can be played",
		Scenarios:      Plural{"{n} scenario", "{n} scenarios"},
		Runs:           "Runs",
		GoesWrong:      "What goes wrong",
		GoesWrongAbout: "A known mistake is switched on in these. The shortest run of each was found by a search through every order of events.",
		Shortest:       "The shortest run",
		Lessons:        "In lessons",
		LessonsAbout:   "Figures of lessons, in the whole player.",
		Reference:      "Reference",
		All:            "All protocols",
		FoundBy:        "A search finds it, and nothing shorter:",
		LiveRun:        "A live run of {protocol}: {scenario}.",
		WithoutScript:  "Scripts are off, so nothing runs here. Above is what the figure shows first; below stands its scenario, with what that says when it is run.",
	}
}

func englishFailure() FailureWords {
	return FailureWords{
		NoPage:           "No such page",
		NoScenario:       "No such scenario",
		NoProtocol:       "No such protocol",
		NoLesson:         "No such lesson",
		NoPageAt:         "There is no page at {path}.",
		NoScenarioCalled: "There is no scenario called {name}.",
		NoProtocolCalled: "There is no protocol called {name}.",
		NoLessonCalled:   "There is no lesson called {name}.",
		Instead:          "What there is instead.",
		Played:           "These can be played.",
		MethodTitle:      "Method not allowed",
		Method:           "This page can only be read.",
		MethodText:       "It was asked for with {method}; it answers to {allowed}.",
		OursTitle:        "A fault of this site",
		Ours:             "This page could not be made.",
		OursText:         "The fault is the site's own. What you did elsewhere is not lost; other pages still answer.",
		Logged:           "The log of the server has it under",
		Home:             "The home page has what can be played.",
	}
}
