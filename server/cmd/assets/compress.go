package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
	"golang.org/x/sync/errgroup"
)

// cacheFiles bounds the cache: brotli at level 11 takes half a minute for a module of 7 MB, so what it made is kept
// and found again by content; with 20-odd files a build, this keeps the last dozen builds or so.
const cacheFiles = 200

// store writes files and their compressed forms into dist, and notes the sizes in their manifest entries.
func store(files []output, o options) error {
	if err := os.MkdirAll(o.cache, 0o755); err != nil {
		return err
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	bySize := make([]*output, 0, len(files)) // the longest work first, so that it does not start last
	for i := range files {
		bySize = append(bySize, &files[i])
	}
	slices.SortStableFunc(bySize, func(a, b *output) int { return b.Size - a.Size })
	for _, f := range bySize {
		g.Go(func() error { return storeOne(f, o) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return prune(o.cache)
}

func storeOne(f *output, o options) error {
	dst := filepath.Join(o.dist, f.Path)
	if err := writeFile(dst, f.data); err != nil {
		return err
	}
	if strings.HasPrefix(f.Type, "font/") {
		return nil // compressed inside
	}
	for _, c := range []struct {
		ext, key string
		size     *int
		pack     func([]byte) ([]byte, error)
	}{
		{".gz", "gzip-9", &f.Gz, packGzip},
		{".br", fmt.Sprintf("brotli-%d", o.quality), &f.Br, func(b []byte) ([]byte, error) { return packBrotli(b, o.quality) }},
	} {
		packed, err := cached(o.cache, c.key, f.data, c.pack)
		if err != nil {
			return fmt.Errorf("%s%s: %w", f.Path, c.ext, err)
		}
		if len(packed) >= len(f.data) {
			continue // nothing won: the file as it is serves everybody
		}
		if err := writeFile(dst+c.ext, packed); err != nil {
			return err
		}
		*c.size = len(packed)
	}
	return nil
}

// cached returns pack(data), from the cache where it holds that already. key names what pack does.
func cached(cache, key string, data []byte, pack func([]byte) ([]byte, error)) ([]byte, error) {
	path := filepath.Join(cache, fmt.Sprintf("%s-%x", key, sha256.Sum256(data)))
	if packed, err := os.ReadFile(path); err == nil {
		now := time.Now()
		return packed, os.Chtimes(path, now, now) // used last, pruned last
	}
	packed, err := pack(data)
	if err != nil {
		return nil, err
	}
	return packed, writeFile(path, packed)
}

// prune removes from the cache what was not used for longest.
func prune(cache string) error {
	entries, err := os.ReadDir(cache)
	if err != nil {
		return err
	}
	type entry struct {
		path string
		used time.Time
	}
	var all []entry
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			continue // another build pruned it
		}
		all = append(all, entry{filepath.Join(cache, e.Name()), info.ModTime()})
	}
	slices.SortFunc(all, func(a, b entry) int { return b.used.Compare(a.used) })
	for _, e := range all[min(len(all), cacheFiles):] {
		if err := os.Remove(e.path); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

func packGzip(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(data)
	err = errors.Join(err, w.Close())
	return b.Bytes(), err
}

func packBrotli(data []byte, quality int) ([]byte, error) {
	var b bytes.Buffer
	w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: quality, LGWin: 24})
	_, err := w.Write(data)
	err = errors.Join(err, w.Close())
	return b.Bytes(), err
}
