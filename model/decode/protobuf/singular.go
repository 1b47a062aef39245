package protobuf

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"mangrove/model/value"
)

// keepLast says which fields of a message hold that can have one value only: of several of
// one number, and of several members of one oneof, the last one does; messages of one
// number are one [protobuf.dev, Encoding, Last One Wins, and Oneof].
func (d *decoder) keepLast(m protoreflect.MessageDescriptor, all []field) {
	if m == nil || len(all) < 2 {
		return
	}
	holds := map[int]int{} // by the number, or below 0 by the oneof
	for i := range all {
		f := &all[i]
		known := d.schema.field(m, f.num)
		if known == nil || known.Cardinality() == protoreflect.Repeated || f.typ != wireOf(known) {
			continue
		}
		place := int(f.num)
		if oneof := known.ContainingOneof(); oneof != nil {
			place = -1 - oneof.Index()
		}
		earlier, taken := holds[place]
		switch {
		case taken && all[earlier].num == f.num && known.Message() != nil:
			f.merged = true
			continue
		case taken:
			all[earlier].replaced = true
		}
		holds[place] = i
	}
}

// mergedMessage adds a message with what stands in the later ones that are one with it.
func (d *decoder) mergedMessage(n value.Node, known protoreflect.FieldDescriptor, all []field, i int) error {
	if all[i].merged {
		return nil // the first one has brought it along
	}
	n.Type, n.From, n.To = typeOf(known), int(all[i].from), int(all[i].to)
	parts := []value.Part{{From: n.From, To: n.To}}
	for at := int(all[i].next); at != 0 && (all[at].merged || all[at].typ != all[i].typ); at = int(all[at].next) {
		if all[at].merged {
			n.To = int(all[at].to)
			parts = append(parts, value.Part{From: int(all[at].from), To: n.To})
		}
	}
	return d.messageIn(n, known.Message(), parts...)
}
