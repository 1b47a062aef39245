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
	return v.at(id).height
}

// link puts two halves, whose heights differ by one at the most, below a child. What
// is above it stays.
func (v *view) link(id, left, right ID) {
	n := v.at(id)
	n.order.left, n.order.right = left, right
	n.order.rows, n.height = n.rows, 1
	n.flags |= linked
	for _, half := range [...]ID{left, right} {
		if half != Root {
			h := v.at(half)
			h.order.up = id
			n.order.rows += h.order.rows
			n.height = max(n.height, h.height+1)
		}
	}
}

// balance puts right, from a link upwards, what a change below it has made uneven.
func (v *view) balance(parent, id ID) {
	for id != Root {
		n := v.at(id)
		before := n.height
		left, right := v.height(n.order.left), v.height(n.order.right)
		n.height = max(left, right) + 1
		switch {
		case left > right+1:
			id = v.lift(parent, n.order.left, false)
		case right > left+1:
			id = v.lift(parent, n.order.right, true)
		}
		n = v.at(id)
		if n.height == before {
			return
		}
		id = n.order.up
	}
}

// lift raises the higher half of a link, the right one or the left, above it, and
// says who is on top now. Of that half the inner one goes over to the link, and so
// must not be its higher one.
func (v *view) lift(parent, half ID, right bool) (top ID) {
	inner, outer := v.at(half).order.right, v.at(half).order.left
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
	n := v.at(id)
	above := n.order.up
	a := v.at(above)
	v.replace(parent, above, id)
	if a.order.left == id {
		v.link(above, n.order.right, a.order.right)
		v.link(id, n.order.left, above)
	} else {
		v.link(above, a.order.left, n.order.left)
		v.link(id, above, n.order.right)
	}
}

// build makes an order of children that are sorted already.
func (v *view) build(ids []ID) (top ID) {
	if len(ids) == 0 {
		return Root
	}
	middle := len(ids) / 2
	top = ids[middle]
	v.at(top).order.up = Root
	v.link(top, v.build(ids[:middle]), v.build(ids[middle+1:]))
	return top
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
		left, up = v.at(left).order.right, left
	}
	for v.height(right) > v.height(left)+1 {
		right, up = v.at(right).order.left, right
	}
	v.link(middle, left, right)
	v.at(middle).order.up = up
	more := v.at(middle).rows
	switch {
	case up == Root:
		p.top = middle
	case left != front:
		p.top = front
		v.at(up).order.right = middle
		more += v.half(rear)
	default:
		p.top = rear
		v.at(up).order.left = middle
		more += v.half(front)
	}
	for at := up; at != Root; at = v.at(at).order.up {
		v.at(at).order.rows += more
	}
	v.balance(parent, up)
	return p.top
}
