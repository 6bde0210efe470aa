package media

// Limits on the boxes of the ISO base media format (ISO/IEC 14496-12). A film of
// an hour in fragments has some thousands.
const (
	maxBoxes    = 20000
	maxBoxDepth = 10
)

// box is a box of the file: its kind, and where its content is.
type box struct {
	kind string
	off  int64
	size int64 // of the content
}

// boxes walks boxes within a piece of the file.
type boxes struct {
	src   *source
	count int
	fault string
}

// each calls visit for every box between off and end, until it says to stop.
func (w *boxes) each(off, end int64, depth int, visit func(box) bool) {
	end = min(end, w.src.size)
	if depth > maxBoxDepth {
		w.fault = "boxes lie deeper in each other than is read"
		return
	}
	for off+8 <= end {
		if w.count++; w.count > maxBoxes {
			w.fault = "there are more boxes than are read"
			return
		}
		h := w.src.at(off, 8)
		if h == nil {
			return
		}
		size, head := int64(be32(h)), int64(8)
		kind := string(h[4:8])
		switch size {
		case 0:
			size = end - off
		case 1:
			long := w.src.at(off+8, 8)
			if long == nil {
				return
			}
			head = 16
			size = int64(be64(long) & (1<<63 - 1))
		}
		if size < head {
			if size == 0 || kind == "\x00\x00\x00\x00" {
				return // the 32 zero bits that may end a list of user data
			}
			w.fault = "a box is shorter than its head"
			return
		}
		if size > end-off {
			w.fault = "a box is longer than what it lies in"
			size = end - off
		}
		if size < head {
			return
		}
		if !visit(box{kind, off + head, size - head}) {
			return
		}
		off += size
	}
}

// body gives the content of a box, or its first n bytes.
func (w *boxes) body(b box, n int64) []byte {
	return w.src.upTo(b.off, int(min(n, b.size, maxPiece)))
}
