package sparkplug

// Numbers is how the numbers of a node's messages went, of which its devices have a share.
type Numbers struct {
	Came   int  // messages with a number
	Broken int  // how often numbers were missing, came again, or were none
	Why    Code // the latest time: SeqGap, SeqRepeated, SeqMissing, SeqRange or BirthSeq
	Case   Case // with its values
	Open   bool // numbers are missing that may still come
}

func (n *Numbers) broken(why Code, c Case) {
	n.Broken++
	n.Why, n.Case = why, c
}

// Numbers is how the numbers of a node's messages went.
func (w *Network) Numbers(group, name string) Numbers {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := w.nodes[nodeName{group, name}]
	if n == nil {
		return Numbers{}
	}
	numbers := n.numbers
	numbers.Open = n.order.gap.count > 0
	return numbers
}
