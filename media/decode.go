package media

// DecodeText decodes a text whose encoding nobody told, and says which it took and
// why.
func DecodeText(b []byte) (text, encoding string) { return decodeText(b) }
