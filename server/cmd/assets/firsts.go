package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"quorumlab/lessons"
	"quorumlab/protocols"
	"quorumlab/protocols/all"
	"quorumlab/protocols/scenario"
	"quorumlab/server/catalog"
	"quorumlab/server/lesson"
	"quorumlab/wasm/modules"
)

// A wanted figure is one that stands in a page, with what the element is told of it there.
type wanted struct {
	Key        string            `json:"key"`
	Module     string            `json:"module"`
	Text       string            `json:"text"`
	Attributes map[string]string `json:"attributes"`
}

// firsts draws what stands in pages before figures are alive in them. The player's renderer draws it, in Node, on the modules
// that were built.
func firsts(web string, built []output) (output, error) {
	figures, err := figures()
	if err != nil {
		return output{}, err
	}
	program, err := firstsProgram(web)
	if err != nil {
		return output{}, err
	}
	dir, err := os.MkdirTemp("", "quorumlab-firsts-")
	if err != nil {
		return output{}, err
	}
	defer os.RemoveAll(dir)
	files := make(map[string]string)
	for _, m := range built {
		name := strings.TrimSuffix(m.Name, ".wasm")
		files[name] = filepath.Join(dir, m.Name)
		if err := os.WriteFile(files[name], m.data, 0o600); err != nil {
			return output{}, err
		}
	}
	plan, err := json.Marshal(map[string]any{"modules": files, "figures": figures})
	if err != nil {
		return output{}, err
	}
	path := filepath.Join(dir, "plan.json")
	if err := os.WriteFile(path, plan, 0o600); err != nil {
		return output{}, err
	}
	data, err := node(program, path)
	if err != nil {
		return output{}, fmt.Errorf("drawing first frames: %w", err)
	}
	return hashed("firsts.json", "application/json", data), nil
}

func firstsProgram(web string) ([]byte, error) {
	web, err := filepath.Abs(web)
	if err != nil {
		return nil, err
	}
	wasmExec, err := modules.Exec()
	if err != nil {
		return nil, err
	}
	program, err := esbuild(web, api.BuildOptions{
		EntryPoints: []string{"src/build/firsts.ts"},
		Format:      api.FormatESModule,
		Platform:    api.PlatformNode,
		Alias:       map[string]string{"wasm_exec": wasmExec},
		External:    []string{"canvas"},
		// A figure asks these for a protocol by their names; where they are, nobody asks here.
		Define: map[string]string{"__WASM_URLS__": `{"core":"","raft":""}`, "__BUILD__": `""`, "__WORKER_URL__": `""`, "location.origin": `"null"`},
	})
	if err != nil {
		return nil, err
	}
	script, ok := find(program, "firsts.js")
	if !ok {
		return nil, fmt.Errorf("bundling gave no firsts.js")
	}
	return script.data, nil
}

// figures are the home page's, all that can be played, alone or in the player, and those of lessons.
func figures() ([]wanted, error) {
	var library protocols.Library
	moduleOf := make(map[string]string)
	for _, e := range all.Protocols() {
		moduleOf[e.Protocol.Name] = e.Module
		if err := library.AddProtocol(e.Protocol.Name); err != nil {
			return nil, err
		}
	}
	if err := library.AddLessons(lessons.Files); err != nil {
		return nil, err
	}
	var listed []wanted
	add := func(place string, attributes map[string]string) error {
		name := attributes["scenario"]
		text, ok := library.Text(name)
		if !ok {
			return fmt.Errorf("there is no scenario %s", name)
		}
		script, err := scenario.Parse(text, all.Protocol)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		module := moduleOf[script.Cluster.Protocol.Name]
		key := catalog.FirstKey(place, name, attributes["at"], attributes["branch"])
		listed = append(listed, wanted{key, module, text, attributes})
		return nil
	}
	home := map[string]string{"scenario": catalog.Featured, "at": catalog.FeaturedMoment, "more": "/play/" + catalog.Featured}
	if err := add(catalog.OnHome, home); err != nil {
		return nil, err
	}
	for _, name := range library.Names() {
		if err := add(catalog.InPlayer, map[string]string{"scenario": name, "controls": "full"}); err != nil {
			return nil, err
		}
		if err := add(catalog.InFrame, map[string]string{"scenario": name}); err != nil {
			return nil, err
		}
	}
	course, err := lesson.Load(lessons.Files)
	if err != nil {
		return nil, err
	}
	for _, l := range course.Lessons() {
		for _, f := range l.Figures() {
			if err := add(catalog.InLesson, f.Attributes(l.ID)); err != nil {
				return nil, err
			}
		}
	}
	return listed, nil
}
