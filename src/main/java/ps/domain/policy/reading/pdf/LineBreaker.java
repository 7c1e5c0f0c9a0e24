package ps.domain.policy.reading.pdf;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;

/** Fills lines, each with as much as fits; a word that is longer than a line is broken where it has to be. */
final class LineBreaker {

    /** In characters. A longer word is in several pieces from the beginning: it is broken anyway. */
    static final int LONGEST_ATOM = 200;

    private final float width;
    private final boolean rightToLeft;
    private final List<Line> lines = new ArrayList<>();
    private List<Atom> line = new ArrayList<>();
    private float filled;

    LineBreaker(float width, boolean rightToLeft) {
        this.width = width;
        this.rightToLeft = rightToLeft;
    }

    List<Line> lines(List<Atom> atoms, Shaper shaper, CharSequence text) {
        int at = 0;
        while (at < atoms.size()) {
            int end = at + 1;
            float wanted = atoms.get(at).width();
            float trailing = atoms.get(at).space() ? wanted : 0;
            while (end < atoms.size()
                    && !atoms.get(end).breakBefore()
                    && !atoms.get(end - 1).lineEnd()) {
                Atom atom = atoms.get(end++);
                wanted += atom.width();
                trailing = atom.space() ? trailing + atom.width() : 0;
            }
            if (filled + wanted - trailing > width && !line.isEmpty()) {
                endLine();
            }
            if (wanted - trailing <= width) {
                atoms.subList(at, end).forEach(this::add);
            } else {
                atoms.subList(at, end).forEach(atom -> squeeze(atom, shaper, text));
            }
            if (atoms.get(end - 1).lineEnd()) {
                endLine();
            }
            at = end;
        }
        if (!line.isEmpty() || lines.isEmpty()) {
            endLine();
        }
        return lines;
    }

    private void add(Atom atom) {
        line.add(atom);
        filled += atom.width();
    }

    /** Adds what may not fit on a line at all. */
    private void squeeze(Atom atom, Shaper shaper, CharSequence text) {
        Atom rest = atom;
        while (!rest.space() && filled + rest.width() > width) {
            int cut = rest.replaced() ? rest.start() : cutOf(rest, shaper, text);
            if (cut == rest.start() && !line.isEmpty()) {
                endLine();
                continue;
            }
            if (cut == rest.start() || cut >= rest.end()) {
                break; // not even one letter fits: it stands out
            }
            add(rest.part(rest.start(), cut, shape(rest, rest.start(), cut, shaper, text)));
            endLine();
            rest = rest.part(cut, rest.end(), shape(rest, cut, rest.end(), shaper, text));
        }
        add(rest);
    }

    /** Behind the last letter that fits; on an empty line behind the first at least. */
    private int cutOf(Atom atom, Shaper shaper, CharSequence text) {
        BreakIterator letters = BreakIterator.getCharacterInstance();
        letters.setText(text.subSequence(atom.start(), atom.end()).toString());
        float room = width - filled;
        int fits = 0;
        int low = 1;
        int high = atom.end() - atom.start();
        while (low <= high) {
            int middle = (low + high) / 2;
            int boundary = letters.isBoundary(middle) ? middle : letters.preceding(middle);
            if (boundary <= fits) {
                boundary = letters.following(middle);
            }
            if (boundary > high) {
                break;
            }
            Glyphs glyphs = shape(atom, atom.start(), atom.start() + boundary, shaper, text);
            if (glyphs.width() * atom.style().size() <= room) {
                fits = boundary;
                low = boundary + 1;
            } else {
                high = letters.preceding(boundary);
            }
        }
        if (fits == 0 && line.isEmpty()) {
            letters.first();
            fits = letters.next();
        }
        return atom.start() + niceCut(text, atom.start(), fits);
    }

    /** Rather behind a slash or the like, if there is one near the end. */
    private static int niceCut(CharSequence text, int start, int fits) {
        for (int i = fits; i > fits * 2 / 3; i--) {
            if ("/?&=_-.".indexOf(text.charAt(start + i - 1)) >= 0) {
                return i;
            }
        }
        return fits;
    }

    private static Glyphs shape(Atom atom, int from, int to, Shaper shaper, CharSequence text) {
        return shaper.shape(atom.typeface(), text, from, to, atom.rightToLeft());
    }

    private void endLine() {
        lines.add(Line.of(line, rightToLeft));
        line = new ArrayList<>();
        filled = 0;
    }
}
