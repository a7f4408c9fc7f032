package protocols

import (
	"embed"
	"fmt"
)

//go:embed */doc.go
var docs embed.FS

// Doc is the source of a protocol's doc.go: what its package says of itself, for reference pages.
func Doc(protocol string) (string, error) {
	text, err := docs.ReadFile(protocol + "/doc.go")
	if err != nil {
		return "", fmt.Errorf("protocols: expected %s/doc.go: %w", protocol, err)
	}
	return string(text), nil
}
