package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// contestant is one way to do the same work.
type contestant struct {
	name    string
	program string // that must be there, "" for our own
	prepare string // not timed; a shell command
	command string // timed, with "sync -f" of the target after it
	check   string // not timed: whether it did what it says; must succeed
}

// contestants for a kind of work. $C is the corpus, $T a fresh file system, $M
// this program, $S sijill.
func contestants(what string) []contestant {
	restic := "export RESTIC_PASSWORD=x RESTIC_CACHE_DIR=$T/cache; "
	store := []contestant{
		{"sijill deposit", "", "$S init $T/a --name bench", "$S deposit $C --archive $T/a", "$S audit --archive $T/a"},
		{"restic", "restic", restic + "restic -q init -r $T/r", restic + "restic -q backup -r $T/r $C", restic + "restic -q check -r $T/r"},
		{"restic, uncompressed", "restic", restic + "restic -q init -r $T/r", restic + "restic -q backup --compression off -r $T/r $C", restic + "restic -q check -r $T/r"},
		{"borg, uncompressed", "borg", "export BORG_BASE_DIR=$T/base; borg init -e none $T/b", "export BORG_BASE_DIR=$T/base; borg create -C none $T/b::x $C", "export BORG_BASE_DIR=$T/base; borg check $T/b"},
	}
	// An archive of which everything is released, and its edition, made once.
	const published = "test -d $W/e || ($S init $W/published --name bench && A='--archive '$W/published && $S apply $C/first $A && $S deposit $C/files --source centre $A && $S apply $C/then $A && $S edition build --dir $W/e $A) > /dev/null; "
	const documents = "SELECT count(*) FROM document"
	switch what {
	case "edition":
		return []contestant{
			{"floor: copy the edition", "", published + "cat $W/e/edition.db > /dev/null", "cp -r $W/e $T/e", "true"},
			{"sijill edition build --anew", "", published, "$S edition build --anew --dir $T/e --archive $W/published", "test $(sqlite3 $T/e/edition.db '" + documents + "') = $(sqlite3 $W/e/edition.db '" + documents + "')"},
		}
	case "change":
		return []contestant{
			{"floor: copy the edition", "", published + "cat $W/e/edition.db > /dev/null", "cp -r $W/e $T/e", "true"},
			{"sijill edition build, after one change", "", published + "$S edition build --dir $W/e --archive $W/published; $S describe inc-$(date -u +%Y)-0007 title=\"Changed $(date +%s%N)\" --archive $W/published", "$S edition build --dir $W/e --archive $W/published > $T/said", "grep -q '[1-9] made again' $T/said"},
		}
	case "small":
		return append([]contestant{{"floor: hash, packs, flush", "", "true", "$M packs $C $T/p", "test -s $T/p/0001"}}, store...)
	case "annex": // slow, and so in rounds of its own
		return append(store[:1], contestant{"git-annex add", "git-annex",
			"cd $T && git init -q g && cd g && git config user.email a@b.invalid && git config user.name a && git annex init -q x && cp -r $C in",
			"cd $T/g && git annex add -q in", "cd $T/g && git annex fsck -q --fast"})
	case "large":
		return append([]contestant{{"floor: hash, file, flush", "", "true", "$M files $C $T/p", "test $(ls $T/p | wc -l) = $(find $C -type f | wc -l)"}}, store...)
	case "apply":
		return []contestant{
			{"floor: hash, packs, flush", "", "true", "$M packs $C $T/p", "test -s $T/p/0001"},
			{"sijill apply", "", "$S init $T/a --name bench", "$S apply $C --archive $T/a > /dev/null", "$S audit --archive $T/a"},
			{"git add and commit", "git", "git init -q $T/g; cp -r $C $T/g/in", "cd $T/g && git add in && git -c user.name=a -c user.email=a@b.invalid commit -qm x", "cd $T/g && git fsck"},
		}
	case "reapply":
		return []contestant{
			{"floor: hash only, 2 workers", "", "true", "$M hash $C", "true"},
			{"sijill apply, unchanged", "", "test -d $W/applied || ($S init $W/applied --name bench && $S apply $C --archive $W/applied && $S list --limit 1 --archive $W/applied)", "$S apply $C --archive $W/applied > $T/out", "grep -q ': 0 new, 0 revised' $T/out"},
		}
	case "fixity":
		return []contestant{
			{"floor: hash only, 2 workers", "", "true", "$M hash $C", "true"},
			{"sijill fixity", "", "test -d $W/fixity || ($S init $W/fixity --name bench && $S deposit $C --archive $W/fixity && $S list --limit 1 --archive $W/fixity); cat $W/fixity/blobs/packs/* > /dev/null; find $W/fixity/blobs/files -type f -exec cat {} + > /dev/null", "$S fixity --archive $W/fixity", "true"},
			{"sha256sum, 2 processes", "sha256sum", "true", "find $C -type f -print0 | xargs -0 -n 200 -P 2 sha256sum > /dev/null", "true"},
			{"hashdeep, 2 threads", "hashdeep", "true", "hashdeep -j2 -c sha256 -r $C > /dev/null", "true"},
		}
	case "exif":
		const want = "-DateTimeOriginal -OffsetTimeOriginal -GPSLatitude -GPSLongitude"
		return []contestant{
			{"sijill look --facts, caged", "", "true", "$S look --facts --json $C/*.jpg > $T/facts", "exiftool -q -j -n " + want + " $C > $T/theirs && $M same $T/facts $T/theirs"},
			{"exiv2", "exiv2", "true", "exiv2 -q -K Exif.Photo.DateTimeOriginal -K Exif.Photo.OffsetTimeOriginal -K Exif.GPSInfo.GPSLatitude -K Exif.GPSInfo.GPSLongitude -Pkt $C/*.jpg > $T/facts", "test $(wc -l < $T/facts) = $((4 * $(ls $C | wc -l)))"},
			{"exiftool, one process", "exiftool", "true", "exiftool -q -j -n -fast2 " + want + " $C > $T/facts", "test -s $T/facts"},
		}
	case "photos":
		return []contestant{
			{"sijill derive, caged", "", "$S init $T/a --name bench && $S deposit $C --archive $T/a", "$S derive --archive $T/a", "test $(sqlite3 $T/a/derived.db 'SELECT count(*) FROM copy') = $((2 * $(ls $C | wc -l)))"},
			{"vipsthumbnail 1600, 2 processes", "vipsthumbnail", "true", "ls $C/*.jpg | VIPS_CONCURRENCY=1 xargs -n 15 -P 2 vipsthumbnail --size 1600 -o $T/%s-view.jpg", "test $(ls $T/*-view.jpg | wc -l) = $(ls $C | wc -l)"},
			{"vipsthumbnail 1600 and 320, 2 processes", "vipsthumbnail", "true", "ls $C/*.jpg | VIPS_CONCURRENCY=1 xargs -n 15 -P 2 vipsthumbnail --size 1600 -o $T/%s-view.jpg; ls $C/*.jpg | VIPS_CONCURRENCY=1 xargs -n 15 -P 2 vipsthumbnail --size 320 -o $T/%s-thumb.jpg", "test $(ls $T/*-thumb.jpg | wc -l) = $(ls $C | wc -l)"},
			{"floor: Go's decoder alone, 2 workers", "", "true", "$M decode $C", "true"},
		}
	case "check":
		return []contestant{
			{"floor: hash only, 2 workers", "", "true", "$M hash $C", "true"},
			{"sijill check", "", "test -f $W/d.zip || ($S init $W/dossier --name bench && $S deposit $C --archive $W/dossier && $S dossier dep-2026-0001 -o $W/d.zip --archive $W/dossier); cat $W/d.zip > /dev/null", "$S check $W/d.zip", "true"},
		}
	}
	return nil
}

type figure struct{ wall, cpu, memory float64 }

func rounds(what string, n int, corpus, work string) error {
	all := contestants(what)
	if all == nil {
		return fmt.Errorf("there is no work called %q", what)
	}
	me, err := os.Executable()
	if err != nil {
		return err
	}
	figures := map[string][]figure{}
	for round := range n {
		for _, c := range all {
			if c.program != "" {
				if _, err := exec.LookPath(c.program); err != nil {
					fmt.Fprintf(os.Stderr, "%s is not installed and is left out\n", c.program)
					continue
				}
			}
			f, err := once(c, me, corpus, work)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			fmt.Fprintf(os.Stderr, "%s round %d: %-28s %6.2f s\n", what, round+1, c.name, f.wall)
			figures[c.name] = append(figures[c.name], f)
		}
	}
	fmt.Printf("\n| %s, %d rounds | seconds (median) | least | CPU seconds | peak memory | beside sijill |\n|---|---:|---:|---:|---:|---:|\n", what, n)
	ours := 0.0
	for _, c := range all {
		if strings.HasPrefix(c.name, "sijill") {
			ours = median(figures[c.name], func(f figure) float64 { return f.wall })
		}
	}
	for _, c := range all {
		if fs := figures[c.name]; len(fs) > 0 {
			wall := median(fs, func(f figure) float64 { return f.wall })
			least := slices.MinFunc(fs, func(a, b figure) int { return int(1e6 * (a.wall - b.wall)) }).wall
			fmt.Printf("| %s | %.2f | %.2f | %.2f | %.0f MB | %.2f |\n", c.name, wall, least,
				median(fs, func(f figure) float64 { return f.cpu }), median(fs, func(f figure) float64 { return f.memory }), wall/ours)
		}
	}
	return nil
}

func median(fs []figure, of func(figure) float64) float64 {
	var v []float64
	for _, f := range fs {
		v = append(v, of(f))
	}
	slices.Sort(v)
	return v[len(v)/2]
}

// once runs a contestant on a fresh file system.
func once(c contestant, me, corpus, work string) (figure, error) {
	target := filepath.Join(work, "fs")
	image := filepath.Join(work, "fs.img")
	setup := fmt.Sprintf("umount -q %[1]s 2>/dev/null; rm -rf %[1]s %[2]s; mkdir -p %[1]s && truncate -s 24G %[2]s && mkfs.ext4 -q -F -E lazy_itable_init=1 %[2]s && mount -o loop %[2]s %[1]s || echo 'no loop file; a plain directory instead' >&2; sync", target, image)
	defer func() {
		_ = exec.Command("sh", "-c", fmt.Sprintf("umount -q %s; rm -rf %s %s", target, target, image)).Run()
	}()
	shell := func(script string) *exec.Cmd {
		cmd := exec.Command("sh", "-ec", script)
		cmd.Env = append(os.Environ(), "C="+corpus, "T="+target, "M="+me, "W="+work, "S="+os.Getenv("SIJILL"))
		return cmd
	}
	if out, err := exec.Command("sh", "-c", setup).CombinedOutput(); err != nil {
		return figure{}, fmt.Errorf("no file system: %w: %s", err, out)
	}
	if out, err := shell(c.prepare).CombinedOutput(); err != nil {
		return figure{}, fmt.Errorf("prepare: %w: %s", err, out)
	}
	timed := shell(c.command + "; sync -f $T")
	begin := time.Now()
	out, err := timed.CombinedOutput()
	wall := time.Since(begin)
	if err != nil {
		return figure{}, fmt.Errorf("%w: %s", err, out)
	}
	usage := timed.ProcessState.SysUsage().(*syscall.Rusage)
	cpu := timed.ProcessState.UserTime() + timed.ProcessState.SystemTime()
	if out, err := shell(c.check).CombinedOutput(); err != nil {
		return figure{}, fmt.Errorf("the check failed, so the figure does not count: %w: %s", err, out)
	}
	return figure{wall.Seconds(), cpu.Seconds(), float64(usage.Maxrss) / 1e3}, nil
}
