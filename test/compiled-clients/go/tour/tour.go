// Package tour prints what a client saw of each thing that it can do, as one line of JSON. It judges nothing: the test does.
package tour

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
)

// Rows of the mock's models file: one that is well, one that answers 429 always, one whose second token never comes.
const (
	Well     = "well"
	Limited  = "limited"
	Slow     = "slow"
	Question = "Say something."
	Key      = "sk-of-a-client"
)

// Properties of what tools and structured output are asked for.
var (
	Properties = map[string]any{
		"name":       map[string]any{"type": "string"},
		"population": map[string]any{"type": "integer"},
		"tags":       map[string]any{"type": "array", "items": map[string]any{"type": "string"}},
	}
	Required = []string{"name", "population", "tags"}
	Schema   = map[string]any{"type": "object", "properties": Properties, "required": Required, "additionalProperties": false}
)

// Answer is a text, and the tokens that the client was told of.
type Answer struct {
	Text  string  `json:"text"`
	Usage []int64 `json:"usage"`
}

// Raised is what an error was.
type Raised struct {
	Raised string `json:"raised"`
	Said   string `json:"said"`
}

// Checks gives back what was seen of each feature.
type Checks map[string]func() (any, error)

// BaseURL is that of the mock, without a slash at the end.
func BaseURL() string { return os.Args[1] }

// Parse reads the JSON that a client was given.
func Parse(text string) (any, error) {
	var value any
	err := json.Unmarshal([]byte(text), &value)
	return value, err
}

// Run prints the report; status says which status an error of the client carries.
func Run(module string, status func(error) (int, bool), checks Checks) {
	report := map[string]any{"version": version(module)}
	for name, check := range checks {
		seen, err := check()
		if err != nil {
			raised := Raised{Raised: fmt.Sprintf("%T", errors.Unwrap(err)), Said: err.Error()}
			if code, ok := status(err); ok {
				raised.Raised = fmt.Sprint(code)
			}
			seen = raised
		}
		report[name] = seen
	}
	if err := json.NewEncoder(os.Stdout).Encode(report); err != nil {
		panic(err)
	}
}

func version(module string) string {
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		if dependency.Path == module {
			return dependency.Version
		}
	}
	return ""
}
