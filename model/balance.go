package model

// The order of siblings is balanced by heights, as Adelson-Velsky and Landis have it:
// those of the two halves below a link differ by one at the most. So it is never
// deeper than one and a half times what a perfect one of as many would be, and mostly
// as deep as that, whatever the names are and in whichever order they come.

// height is how many links lie on the longest way down from one, itself included.
func (v *view) height(id ID) uint8 {
	if id == Root {
		return 0
	}
	return v.member(id).height
}

// linkHalves puts two halves, whose heights differ by one at the most, below a child. What
// is above it stays, and how many rows the left half takes is for the caller to set.
func (v *view) linkHalves(id, left, right ID) {
	n := v.member(id)
	n.order.left, n.order.right = left, right
	n.height = 1
	n.flags |= linked
	for _, half := range [...]ID{left, right} {
		if half != Root {
			h := v.member(half)
			h.up = id
			n.height = max(n.height, h.height+1)
		}
	}
}

// balance puts right, from a link upwards, what a change below it has made uneven.
func (v *view) balance(parent, id ID) {
	for id != Root {
		n := v.member(id)
		before := n.height
		left, right := v.height(n.order.left), v.height(n.order.right)
		n.height = max(left, right) + 1
		switch {
		case left > right+1:
			id = v.lift(parent, n.order.left, false)
		case right > left+1:
			id = v.lift(parent, n.order.right, true)
		}
		n = v.member(id)
		if n.height == before {
			return
		}
		id = n.up
	}
}

// lift raises the higher half of a link, the right one or the left, above it, and
// says who is on top now. Of that half the inner one goes over to the link, and so
// must not be its higher one.
func (v *view) lift(parent, half ID, right bool) (top ID) {
	inner, outer := v.member(half).order.right, v.member(half).order.left
	if right {
		inner, outer = outer, inner
	}
	if v.height(inner) > v.height(outer) {
		v.rotateUp(parent, inner)
		half = inner
	}
	v.rotateUp(parent, half)
	return half
}

// rotateUp swaps a link with the one above it.
func (v *view) rotateUp(parent, id ID) {
	n := v.member(id)
	above := n.up
	a := v.member(above)
	v.replace(parent, above, id)
	if a.order.left == id {
		a.order.before -= n.order.before + n.rows
		v.linkHalves(above, n.order.right, a.order.right)
		v.linkHalves(id, n.order.left, above)
	} else {
		n.order.before += a.order.before + a.rows
		v.linkHalves(above, a.order.left, n.order.left)
		v.linkHalves(id, above, n.order.right)
	}
}

// build makes an order of children that are sorted already, and says how many rows
// it takes.
func (v *view) build(ids []ID) (top ID, rows uint32) {
	if len(ids) == 0 {
		return Root, 0
	}
	middle := len(ids) / 2
	top = ids[middle]
	n := v.member(top)
	left, before := v.build(ids[:middle])
	right, after := v.build(ids[middle+1:])
	n.up, n.order.before = Root, before
	v.linkHalves(top, left, right)
	return top, before + n.rows + after
}

// join makes one order of a parent's and of those that wait, all of these behind all
// of the others, and says who is on top. The first that waits goes between the two,
// at the edge of the higher one where the heights fit.
func (v *view) join(parent ID) (top ID) {
	p := v.at(parent)
	front, rear := p.top, v.lateOf(parent)
	switch Root {
	case front:
		return rear
	case rear:
		return front
	}
	middle := v.leftmost(rear)
	v.remove(parent, middle)
	rear = v.lateOf(parent)
	left, right, up := front, rear, Root
	for v.height(left) > v.height(right)+1 {
		left, up = v.member(left).order.right, left
	}
	for v.height(right) > v.height(left)+1 {
		right, up = v.member(right).order.left, right
	}
	m := v.member(middle)
	m.up, m.order.before = up, v.total(left)
	v.linkHalves(middle, left, right)
	switch {
	case up == Root:
		p.top = middle
	case left != front:
		p.top = front
		v.member(up).order.right = middle
	default:
		p.top = rear
		v.member(up).order.left = middle
		v.growBefore(middle, m.order.before+m.rows)
	}
	v.balance(parent, up)
	return p.top
}
