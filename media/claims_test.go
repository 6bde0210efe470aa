package media_test

import (
	"strings"
	"testing"
	"time"

	"sijill.example/sijill/media"
	"sijill.example/sijill/media/mediatest"
)

func photo(entries ...mediatest.Entry) []byte {
	return mediatest.WithEXIF(mediatest.Photo(48, 32, 1), mediatest.TIFF(entries...))
}

func timeOf(f media.Facts, where, name string) (media.Time, bool) {
	for _, t := range f.Times {
		if t.Where == where && t.Name == name {
			return t, true
		}
	}
	return media.Time{}, false
}

// An offset in the file is honoured, and a time without one stays without one.
func TestTimesAndOffsets(t *testing.T) {
	for name, c := range map[string]struct {
		original, offset string
		want, doubt      string
	}{
		"no offset":             {"2016:12:13 15:26:53", "", "2016-12-13T15:26:53", ""},
		"an offset":             {"2016:12:13 15:26:53", "+02:00", "2016-12-13T15:26:53+02:00", ""},
		"half an hour":          {"2016:12:13 15:26:53", "-03:30", "2016-12-13T15:26:53-03:30", ""},
		"UTC":                   {"2016:12:13 15:26:53", "Z", "2016-12-13T15:26:53Z", ""},
		"offset without colon":  {"2016:12:13 15:26:53", "+0300", "2016-12-13T15:26:53+03:00", ""},
		"an offset of nowhere":  {"2016:12:13 15:26:53", "+19:00", "2016-12-13T15:26:53", "outside"},
		"an offset of nothing":  {"2016:12:13 15:26:53", "summer", "2016-12-13T15:26:53", "cannot be read"},
		"slashes":               {"2016/12/13 15:26:53", "", "2016-12-13T15:26:53", ""},
		"only the day":          {"2016:12:13", "", "2016-12-13", ""},
		"no such day":           {"2016:02:30 15:26:53", "", "", "cannot be read"},
		"no such hour":          {"2016:12:13 25:26:53", "", "2016-12-13", "only the day"},
		"never set":             {"0000:00:00 00:00:00", "", "", "no time was set"},
		"blank":                 {"    :  :     :  :  ", "", "", "no time was set"},
		"1904":                  {"1904:01:01 00:00:00", "", "1904-01-01T00:00:00", "1904"},
		"1970":                  {"1970:01:01 00:00:00", "", "1970-01-01T00:00:00", "1970"},
		"1970 in America":       {"1969:12:31 19:00:00", "", "1969-12-31T19:00:00", "1970"},
		"a counter that ran on": {"2036:02:07 06:28:16", "", "2036-02-07T06:28:16", "2036"},
		"a new camera":          {"2000:01:01 00:00:00", "", "2000-01-01T00:00:00", "first of January"},
		"before photography":    {"1800:01:01 10:00:00", "", "1800-01-01T10:00:00", "oldest photograph"},
		"Arabic digits":         {"٢٠١٦:١٢:١٣ ١٥:٢٦:٥٣", "", "", "cannot be read"},
		"words":                 {"yesterday at noon ok", "", "", "cannot be read"},
	} {
		entries := []mediatest.Entry{mediatest.ASCII(0x9003, c.original)}
		if c.offset != "" {
			entries = append(entries, mediatest.ASCII(0x9011, c.offset))
		}
		got, ok := timeOf(read(photo(mediatest.EXIF(entries...)), "x.jpg"), "EXIF", "DateTimeOriginal")
		if !ok || got.Value.String() != c.want || !strings.Contains(got.Doubt, c.doubt) || c.doubt == "" && got.Doubt != "" {
			t.Errorf("%s: %q, in doubt because %q", name, got.Value, got.Doubt)
		}
		if got.Raw != strings.TrimSpace(c.original) {
			t.Errorf("%s: the raw value became %q", name, got.Raw)
		}
	}
}

func TestMovieClocks(t *testing.T) {
	for name, c := range map[string]struct {
		at    time.Time
		want  string
		doubt string
	}{
		"set":  {time.Date(2016, 12, 13, 13, 26, 53, 0, time.UTC), "2016-12-13T13:26:53Z", ""},
		"1904": {time.Time{}, "", "1904: not set"},
		"1970": {time.Unix(0, 0), "1970-01-01T00:00:00Z", "1970"},
		"2036": {time.Date(2036, 2, 7, 0, 0, 0, 0, time.UTC), "2036-02-07T00:00:00Z", "2036"},
	} {
		f := read(mediatest.Movie("isom", c.at, 4000, "+36.2021+037.1343/"), "x.mp4")
		got, _ := timeOf(f, "MP4", "CreateDate")
		if got.Value.String() != c.want || !strings.Contains(got.Doubt, c.doubt) || c.doubt == "" && got.Doubt != "" {
			t.Errorf("%s: %q, in doubt because %q", name, got.Value, got.Doubt)
		}
		if f.Duration != 4 || f.Width != 640 || f.Height != 360 || len(f.Places) != 1 || f.Places[0].Lat != 36.2021 {
			t.Errorf("%s: %v s, %d x %d, places %v", name, f.Duration, f.Width, f.Height, f.Places)
		}
	}
}

func TestPlaces(t *testing.T) {
	for name, c := range map[string]struct {
		lat, lon float64
		has      bool
		doubt    string
	}{
		"Aleppo":            {36.2021, 37.1343, true, ""},
		"south and west":    {-33.5, -70.6, true, ""},
		"0,0":               {0, 0, true, "0,0"},
		"the pole":          {90, 0, true, ""},
		"91 degrees":        {91, 37, false, ""},
		"181 degrees":       {36, 181, false, ""},
		"a million of them": {1e6, 1e6, false, ""},
	} {
		f := read(photo(mediatest.Position(c.lat, c.lon, "", "")), "x.jpg")
		if c.has != (len(f.Places) == 1) {
			t.Errorf("%s: places %v", name, f.Places)
			continue
		}
		if !c.has {
			if len(f.NotDone) == 0 || !strings.Contains(f.NotDone[0].Because, "no such place") {
				t.Errorf("%s is told as %v", name, f.NotDone)
			}
			continue
		}
		p := f.Places[0]
		if d := p.Lat - c.lat; d > 1e-7 || d < -1e-7 || p.Lon-c.lon > 1e-7 || c.lon-p.Lon > 1e-7 || !strings.HasPrefix(p.Doubt, c.doubt) || c.doubt == "" && p.Doubt != "" {
			t.Errorf("%s: %v", name, p)
		}
	}
	half := read(photo(mediatest.GPS(mediatest.ASCII(1, "N"), mediatest.Rationals(2, 36, 0, 0, 0, 0, 0), mediatest.ASCII(3, "E"), mediatest.Rationals(4, 37, 1, 0, 1, 0, 1))), "x.jpg")
	if len(half.Places) != 0 {
		t.Errorf("a fraction of zero became %v", half.Places)
	}
	sideless := read(photo(mediatest.GPS(mediatest.Rationals(2, 36, 1, 0, 1, 0, 1), mediatest.Rationals(4, 37, 1, 0, 1, 0, 1))), "x.jpg")
	if len(sideless.Places) != 1 || sideless.Places[0].Doubt == "" {
		t.Errorf("a place without north or south is %v", sideless.Places)
	}
}

// EXIF that points outside of itself, back into itself, or to more than there is,
// costs what it pointed to and nothing else.
func TestLyingEXIF(t *testing.T) {
	good := mediatest.EXIF(mediatest.ASCII(0x9003, "2016:12:13 15:26:53"))
	for name, lie := range map[string]mediatest.Entry{
		"a text beyond the end":      mediatest.Lying(0x10F, 2, 100, 0xFFFFFF00),
		"a text of 4 GiB":            mediatest.Lying(0x10F, 2, 0xFFFFFFFF, 8),
		"fractions that overflow":    mediatest.Lying(0x829A, 5, 0x20000001, 8),
		"a kind that there is not":   mediatest.Lying(0x110, 99, 4, 8),
		"GPS in its own directory":   mediatest.Lying(0x8825, 4, 1, 8),
		"GPS beyond the end":         mediatest.Lying(0x8825, 4, 1, 0x7FFFFFFF),
		"GPS at the highest offset":  mediatest.Lying(0x8825, 4, 1, 0xFFFFFFFF),
		"a maker note of everything": mediatest.Lying(0x927C, 7, 0xFFFFFFFF, 0),
		"XMP beyond the end":         mediatest.Lying(0x2BC, 1, 0xFFFFFF, 0xFFFFFFF0),
		"an orientation of 99":       mediatest.Short(0x112, 99),
		"a user comment of one byte": mediatest.Lying(0x9286, 7, 1, 0),
		"an empty text":              mediatest.Lying(0x10F, 2, 0, 0),
	} {
		f := read(photo(lie, good), "x.jpg")
		if got, ok := timeOf(f, "EXIF", "DateTimeOriginal"); !ok || got.Value.String() != "2016-12-13T15:26:53" {
			t.Errorf("%s: the time is %q", name, got.Value)
		}
		if f.Width != 48 || f.Height != 32 {
			t.Errorf("%s: %d x %d", name, f.Width, f.Height)
		}
	}
	many := make([]mediatest.Entry, 3000)
	for i := range many {
		many[i] = mediatest.ASCII(0x10E, "x")
	}
	if f := read(photo(many...), "x.jpg"); len(f.NotDone) == 0 || len(f.Claims) > 1100 {
		t.Errorf("%d claims of 3,000 entries, not done: %v", len(f.Claims), f.NotDone)
	}
}

// What may name a person or a device is never among the claims.
func TestIdentityIsApart(t *testing.T) {
	f := read(photo(mediatest.ASCII(0x13B, "Secret Person"), mediatest.ASCII(0x8298, "Secret Person"),
		mediatest.EXIF(mediatest.ASCII(0xA430, "Secret Person"), mediatest.ASCII(0xA431, "Secret Serial"), mediatest.ASCII(0xA435, "Secret Serial"))), "x.jpg")
	if len(f.Identity) != 5 {
		t.Errorf("identity: %v", f.Identity)
	}
	for _, s := range mediatest.Seeds() {
		f := read(s.Bytes, s.Name)
		for _, c := range f.Claims {
			if strings.Contains(c.Value, "Person") || strings.Contains(c.Value, "SERIAL") || strings.Contains(c.Value, "@example.org") {
				t.Errorf("%s: the claim %v", s.Name, c)
			}
		}
	}
}

// What a file says in two places and cannot both be true is told.
func TestContradictions(t *testing.T) {
	at := mediatest.EXIF(mediatest.ASCII(0x9003, "2016:12:13 15:26:53"), mediatest.ASCII(0x9011, "+02:00"))
	for name, c := range map[string]struct {
		bytes []byte
		file  string
		want  string
	}{
		"nothing":                  {photo(at), "IMG_20161213_152653.jpg", ""},
		"the name a moment later":  {photo(at), "IMG_20161213_152655.jpg", ""},
		"the name of another day":  {photo(at), "IMG_20161214_152653.jpg", "time of capture"},
		"XMP of another year":      {mediatest.WithXMP(photo(at), `exif:DateTimeOriginal="2015-12-13T15:26:53+02:00"`), "x.jpg", "time of capture"},
		"XMP in another zone":      {mediatest.WithXMP(photo(at), `exif:DateTimeOriginal="2016-12-13T13:26:53Z"`), "x.jpg", ""},
		"the satellites' clock":    {photo(at, mediatest.Position(36.2, 37.1, "2016:12:15", "13:26:53")), "x.jpg", "satellites"},
		"the satellites agree":     {photo(at, mediatest.Position(36.2, 37.1, "2016:12:13", "13:26:50")), "x.jpg", ""},
		"another place in XMP":     {mediatest.WithXMP(photo(mediatest.Position(36.2, 37.1, "", "")), `exif:GPSLatitude="33,30.0N" exif:GPSLongitude="36,18.0E"`), "x.jpg", "place"},
		"the same place in XMP":    {mediatest.WithXMP(photo(mediatest.Position(36.2, 37.1, "", "")), `exif:GPSLatitude="36,12.0N" exif:GPSLongitude="37,6.0E"`), "x.jpg", ""},
		"another size":             {photo(mediatest.EXIF(mediatest.Short(0xA002, 4000), mediatest.Short(0xA003, 3000))), "x.jpg", "size"},
		"sent before it was taken": {photo(at), "IMG-20161101-WA0001.jpg", "order of times"},
		"changed before it was":    {photo(mediatest.ASCII(0x132, "2016:12:01 10:00:00"), mediatest.EXIF(mediatest.ASCII(0x9003, "2016:12:13 15:26:53"))), "x.jpg", "order of times"},
	} {
		f := read(c.bytes, c.file)
		var got []string
		for _, x := range f.Contradictions {
			got = append(got, x.What)
		}
		if all := strings.Join(got, "; "); c.want == "" && all != "" || !strings.Contains(all, c.want) {
			t.Errorf("%s: contradictions %q", name, all)
		}
	}
}
