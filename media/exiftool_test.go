package media_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sijill.example/sijill/media"
)

// realInput gives a directory of the real input, or skips.
func realInput(t *testing.T, parts ...string) string {
	t.Helper()
	dir := filepath.Join(append([]string{os.Getenv("SIJILL_INPUT")}, parts...)...)
	if _, err := os.Stat(dir); os.Getenv("SIJILL_INPUT") == "" || err != nil {
		t.Skip("no real input here (SIJILL_INPUT)")
	}
	return dir
}

// exifTool is what ExifTool says of a file, by group and name.
type exifTool map[string]any

func (e exifTool) text(keys ...string) string {
	for _, k := range keys {
		if v, ok := e[k]; ok && fmt.Sprint(v) != "" {
			return strings.TrimSpace(fmt.Sprint(v))
		}
	}
	return ""
}

func (e exifTool) number(keys ...string) float64 {
	for _, k := range keys {
		if v, ok := e[k].(float64); ok {
			return v
		}
	}
	return 0
}

func runExifTool(t *testing.T, args ...string) []exifTool {
	t.Helper()
	if _, err := exec.LookPath("exiftool"); err != nil {
		t.Skip("exiftool is not here")
	}
	out, err := exec.CommandContext(t.Context(), "exiftool", append([]string{"-j", "-G1", "-n"}, args...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []exifTool
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func readFile(t *testing.T, path string) media.Facts {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return media.Read(bytes.NewReader(b), int64(len(b)), filepath.Base(path))
}

// Every file of the camera set says here what ExifTool says: size, turn, camera,
// program, length, every time with its offset, every place.
func TestSameAsExifTool(t *testing.T) {
	dir := realInput(t, "4-camera-files")
	all := runExifTool(t, "-r", "-ext", "jpg", "-ext", "heic", "-ext", "mov", "-ext", "mp4", dir)
	if len(all) < 39 {
		t.Fatalf("ExifTool read %d files", len(all))
	}
	for _, e := range all {
		t.Run(filepath.Base(e.text("SourceFile")), func(t *testing.T) {
			compareWithExifTool(t, e, readFile(t, e.text("SourceFile")))
		})
	}
}

func compareWithExifTool(t *testing.T, e exifTool, f media.Facts) {
	t.Helper()
	if want, got := e.text("Composite:ImageSize"), fmt.Sprintf("%d %d", f.Width, f.Height); got != want {
		t.Errorf("%s pixels, ExifTool says %s", got, want)
	}
	turns := int(e.number("IFD0:Orientation"))
	if r, ok := e["Composite:Rotation"]; ok {
		turns = map[float64]int{0: 1, 90: 6, 180: 3, 270: 8}[r.(float64)]
	}
	if f.Orientation != turns {
		t.Errorf("orientation %d, ExifTool says %d", f.Orientation, turns)
	}
	for _, c := range [][2]string{
		{f.Camera.Maker, e.text("IFD0:Make", "Keys:Make")}, {f.Camera.Model, e.text("IFD0:Model", "Keys:Model")},
	} {
		if c[0] != c[1] {
			t.Errorf("camera %q, ExifTool says %q", c[0], c[1])
		}
	}
	if want := e.text("IFD0:Software", "Keys:Software"); want != "" && f.Software != want {
		t.Errorf("software %q, ExifTool says %q", f.Software, want)
	}
	if want := e.number("QuickTime:Duration"); math.Abs(f.Duration-want) > 0.001 {
		t.Errorf("%v seconds, ExifTool says %v", f.Duration, want)
	}
	compareTimes(t, e, f)
	comparePlaces(t, e, f)
}

// compareTimes holds every time against ExifTool's of the same name, both ways.
func compareTimes(t *testing.T, e exifTool, f media.Facts) {
	t.Helper()
	tags := map[string][2]string{ // where and name -> tag, tag of the offset
		"EXIF DateTimeOriginal":     {"ExifIFD:DateTimeOriginal", "ExifIFD:OffsetTimeOriginal"},
		"EXIF CreateDate":           {"ExifIFD:CreateDate", "ExifIFD:OffsetTimeDigitized"},
		"EXIF ModifyDate":           {"IFD0:ModifyDate", "ExifIFD:OffsetTime"},
		"EXIF GPSDateTime":          {"Composite:GPSDateTime", ""},
		"Reconyx DateTimeOriginal":  {"Reconyx:DateTimeOriginal", ""},
		"XMP exif:DateTimeOriginal": {"XMP-exif:DateTimeOriginal", ""},
		"XMP xmp:CreateDate":        {"XMP-xmp:CreateDate", ""},
		"XMP xmp:ModifyDate":        {"XMP-xmp:ModifyDate", ""},
		"XMP photoshop:DateCreated": {"XMP-photoshop:DateCreated", ""},
		"QuickTime creationdate":    {"Keys:CreationDate", ""},
		"QuickTime CreateDate":      {"QuickTime:CreateDate", ""},
		"QuickTime ModifyDate":      {"QuickTime:ModifyDate", ""},
		"MP4 CreateDate":            {"QuickTime:CreateDate", ""},
		"MP4 ModifyDate":            {"QuickTime:ModifyDate", ""},
	}
	got := map[string]string{}
	for _, x := range f.Times {
		if x.Where != "file name" {
			got[x.Where+" "+x.Name] = x.Value.String()
		}
	}
	for name, tag := range tags {
		want := spelled(e.text(tag[0]), e.text(tag[1]))
		isMovie := strings.HasPrefix(tag[0], "QuickTime:")
		if isMovie && want != "" {
			want += "Z" // ISO/IEC 14496-12 8.2.2: since 1904, in UTC
		}
		if isMovie && got[name] == "" {
			continue // of the two names of one tag, one is used
		}
		if got[name] != want {
			t.Errorf("%s is %q, ExifTool says %q", name, got[name], want)
		}
		delete(got, name)
	}
	for name, value := range got {
		t.Errorf("%s is %q, of which ExifTool says nothing", name, value)
	}
	if e.text("QuickTime:CreateDate") != "" && len(f.Times) == 0 {
		t.Error("the movie's times are missing")
	}
}

// spelled writes ExifTool's time as this program does, without a fraction.
func spelled(s, offset string) string {
	if len(s) < 10 {
		return s
	}
	out := strings.ReplaceAll(s[:10], ":", "-")
	if len(s) < 19 {
		return out
	}
	rest := s[19:]
	if strings.HasPrefix(rest, ".") {
		rest = strings.TrimLeft(rest[1:], "0123456789")
	}
	return out + "T" + s[11:19] + rest + offset
}

func comparePlaces(t *testing.T, e exifTool, f media.Facts) {
	t.Helper()
	_, has := e["Composite:GPSLatitude"]
	if !has {
		if len(f.Places) != 0 {
			t.Errorf("places %v, ExifTool says none", f.Places)
		}
		return
	}
	if len(f.Places) == 0 {
		t.Fatal("ExifTool gives a place")
	}
	p := f.Places[0]
	if math.Abs(p.Lat-e.number("Composite:GPSLatitude")) > 1e-9 || math.Abs(p.Lon-e.number("Composite:GPSLongitude")) > 1e-9 {
		t.Errorf("the place is %v, %v, ExifTool says %v", p.Lat, p.Lon, e["Composite:GPSPosition"])
	}
	altitude, has := e["Composite:GPSAltitude"].(float64)
	if has != (p.AltitudeM != nil) || has && math.Abs(*p.AltitudeM-altitude) > 1e-6 {
		t.Errorf("an altitude is given: %v, ExifTool: %v", p.AltitudeM != nil, has)
	}
	if (p.Lat == 0 && p.Lon == 0) != (p.Doubt != "") {
		t.Errorf("the doubt is %q", p.Doubt)
	}
}

// The captures and pages of the real input: nothing of them is left unread that
// there is a reader for, and Arabic stays Arabic.
func TestRealDocuments(t *testing.T) {
	dir := realInput(t, "5-bilingual-docs-and-captures")
	files := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		f := readFile(t, path)
		name := filepath.Base(path)
		want := map[string]string{".html": "text/html", ".wacz": "application/wacz", ".warc": "application/warc", ".pdf": "application/pdf"}[filepath.Ext(path)]
		if name == "multi-wacz.wacz" {
			want = "application/zip" // captures in an archive, which is none itself
		}
		if want != "" && !strings.HasPrefix(f.Format.MediaType, want) {
			t.Errorf("%s is %s", name, f.Format.MediaType)
		}
		for _, n := range f.NotDone {
			if strings.Contains(n.Because, "does not begin") || strings.Contains(n.Because, "damaged") || strings.Contains(n.Because, "fault") {
				t.Errorf("%s: %s, because %s", name, n.What, n.Because)
			}
		}
		if strings.HasSuffix(name, ".ar.html") || name == "arb.html" {
			if n := arabicLetters(f.Text); n < 100 || strings.ContainsAny(f.Text, "<>\uFFFD") {
				t.Errorf("%s: %d Arabic letters in %d bytes of text", name, n, len(f.Text))
			}
		}
		return nil
	})
	if err != nil || files < 25 {
		t.Errorf("%d files, %v", files, err)
	}
}

func arabicLetters(s string) int {
	n := 0
	for _, r := range s {
		if r >= 0x0621 && r <= 0x064A {
			n++
		}
	}
	return n
}
