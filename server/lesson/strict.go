package lesson

import (
	"errors"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// depthMax is how deep the YAML of a lesson may be nested: twice what the parts below need.
const depthMax = 10

// decode reads YAML that begins at a line of the file into the struct to, and tells all that is not as its fields say: a key
// that is none of them, one that is missing, and a value of another kind. The tag `yaml:"name,optional"` is for a key that
// may be left out.
func (p *parser) decode(line int, text string, to any) bool {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(strings.Repeat("\n", line-1)+text), &doc); err != nil {
		at, said := yamlError(err, line)
		p.problem(at, "%s. A text with a colon in it stands in quotes, or below its key after >", said)
		return false
	}
	before := len(p.problems)
	if len(doc.Content) != 1 {
		p.problem(line, "expected keys and values")
		return false
	}
	p.fill(doc.Content[0], reflect.ValueOf(to).Elem(), 0)
	return len(p.problems) == before
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(?s:(.*))$`)

// yamlError takes the line out of an error of the YAML package.
func yamlError(err error, line int) (int, string) {
	var typed *yaml.TypeError
	text := err.Error()
	if errors.As(err, &typed) && len(typed.Errors) > 0 {
		text = "yaml: " + typed.Errors[0]
	}
	m := yamlLine.FindStringSubmatch(text)
	if m == nil {
		return line, text
	}
	if n, err := strconv.Atoi(m[1]); err == nil {
		line = n
	}
	return line, m[2]
}

var (
	textType     = reflect.TypeFor[Text]()
	linesType    = reflect.TypeFor[Lines]()
	slidersType  = reflect.TypeFor[Sliders]()
	switchesType = reflect.TypeFor[Switches]()
)

// fill sets to from the node.
func (p *parser) fill(n *yaml.Node, to reflect.Value, depth int) {
	switch {
	case depth > depthMax:
		p.problem(n.Line, "expected no more than %d levels", depthMax)
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		p.problem(n.Line, "expected the value itself, not a reference")
	case to.Type() == textType:
		p.text(n, to.Addr().Interface().(*Text))
	case to.Type() == linesType && n.Kind == yaml.ScalarNode, (to.Type() == slidersType || to.Type() == switchesType) && n.Kind == yaml.MappingNode:
		to.Set(reflect.MakeSlice(to.Type(), 1, 1))
		p.fill(n, to.Index(0), depth+1)
	case to.Kind() == reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		p.fill(n, to.Elem(), depth+1)
	case to.Kind() == reflect.Slice:
		p.list(n, to, depth)
	case to.Kind() == reflect.Struct:
		p.keys(n, to, depth)
	default:
		p.scalar(n, to)
	}
}

func (p *parser) text(n *yaml.Node, to *Text) {
	if n.Kind != yaml.ScalarNode || strings.TrimSpace(n.Value) == "" {
		p.problem(n.Line, "expected a text")
		return
	}
	*to = Text{Source: strings.TrimSpace(n.Value), Line: n.Line}
}

func (p *parser) scalar(n *yaml.Node, to reflect.Value) {
	err := errors.New("no scalar")
	if n.Kind == yaml.ScalarNode {
		err = n.Decode(to.Addr().Interface())
	}
	if err == nil {
		return
	}
	switch to.Kind() {
	case reflect.Bool:
		p.problem(n.Line, "expected true or false, not %s", shown(n))
	case reflect.Int:
		p.problem(n.Line, "expected a whole number, not %s", shown(n))
	default:
		panic("lesson: no such kind of value: " + to.Kind().String())
	}
}

func shown(n *yaml.Node) string {
	switch n.Kind {
	case yaml.ScalarNode:
		return strconv.Quote(n.Value)
	case yaml.SequenceNode:
		return "a list"
	}
	return "keys and values"
}

func (p *parser) list(n *yaml.Node, to reflect.Value, depth int) {
	if n.Kind != yaml.SequenceNode {
		p.problem(n.Line, "expected a list, as in [a, b], not %s", shown(n))
		return
	}
	to.Set(reflect.MakeSlice(to.Type(), len(n.Content), len(n.Content)))
	for i, c := range n.Content {
		p.fill(c, to.Index(i), depth+1)
	}
}

// keys fills a struct, and says which of its keys are missing and which are not its own.
func (p *parser) keys(n *yaml.Node, to reflect.Value, depth int) {
	if n.Kind != yaml.MappingNode {
		p.problem(n.Line, "expected keys and values, not %s", shown(n))
		return
	}
	known, names := fields(to)
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		f, ok := known[key.Value]
		switch {
		case !ok:
			p.problem(key.Line, "%s: expected one of %s", key.Value, strings.Join(names, ", "))
		case seen[key.Value]:
			p.problem(key.Line, "%s: expected once", key.Value)
		default:
			seen[key.Value] = true
			p.fill(value, f.value, depth+1)
		}
	}
	for _, name := range names {
		if !seen[name] && !known[name].optional {
			p.problem(n.Line, "expected %s", name)
		}
	}
}

type field struct {
	value    reflect.Value
	optional bool
}

// fields are the keys of a struct, and those of the structs embedded in it.
func fields(to reflect.Value) (map[string]field, []string) {
	known, names := map[string]field{}, []string(nil)
	for i := range to.NumField() {
		name, how, _ := strings.Cut(to.Type().Field(i).Tag.Get("yaml"), ",")
		switch {
		case how == "inline":
			inner, more := fields(to.Field(i))
			for _, name := range more {
				known[name] = inner[name]
			}
			names = append(names, more...)
		case name != "" && name != "-":
			known[name] = field{to.Field(i), how == "optional"}
			names = append(names, name)
		}
	}
	return known, names
}
