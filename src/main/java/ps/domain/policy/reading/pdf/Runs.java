package ps.domain.policy.reading.pdf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The runs from left to right in a line from right to left, such as {@code my.domain.ps}, cut into parts.
 *
 * <p>PDFium, with which Chrome shows PDF, has an order of its own. It cuts a line wherever the kind of its characters
 * changes: letters of either direction, digits with full stops and the like, all else. In a line with more pieces from right
 * to left than from left to right it hands them out in reverse: {@code my.domain.ps} would be copied as
 * {@code ps.domain.my}. But before that it sorts what was painted at once, by where that begins. So every part is painted
 * by itself and begins with an invisible mark at the end of the run, a little further right than the part on its right
 * does; from there the pen goes back to where the letters stand. What stands rightmost is read first, and in reverse last.
 *
 * <p>The rest prevents that a leap of the pen is taken for a space:
 *
 * <ul>
 *   <li>PDFium takes it back if the same mark came before, in about the same place and among the last seven characters. So
 *       each part ends with a mark, too, and so does what stands before a run. It leaves out what comes twice, and so
 *       most of the marks.
 *   <li>PDFBox leaves out what was painted in the same place before, so every mark is, at the beginning of the line.
 *   <li>pdf.js leaves out every mark: U+200B is a format character. Chrome does not copy it either.
 * </ul>
 *
 * <p>Programs that go by where letters stand, or by the order in which they are painted, see no difference.
 */
final class Runs {

    /** A mark takes no room, and there is nothing to be seen of it. */
    static final String MARK = "\u200B";

    private static final String LEFT_TO_RIGHT_MARK = "\u200E";
    private static final String RIGHT_TO_LEFT_MARK = "\u200F";

    /** How far before its end the parts of a run seem to begin, in sizes of the font. */
    private static final float INSIDE = 0.02f;

    /** In points; numbers of single precision can tell this apart across a page. */
    private static final double STEP = 0.0002;

    /** How many steps apart PDFBox takes marks to be in the same place. */
    private static final int SAME = 10;

    /** PDFium looks back at one character more than this, but adds a space before it looks for the mark of a part. */
    private static final int REMEMBERED = 6;

    /** As many kinds of marks as it takes for none to come again among those characters. */
    private static final int MARKS = 4;

    /** By where their atoms start in the paragraph. */
    private final Map<Integer, Run> runs = new HashMap<>();

    private final List<Run> turned = new ArrayList<>();

    /** What PDFium knows of a character. */
    private enum Kind {
        LEFT_TO_RIGHT,
        RIGHT_TO_LEFT,
        WEAK,
        NEUTRAL;

        /** A sign is what is seen of it: behind its marks, if it begins with any. */
        static Kind of(Glyphs.Sign sign) {
            return of(sign.text()
                    .codePoints()
                    .filter(c -> Character.getType(c) != Character.FORMAT)
                    .findFirst()
                    .orElse(sign.text().codePointAt(0)));
        }

        static Kind of(int character) {
            return switch (Character.getDirectionality(character)) {
                case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> LEFT_TO_RIGHT;
                case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC ->
                    RIGHT_TO_LEFT;
                case Character.DIRECTIONALITY_ARABIC_NUMBER,
                        Character.DIRECTIONALITY_EUROPEAN_NUMBER,
                        Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR,
                        Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR,
                        Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR,
                        Character.DIRECTIONALITY_NONSPACING_MARK,
                        Character.DIRECTIONALITY_BOUNDARY_NEUTRAL -> WEAK;
                default -> NEUTRAL;
            };
        }
    }

    /** Signs of one atom that PDFium hands out together. */
    static final class Part {

        private final Atom atom;
        private final Kind kind;
        private final List<Glyphs.Sign> signs = new ArrayList<>();
        private double place;
        private int markBefore;
        private int markAfter;

        private Part(Atom atom, Kind kind) {
            this.atom = atom;
            this.kind = kind;
        }

        List<Glyphs.Sign> signs() {
            return signs;
        }

        /** Where it seems to begin, and to end. */
        double place() {
            return place;
        }

        Glyphs.Sign markBefore() {
            return mark(atom.typeface(), markBefore);
        }

        Glyphs.Sign markAfter() {
            return mark(atom.typeface(), markAfter);
        }

        private int length() {
            return signs.stream().mapToInt(sign -> sign.text().length()).sum();
        }
    }

    /** Neighbouring atoms from left to right. */
    static final class Run {

        private final List<Atom> atoms = new ArrayList<>();
        private final List<Part> parts = new ArrayList<>();
        private double start;
        private double end;
        private int markAtEnd;
        private int counterweight;

        boolean startsWith(Atom atom) {
            return atoms.getFirst().start() == atom.start();
        }

        Atom first() {
            return atoms.getFirst();
        }

        Atom last() {
            return atoms.getLast();
        }

        /** Whether it depends on what stands before it which way it begins. */
        boolean startsNeutral() {
            return parts.getFirst().kind == Kind.NEUTRAL;
        }

        boolean isTurned() {
            return parts.size() > 1;
        }

        /** From left to right. */
        List<Part> partsOf(Atom atom) {
            return parts.stream()
                    .filter(part -> part.atom.start() == atom.start())
                    .toList();
        }

        /** Where it seems to begin. */
        double start() {
            return start;
        }

        /** Where what follows on the right seems to begin. */
        double end() {
            return end;
        }

        Glyphs.Sign markAtStart() {
            return mark(first().typeface(), 0);
        }

        Glyphs.Sign markAtEnd() {
            return mark(last().typeface(), markAtEnd);
        }

        /** Invisible pieces from right to left, for the line to have more of them than of those from left to right. */
        String counterweight() {
            return (MARK + RIGHT_TO_LEFT_MARK).repeat(counterweight);
        }

        /** The places to paint marks in beforehand. */
        List<Double> places() {
            List<Double> places = new ArrayList<>();
            for (double place = start + SAME * STEP; place - SAME * STEP <= end; place += 2 * SAME * STEP) {
                places.add(place);
            }
            return places;
        }

        private void cut() {
            for (Atom atom : atoms) {
                for (Glyphs.Sign sign : atom.glyphs().signs()) {
                    Kind kind = Kind.of(sign);
                    if (parts.isEmpty()
                            || parts.getLast().atom.start() != atom.start()
                            || parts.getLast().kind != kind) {
                        parts.add(new Part(atom, kind));
                    }
                    boolean lonely = kind == Kind.WEAK && parts.getLast().signs.isEmpty() && isBehindSpace();
                    parts.getLast().signs.add(lonely ? withMark(sign) : sign);
                }
            }
        }

        private boolean isBehindSpace() {
            return parts.size() > 1 && parts.get(parts.size() - 2).kind == Kind.NEUTRAL;
        }

        /** pdf.js looks one character too far for how a run goes on: behind a space it would not see a single digit. */
        private static Glyphs.Sign withMark(Glyphs.Sign sign) {
            return new Glyphs.Sign(sign.shape(), sign.x(), LEFT_TO_RIGHT_MARK + sign.text());
        }

        /** The parts as PDFium is to see them: from the right, but those that it joins from the left: marks are weak as well. */
        private List<Part> seen() {
            List<Part> seen = new ArrayList<>();
            int to = parts.size();
            while (to > 0) {
                int from = to - 1;
                while (from > 0 && parts.get(from - 1).kind == Kind.WEAK && parts.get(from).kind == Kind.WEAK) {
                    from--;
                }
                seen.addAll(parts.subList(from, to));
                to = from;
            }
            return seen;
        }

        private void place(double right) {
            start = right - INSIDE * atoms.getLast().style().size();
            double place = start;
            int mark = 0;
            int since = 0;
            List<Part> seen = seen();
            for (int i = 0; i < seen.size(); i++) {
                Part part = seen.get(i);
                place += STEP;
                part.place = place;
                part.markBefore = mark;
                since += part.length();
                // The same one would be left out here, and yet be forgotten, or not keep two parts apart, where it is
                // needed.
                if (since == REMEMBERED || isJoined(part, i + 1 < seen.size() ? seen.get(i + 1) : null)) {
                    mark = (mark + 1) % MARKS;
                    since = 0;
                }
                part.markAfter = mark;
                since = since < REMEMBERED ? since : 0;
            }
            end = place + STEP;
            markAtEnd = mark;
        }

        /** Whether PDFium would hand out both at once if no mark were between them. */
        private static boolean isJoined(Part part, @Nullable Part next) {
            return next != null && part.kind == next.kind && part.kind != Kind.WEAK;
        }
    }

    /**
     * Of a line.
     *
     * @param x where its first atom stands
     * @param alone whether there is no other line on its right or left
     */
    static Runs of(Line line, float x, boolean alone) {
        Runs all = new Runs();
        if (!line.rightToLeft() || (alone && line.atoms().stream().noneMatch(Atom::rightToLeft))) {
            return all;
        }
        double at = x;
        @Nullable Run run = null;
        for (Atom atom : line.atoms()) {
            if (run != null && atom.rightToLeft()) {
                all.add(run, at);
                run = null;
            }
            if (!atom.rightToLeft()) {
                run = run == null ? new Run() : run;
                run.atoms.add(atom);
            }
            at += atom.width();
        }
        if (run != null) {
            all.add(run, at);
        }
        all.balance(line);
        return all;
    }

    private void add(Run run, double right) {
        run.cut();
        run.place(right);
        run.atoms.forEach(atom -> runs.put(atom.start(), run));
        if (run.isTurned()) {
            turned.add(run);
        }
    }

    /** PDFium takes a line for one from right to left if it has more pieces of that kind than of the other. */
    private void balance(Line line) {
        StringBuilder seen = new StringBuilder();
        boolean inRun = false;
        for (Atom atom : line.atoms()) {
            Run run = get(atom);
            if (inRun != (run != null) && !seen.isEmpty()) {
                seen.append(RIGHT_TO_LEFT_MARK);
            }
            inRun = run != null;
            if (run == null) {
                atom.glyphs().signs().forEach(sign -> seen.append(sign.text()));
            } else if (run.startsWith(atom)) {
                run.seen().forEach(part -> {
                    part.signs.forEach(sign -> seen.append(sign.text()));
                    seen.append(MARK);
                });
            }
        }
        int missing = 1; // until there is one more
        @Nullable Kind last = null;
        for (int i = 0; i < seen.length(); i++) {
            Kind kind = Kind.of(seen.charAt(i));
            if (kind != last) {
                missing += kind == Kind.LEFT_TO_RIGHT ? 1 : kind == Kind.RIGHT_TO_LEFT ? -1 : 0;
            }
            last = kind;
        }
        if (missing > 0 && !runs.isEmpty()) {
            line.atoms().stream()
                    .map(this::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow()
                    .counterweight = missing;
        }
    }

    @Nullable
    Run get(Atom atom) {
        return runs.get(atom.start());
    }

    /** Those that are more than one part. */
    List<Run> turned() {
        return turned;
    }

    /** One of several marks, which look the same. */
    private static Glyphs.Sign mark(Typeface typeface, int which) {
        int nothing = typeface.empty();
        Glyphs.Shape shape = new Glyphs.Shape(nothing, Collections.nCopies(which, new Glyphs.Mark(nothing, 0, 0)));
        return new Glyphs.Sign(shape, 0, MARK);
    }
}
