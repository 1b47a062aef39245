package sparkplug

// A node that was born so often in a minute is in a storm.
const stormBirths = 5

// report is where findings about a message go to.
type report struct {
	w *Network
	m *Message
	u *unit
}

func (r *report) add(code Code, c Case) {
	c.At, c.Position = r.m.At, r.m.Position
	r.w.found.add(r.u, r.u.where, code, c)
}

func (r *route) unit() *unit {
	if r.device != nil {
		return r.device
	}
	return &r.node.unit
}

// take takes in a message of a node or of one of its devices, and what it says; that is
// not whole when it does not decode.
func (w *Network) take(to *route, m *Message, s *summary, whole bool) {
	n, u, verb := to.node, to.unit(), to.topic.Verb
	say := report{w, m, u}
	if m.LetGo { // it has a number, which is not known any more
		n.order.forget()
		u.doubt(w.last)
		return
	}
	if len(m.Payload) == 0 { // a retained one was cleared
		return
	}
	if !whole {
		say.add(NotSparkplug, Case{Name: verb.String()})
		return
	}
	if m.QoS > 0 && verb != NDeath {
		say.add(WrongQoS, Case{Got: int64(m.QoS), Name: verb.String()})
	}
	if m.Retained {
		w.retained(to, s, &say)
		return
	}
	w.number(to, s, &say)
	w.obey(to, s, &say)
}

// summary reads what is to be known of a message; it is not whole when it does not decode.
func (u *unit) summary(verb Verb, m *Message) (s summary, whole bool) {
	if verb != NData && verb != DData {
		whole = s.all(m.Payload, verb.birth())
		return s, whole
	}
	known := u.current()
	if u.told&toldUnknown != 0 || m.Retained {
		known = nil
	}
	whole = s.data(m.Payload, known)
	return s, whole
}

// obey does what a message is for.
func (w *Network) obey(to *route, s *summary, say *report) {
	n, u, m := to.node, to.unit(), say.m
	switch to.topic.Verb {
	case NBirth:
		w.nodeBirth(n, s, say)
	case DBirth:
		w.deviceBirth(n, u, s, say)
	case NData, DData:
		u.data(n, to.topic.Verb, s, say)
	case NDeath:
		n.death(s, say)
	case DDeath:
		u.set(Offline, m)
		u.told = 0
	case NCmd:
		if s.asks {
			n.asked.add(m.At)
		}
	}
}

// retained takes in what no message of Sparkplug should be: when it was sent is not
// known. What a birth announces is better than nothing.
func (w *Network) retained(to *route, s *summary, say *report) {
	say.add(Retained, Case{Name: to.topic.Verb.String()})
	u := to.unit()
	if verb := to.topic.Verb; (verb == NData || verb == DData) && u.current() == nil {
		u.early = true
	}
	if s.definitions != nil && u.current() == nil {
		bytes, _ := u.announce(say.m, s.definitions)
		w.grow(to.node, bytes)
		w.tellPast(u)
	}
}

// tellPast notes that a birth says what the data mean that came before it, if some did.
func (w *Network) tellPast(u *unit) {
	if u.early {
		u.early = false
		u.version.Past++
		w.past++
	}
}

// number looks at the number of a message, which commands and the death of a node have
// none of.
func (w *Network) number(to *route, s *summary, say *report) {
	n, verb := to.node, to.topic.Verb
	switch {
	case verb == NDeath:
		if s.hasSeq {
			say.add(SeqInDeath, Case{Got: int64(s.seq)})
		}
		return
	case verb.command():
		return
	case !s.hasSeq:
		say.add(SeqMissing, Case{Name: verb.String()})
		n.numbers.broken(SeqMissing, Case{Name: verb.String()})
		n.order.forget()
		return
	case s.seq > 255:
		say.add(SeqRange, Case{Got: int64(s.seq)})
		n.numbers.broken(SeqRange, Case{Got: int64(s.seq)})
		n.order.forget()
		return
	case verb == NBirth:
		n.numbers.Came++
		if s.seq != 0 {
			say.add(BirthSeq, Case{Got: int64(s.seq)})
			n.numbers.broken(BirthSeq, Case{Got: int64(s.seq)})
		}
		w.closeGap(n, n.order.begin(uint8(s.seq)))
		return
	}
	n.numbers.Came++
	want := n.order.next
	of := report{w, say.m, &n.unit} // numbers are the node's
	switch n.order.follow(uint8(s.seq), say.m.At, say.m.Position) {
	case late:
		of.add(Reordered, Case{Got: int64(s.seq)})
	case repeated:
		of.add(SeqRepeated, Case{Want: int64(want), Got: int64(s.seq)})
		n.numbers.broken(SeqRepeated, Case{Want: int64(want), Got: int64(s.seq)})
	}
	w.closeGap(n, n.order.expire(say.m.At))
}

// nodeBirth takes in NBIRTH. The devices are to be born after it.
func (w *Network) nodeBirth(n *node, s *summary, say *report) {
	if s.bdSeq < 0 {
		say.add(NoBdSeq, Case{Name: verbs[NBirth]})
	} else if n.died && s.bdSeq == n.bdSeq {
		say.add(BdSeqUnchanged, Case{Got: s.bdSeq})
	}
	if !s.control {
		say.add(NoRebirthControl, Case{})
	}
	n.bdSeq, n.died = s.bdSeq, false
	for _, d := range n.devices {
		bytes, _ := d.announce(say.m, nil)
		w.grow(n, bytes)
		d.set(Awaiting, say.m)
		d.told = 0
	}
	w.born(n, &n.unit, s, say)
	if count := n.rate.add(say.m.At); count >= stormBirths {
		say.add(RebirthStorm, Case{Got: int64(count), Want: int64(n.asked.count(say.m.At))})
	}
}

// deviceBirth takes in DBIRTH.
func (w *Network) deviceBirth(n *node, u *unit, s *summary, say *report) {
	if n.status != Online {
		say.add(BirthBeforeNode, Case{Joined: n.status == Awaiting})
	}
	w.born(n, u, s, say)
	u.rate.add(say.m.At)
}

// born takes in what a birth announces.
func (w *Network) born(n *node, u *unit, s *summary, say *report) {
	u.set(Online, say.m)
	w.tellPast(u)
	u.doubted, u.told = false, 0
	switch {
	case s.tooMany:
		say.add(TooManyMetrics, Case{Got: int64(s.definitions.Len())})
	case s.unnamed:
		say.add(UnnamedMetric, Case{})
	case s.untyped:
		say.add(UntypedMetric, Case{})
	}
	before := u.current()
	bytes, changed := u.announce(say.m, s.definitions)
	w.grow(n, bytes)
	if changed {
		n.disown(u, before)
	}
	if u == &n.unit {
		clear(n.aliases) // the devices announce theirs after it
		changed = true
	}
	if changed {
		n.own(u, s.definitions, say)
		return
	}
	for i := range s.definitions.list {
		if one := &s.definitions.list[i]; one.HasAlias {
			n.aliases[one.Alias] = u
		}
	}
}

// own notes whose the aliases are, which are unique in a node with all of its devices
// [tck-id-payloads-alias-uniqueness].
func (n *node) own(u *unit, d *Definitions, say *report) {
	for i := range d.list {
		one := &d.list[i]
		if !one.HasAlias {
			continue
		}
		owner, taken := n.aliases[one.Alias]
		if first, _ := d.aliased(one.Alias); first != i || taken && owner != u && owner.announces(one.Alias) {
			say.add(DuplicateAlias, Case{Got: int64(one.Alias), Name: one.Name})
		}
		n.aliases[one.Alias] = u
	}
}

// disown forgets whose the aliases of an earlier birth are.
func (n *node) disown(u *unit, d *Definitions) {
	for i := range d.Len() {
		if one := &d.list[i]; one.HasAlias && n.aliases[one.Alias] == u {
			delete(n.aliases, one.Alias)
		}
	}
}

func (u *unit) announces(alias uint64) bool {
	_, ok := u.current().Aliased(alias)
	return ok
}

// data takes in NDATA and DDATA.
func (u *unit) data(n *node, verb Verb, s *summary, say *report) {
	switch {
	case u.status == Offline || n.status == Offline:
		if u.told&toldAfterDeath == 0 {
			say.add(DataAfterDeath, Case{Name: verb.String()})
		}
		u.told |= toldAfterDeath
	case u.status == Awaiting:
		u.early = true
		if u.told&toldBeforeBirth == 0 {
			say.add(DataBeforeBirth, Case{Name: verb.String(), Joined: n.status == Awaiting || n.doubted})
		}
		u.told |= toldBeforeBirth
	case s.unknown:
		say.add(UnknownMetric, Case{Name: s.unknownMetric.name, Got: int64(s.unknownMetric.alias), Joined: u.doubted})
		u.told |= toldUnknown
	}
}

// death takes in NDEATH, which the broker sends when the node has gone: of that
// connection of the node which the bdSeq names, that may not be the present one.
func (n *node) death(s *summary, say *report) {
	if s.bdSeq < 0 {
		say.add(NoBdSeq, Case{Name: verbs[NDeath]})
	}
	if n.bdSeq >= 0 && n.status == Online && s.bdSeq != n.bdSeq && !n.doubted {
		say.add(DeathNotObeyed, Case{Want: n.bdSeq, Got: s.bdSeq})
		return
	}
	n.died = true
	if n.bdSeq < 0 || n.doubted {
		n.bdSeq = s.bdSeq
	}
	n.order.forget()
	n.set(Offline, say.m)
	n.told = 0
	for _, d := range n.devices {
		d.set(Offline, say.m)
		d.told = 0
	}
}
