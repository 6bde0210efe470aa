package edition

import "embed"

//go:embed scripts/*.js
var scripts embed.FS

func mustReadScript(name string) []byte {
	b, err := scripts.ReadFile("scripts/" + name)
	if err != nil {
		panic(err) // it is embedded: a build that lacks it cannot exist
	}
	return b
}
