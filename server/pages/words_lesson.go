package pages

// LessonWords are what the page of a lesson says of its own, in one language. Words in braces are put in.
type LessonWords struct {
	Facts           string // {place} {of} {part} {minutes} {engine}
	Needs           string // before the lessons that this one needs
	Contents        string // the name of the list of sections
	Known           string // leads to the challenge
	Figure          string // {number}
	Prediction      string
	PredictionAside string
	DontKnow        string
	Answers         string
	Explanation     string
	Look            string // {at}
	Challenge       string
	ChallengeBox    string
	ChallengeAside  string
	Hints           []string
	Rules           string
	Won             string
	Proof           string
	OneWay          string
	Questions       string
	Question        string // {number} {of}
	QuestionFrom    string // before the earlier lesson
	LeftOut         string
	Real, Out       string
	Time, Fitted    string
	ReadOn          string
	Path            string // the name of the links to the lessons before and after
	Before, After   string // {lesson}
	OtherLanguages  string
	WithoutScript   string
}
