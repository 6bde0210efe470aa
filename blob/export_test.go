package blob

// ParseDirectory is parseDirectory for tests.
func ParseDirectory(tail []byte, size int64) (int, error) {
	members, err := parseDirectory(tail, size)
	return len(members), err
}
