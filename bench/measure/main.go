// Command measure times Sijill beside floors and peers, in turn, each as a whole
// process on a fresh file system, and prints a table. bench/run calls it.
//
//	measure corpus small|large|documents|released DIR COUNT  make files
//	measure exif|photos DIR COUNT           make photographs, small or of 12 megapixels
//	measure same OURS THEIRS                compare facts with ExifTool's
//	measure decode DIR                      floor: decode with Go's decoder, two workers
//	measure hash DIR                        floor: read and hash, two workers
//	measure packs DIR TO                    floor: hash, write packs, flush
//	measure files DIR TO                    floor: hash, write a file each, flush
//	measure rounds WHAT ROUNDS CORPUS WORK  run everybody in turn, print a table
//	measure register DIR                    the register alone
//	measure texts DIR COUNT                 make texts and queries
//	measure search DIR sijill|fts5          index the texts and ask the queries
//	measure likeness DIR COUNT              what resembles a hash among so many
//	measure edition DIR COUNT               make an edition of so many exhibits, and searches
package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	at := func(i int) string {
		if i < len(args) {
			return args[i]
		}
		return ""
	}
	switch at(0) {
	case "corpus":
		n, err := strconv.Atoi(at(3))
		if err != nil {
			return err
		}
		switch at(1) {
		case "documents":
			return makeDocuments(at(2), n)
		case "released":
			return makeReleased(at(2), n)
		}
		return makeCorpus(at(1), at(2), n)
	case "photos", "exif":
		n, err := strconv.Atoi(at(2))
		if err != nil {
			return err
		}
		if at(0) == "exif" {
			return makePhotos(at(1), n, 320, 240)
		}
		return makePhotos(at(1), n, 4000, 3000)
	case "same":
		return sameFacts(at(1), at(2))
	case "decode":
		return decodeFloor(at(1))
	case "hash":
		return hashFloor(at(1))
	case "packs":
		return storeFloor(at(1), at(2), storePacks)
	case "files":
		return storeFloor(at(1), at(2), storeFiles)
	case "rounds":
		n, err := strconv.Atoi(at(2))
		if err != nil {
			return err
		}
		return rounds(at(1), n, at(3), at(4))
	case "edition":
		n, err := strconv.Atoi(at(2))
		if err != nil {
			return err
		}
		return makeEdition(at(1), n)
	case "texts":
		n, err := strconv.Atoi(at(2))
		if err != nil {
			return err
		}
		return makeTexts(at(1), n)
	case "search":
		return measureSearch(at(1), at(2))
	case "register":
		return measureRegister(at(1))
	case "likeness":
		n, err := strconv.Atoi(at(2))
		if err != nil {
			return err
		}
		return measureLikeness(at(1), n)
	}
	return fmt.Errorf("see the comment at the top of this program")
}
