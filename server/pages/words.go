package pages

import (
	"strconv"
	"strings"
)

// Words are what pages say, in one language. A page says nothing that is not here, but for what scenarios, lessons and
// declarations say of themselves. A value stands in a sentence by its name in braces: see Put.
type Words struct {
	Lang string // of BCP 47, for the html element: "en"

	Site      SiteWords
	Home      HomeWords
	Lessons   LessonsWords
	Lesson    LessonWords
	Play      PlayWords
	Reference ReferenceWords
	About     AboutWords
	Embed     EmbedWords
	Failure   FailureWords
}

// SiteWords stand on every page.
type SiteWords struct {
	Name, ToContent, ToHome, Menu, Close  string
	Navigation, Player                    string // names of the two bars, for the ear
	Lessons, Playground, Protocols, About string // where the bar leads
	ThemeSystem                           string // the switch, before it was used
	Copy, Copied                          string
	FirstFrame                            string // what a figure shows at first, in words: the list of that, for the ear
	Scenario, Link, Keys                  string // what the player's bar opens
	Footer                                string
	Licenses, Source                      string
	Minutes                               Plural
	Done, Begun                           string
}

// HomeWords are the front page's.
type HomeWords struct {
	Description, HeadingOne, HeadingTwo string
	EngineBefore, EngineAfter           string // round the engine's name
	LessonsHeading, LessonsAbout        string
	AllLessons                          string
	Finished                            Plural
	EmbedHeading, EmbedAbout            string
	PlaygroundsHeading                  string
}

// LessonsWords are those of the path of lessons.
type LessonsWords struct {
	Title, Description, Lede string
	Part                     string // {number}
	Needs, NeedsNothing      string
	None                     string
}

// PlayWords are those of the catalogue of what can be played.
type PlayWords struct {
	Title, Description, Lede        string
	OfProtocol                      string // {protocol}
	Scenarios                       Plural
	Runs, GoesWrong, GoesWrongAbout string
	Shortest, Lessons, LessonsAbout string
	LiveRun                         string // {protocol} {scenario}
	WithoutScript                   string
	Reference, All, FoundBy         string
}

// ReferenceWords are those of a protocol's reference.
type ReferenceWords struct {
	IndexTitle, IndexDescription, IndexLede string
	Title, Description                      string // {protocol}
	PlayIt, AllProtocols                    string
	Contents                                string // the list of the page's own sections, for the ear
	World, WorldAbout                       string
	Roles, RolesAbout                       string
	RoleCounts                              string // {min} {max} {default}
	Letter                                  string // {letter}
	RoleCount                               string // {n}
	Outside, OneAtATime                     string
	Statuses, StatusesAbout, Epoch          string // {epoch}
	Messages, MessagesAbout                 string
	Commands, CommandsAbout                 string
	Params, ParamsAbout                     string
	Mistakes, MistakesAbout, SeeMistake     string
	Always, AlwaysAbout                     string
	Goals, GoalsAbout                       string
	Measures, MeasuresAbout, Shared         string
	Panels, PanelsAbout                     string
	Surroundings, SurroundingsAbout         string
	Source, SourceAbout                     string            // {folder}
	Default                                 string            // {value}
	AtLeast, AtMost, Between                string            // {min} {max}
	None                                    string            // in a table, where there is no value
	Shapes, Intents                         map[string]string // what a mark means, by its name
}

// AboutWords are those of the page about the site itself.
type AboutWords struct {
	Title, Description, Lede                 string
	What, Law, Made, Privacy, Licenses       string // headings
	WhatText, LawText, MadeText, PrivacyText []string
	LicensesText                             string // {count}
	LawLine                                  string
	Used                                     map[string]string // where a component is used, by the word of package licenses
	Build                                    string            // {build}
}

// FailureWords say what went wrong and what can be done.
type FailureWords struct {
	NoPage, NoScenario, NoProtocol, NoLesson string // titles
	NoPageAt                                 string // {path}
	NoScenarioCalled, NoProtocolCalled       string // {name}
	NoLessonCalled                           string // {name}
	Instead, Played                          string
	Method, MethodTitle, MethodText          string // {method} {allowed}
	Ours, OursTitle, OursText                string
	Logged                                   string // before the id
	Home                                     string
}

// A Plural is a sentence that counts, by {n}.
type Plural struct{ One, Other string }

// Of is the sentence for n.
func (p Plural) Of(n int) string {
	s := p.Other
	if n == 1 {
		s = p.One
	}
	return Put(s, "n", strconv.Itoa(n))
}

// Put puts values into a sentence: Put("at {path}", "path", "/play"). What it puts in is not looked through again.
func Put(sentence string, namesAndValues ...string) string {
	pairs := make([]string, len(namesAndValues))
	for i := 0; i < len(namesAndValues); i += 2 {
		pairs[i], pairs[i+1] = "{"+namesAndValues[i]+"}", namesAndValues[i+1]
	}
	return strings.NewReplacer(pairs...).Replace(sentence)
}
