package main

import (
	"math"

	"mangrove/cmd/mangrove/problem"
	"mangrove/model"
)

// What is kept of what a broker says of itself, in bytes: the history, and the
// most of all of it, which is taken off the memory of the connection.
const (
	systemBudget = 16_000_000
	systemMemory = 64_000_000
	systemShare  = 8 // or this part of the memory, when that is less
)

const megabyte = 1_000_000

// memoryHelp says what the flag does.
const memoryHelp = "MB of memory for each connection: topics, their latest values and history together; when it is full, history goes first,\n" +
	"then the largest values, then the topics silent for longest; a pause may take an eighth more"

// inBytes reads a flag in MB.
func inBytes(flag string, megabytes, least int64) (int64, error) {
	if megabytes < least/megabyte || megabytes > math.MaxInt64/megabyte {
		return 0, problem.NoMegabytes.With("flag", flag, "given", megabytes, "least", least/megabyte)
	}
	return megabytes * megabyte, nil
}

// kept says what is kept of a connection, and of what its broker says of itself.
func (o *windowOptions) kept() (main, system model.Options, err error) {
	all, err := inBytes("memory", o.memory, 2*model.LeastMemory)
	if err != nil {
		return main, system, err
	}
	if main.Budget, err = o.budget(); err != nil {
		return main, system, err
	}
	system = model.Options{Budget: systemBudget, Memory: max(min(systemMemory, all/systemShare), model.LeastMemory)}
	main.Memory = all - system.Memory
	return main, system, nil
}
