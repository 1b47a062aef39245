package sparkplug

import "hash/maphash"

// Definition is what a birth says of a metric.
type Definition struct {
	Name     string
	Alias    uint64
	HasAlias bool
	Datatype Datatype
	Unit     string // that its properties name, as °C
	// Members are those of a template, nil for everything else.
	Members *Definitions
}

// Definitions are the metrics that a birth announced. They do not change: any
// goroutine may read them.
type Definitions struct {
	list    []Definition
	names   map[string]int
	aliases map[uint64]int // of those that are not in dense
	dense   []int32        // places and 1 by alias behind first, 0 for none, once all are there
	first   uint64
	bytes   int    // of memory, about
	digest  uint64 // equal ones have the same
}

// Len is how many metrics there are.
func (d *Definitions) Len() int {
	if d == nil {
		return 0
	}
	return len(d.list)
}

// Named is the metric of a name.
func (d *Definitions) Named(name string) (Definition, bool) {
	if d == nil {
		return Definition{}, false
	}
	i, ok := d.names[name]
	if !ok {
		return Definition{}, false
	}
	return d.list[i], true
}

// Aliased is the metric of an alias.
func (d *Definitions) Aliased(alias uint64) (Definition, bool) {
	if d == nil {
		return Definition{}, false
	}
	i, ok := d.aliased(alias)
	if !ok {
		return Definition{}, false
	}
	return d.list[i], true
}

// aliased is the place of the metric of an alias.
func (d *Definitions) aliased(alias uint64) (place int, ok bool) {
	if at := alias - d.first; at < uint64(len(d.dense)) {
		place = int(d.dense[at]) - 1
		return place, place >= 0
	}
	place, ok = d.aliases[alias]
	return place, ok
}

// seal is called when all metrics are there. Aliases are mostly numbered through: they
// are found faster then.
func (d *Definitions) seal() {
	if len(d.aliases) == 0 {
		return
	}
	first, last := ^uint64(0), uint64(0)
	for alias := range d.aliases {
		first, last = min(first, alias), max(last, alias)
	}
	if last-first > uint64(4*len(d.aliases)) {
		return
	}
	d.first, d.dense = first, make([]int32, last-first+1)
	for alias, place := range d.aliases {
		d.dense[alias-first] = int32(place) + 1
	}
	d.aliases = nil
}

// What a definition takes in memory besides its name, about, with its place in two maps.
const definitionBytes = 160

// Of one birth so many metrics are kept, and so many bytes of them.
const (
	mostDefined      = 100_000
	mostDefinedBytes = 32 << 20
)

var digestSeed = maphash.MakeSeed()

// add adds a metric; it is false when there are too many.
func (d *Definitions) add(one Definition) bool {
	more := definitionBytes + len(one.Name) + len(one.Unit)
	if one.Members != nil {
		more += one.Members.bytes
	}
	if len(d.list) >= mostDefined || d.bytes+more > mostDefinedBytes {
		return false
	}
	if d.names == nil {
		d.names, d.aliases = map[string]int{}, map[uint64]int{}
	}
	if _, again := d.names[one.Name]; !again {
		d.names[one.Name] = len(d.list)
	}
	if _, again := d.aliases[one.Alias]; one.HasAlias && !again {
		d.aliases[one.Alias] = len(d.list)
	}
	d.list = append(d.list, one)
	d.bytes += more
	d.mix(one)
	return true
}

func (d *Definitions) mix(one Definition) {
	var h maphash.Hash
	h.SetSeed(digestSeed)
	numbers := []uint64{d.digest, one.Alias, uint64(one.Datatype), 0}
	if one.HasAlias {
		numbers[3] = 1
	}
	if one.Members != nil {
		numbers = append(numbers, one.Members.digest)
	}
	for _, n := range numbers {
		maphash.WriteComparable(&h, n)
	}
	h.WriteString(one.Name)
	h.WriteString("\x00" + one.Unit)
	d.digest = h.Sum64()
}
