// A k6 of version 1.8.1 that scripts may ask for server-sent events: import sse from "k6/x/sse".
// Build it with `go build`; ../README.md tells how the scripts use it.
package main

import (
	"go.k6.io/k6/cmd"
	"go.k6.io/k6/js/modules"
)

func main() {
	modules.Register("k6/x/sse", new(Module))
	cmd.Execute()
}
