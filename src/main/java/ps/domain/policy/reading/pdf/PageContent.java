package ps.domain.policy.reading.pdf;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSDictionary;
import org.jspecify.annotations.Nullable;

/** The operators that paint one page (ISO 32000-1, 7.8.2), and what of them belongs to which element. */
final class PageContent {

    private static final float SLANT = 0.2f;

    /** A space that runs from right to left (ARABIC LETTER MARK, UAX #9). */
    private static final String STRONG_SPACE = "\u061C ";

    /** A gap that programs that read text take for the end of a word, in sizes of the font. */
    private static final float APART = 0.2f;

    /** So little behind a letter that it is no gap, but not before what is of no width at the letter's end. */
    private static final float BEHIND = 0.01f;

    /** In points: as far as this a part is right of what stands before it, whatever is lost by rounding. */
    private static final double NUDGE = 0.0003;

    private final COSDictionary page;
    private final float height;
    private final Map<Typeface, EmbeddedFont> fonts;
    private final StringBuilder operators = new StringBuilder(16_384);
    private final List<Element> marked = new ArrayList<>();
    private final List<LinkArea> links = new ArrayList<>();
    private float lastBaseline = Float.NaN;

    /** A place that leads somewhere; measures from the lower left corner of the page. */
    record LinkArea(Element link, float left, float bottom, float right, float top) {}

    /** Neighbouring atoms that belong to the same element. */
    private record Fragment(List<Atom> atoms, float x) {}

    PageContent(COSDictionary page, float height, Map<Typeface, EmbeddedFont> fonts) {
        this.page = page;
        this.height = height;
        this.fonts = fonts;
    }

    List<Element> marked() {
        return marked;
    }

    List<LinkArea> links() {
        return links;
    }

    String operators() {
        return operators.toString();
    }

    void box(float x, float top, float width, float boxHeight, Ink ink) {
        operators
                .append("/Artifact BMC\n")
                .append(ink.fill())
                .append(number(x))
                .append(number(height - top - boxHeight))
                .append(number(width))
                .append(number(boxHeight))
                .append("re f\nEMC\n");
    }

    /**
     * Paints a line that means something.
     *
     * @param baseline from the top of the page
     * @param alone whether there is no other line on its right or left
     */
    void text(Line line, float x, float baseline, boolean alone) {
        float beginning = hundredths(line.beginning(x));
        Pen pen = begin(line, beginning, baseline, alone);
        for (Fragment fragment : fragments(line, beginning)) {
            Element element = fragment.atoms.getFirst().element();
            int id = marked.size();
            marked.add(element);
            element.mark(startOf(fragment), page, id);
            operators
                    .append('/')
                    .append(element.type())
                    .append(" <</MCID ")
                    .append(id)
                    .append(">> BDC\n");
            pen.show(fragment);
            operators.append("EMC\n");
            addLink(fragment, baseline);
        }
        pen.end();
    }

    /** Paints a line that stands on every page. */
    void footer(Line line, float x, float baseline) {
        float beginning = hundredths(line.beginning(x));
        Pen pen = begin(line, beginning, baseline, false);
        operators.append("/Artifact <</Type /Pagination /Subtype /Footer>> BDC\n");
        fragments(line, beginning).forEach(pen::show);
        operators.append("EMC\n");
        pen.end();
    }

    private Pen begin(Line line, float beginning, float baseline, boolean alone) {
        Pen pen = new Pen(line, beginning, height - baseline, Runs.of(line, beginning, alone));
        if (line.rightToLeft() && baseline == lastBaseline && !line.atoms().isEmpty()) {
            pen.keepApart(beginning);
        }
        lastBaseline = baseline;
        pen.direct(beginning);
        return pen;
    }

    private static int startOf(Fragment fragment) {
        return fragment.atoms.stream()
                .min(Comparator.comparingInt(Atom::start))
                .map(Atom::start)
                .orElse(0);
    }

    private static List<Fragment> fragments(Line line, float beginning) {
        List<Fragment> fragments = new ArrayList<>();
        float at = beginning;
        @Nullable Atom before = null;
        for (Atom atom : line.atoms()) {
            if (before == null || before.element() != atom.element()) {
                fragments.add(new Fragment(new ArrayList<>(), at));
            }
            fragments.getLast().atoms.add(atom);
            at += atom.width();
            before = atom;
        }
        return fragments;
    }

    private void addLink(Fragment fragment, float baseline) {
        Element link = fragment.atoms.getFirst().element().link();
        if (link == null) {
            return;
        }
        float size = fragment.atoms.getFirst().style().size();
        float width = 0;
        for (Atom atom : fragment.atoms) {
            width += atom.width();
        }
        float y = height - baseline;
        links.add(new LinkArea(link, fragment.x, y - size * 0.3f, fragment.x + width, y + size * 0.9f));
    }

    /** Writes glyphs from left to right along a line. */
    private final class Pen {

        private final Line line;
        private final float y;
        private final Runs runs;
        private double at;
        private boolean open;
        private boolean slanted;
        private @Nullable TextStyle style;
        private @Nullable EmbeddedFont font;
        private @Nullable Atom before;
        private Runs.@Nullable Run run;
        /** How far the pen is right of where it should be in a run. */
        private double lost;

        private boolean behindMark;
        private boolean weighted;
        private int seen;

        Pen(Line line, float x, float y, Runs runs) {
            this.line = line;
            this.y = y;
            this.at = x;
            this.runs = runs;
            operators.append("BT\n1 0 0 1 ").append(number(x)).append(number(y)).append("Tm\n");
            if (!runs.turned().isEmpty()) {
                operators.append("/Artifact BMC\n");
                runs.turned().reversed().forEach(this::paintBeforehand);
                operators.append("EMC\n");
                moveTo(x);
            }
        }

        /** Paints the marks of a run, in a line from right to left, so that no mark is the first in its place later. */
        private void paintBeforehand(Runs.Run turned) {
            Atom atom = turned.first();
            EmbeddedFont used = use(atom.typeface(), atom.style(), false);
            for (double place : turned.places()) {
                moveTo(place);
                put(used, atom.style().size(), turned.markAtStart(), place);
            }
            flush();
        }

        /**
         * Shows that a line does not go on with what stands on its right, such as a bullet, which is read first and so is
         * painted first. Some programs would turn the two around together; they do not beyond a gap. Others would not
         * even have a space between them.
         */
        void keepApart(float x) {
            Atom last = line.atoms().getLast();
            float end = x + line.width() + line.overhang();
            artifact(last, end + BEHIND * last.style().size(), STRONG_SPACE);
            Atom first = line.atoms().getFirst();
            direct(first, x - APART * first.style().size());
        }

        /**
         * Programs that read text take the direction of a line from its first letter on the left; that may mislead. Where
         * nothing runs from right to left it does not, and to say otherwise turns an address around.
         */
        void direct(float x) {
            if (line.atoms().stream().noneMatch(Atom::rightToLeft)) {
                return;
            }
            for (Atom atom : line.atoms()) {
                for (int i = 0; i < atom.text().length(); i++) {
                    byte direction = Character.getDirectionality(atom.text().charAt(i));
                    boolean left = direction == Character.DIRECTIONALITY_LEFT_TO_RIGHT;
                    boolean right = direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                            || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
                    if (left || right) {
                        if (left == line.rightToLeft()) {
                            direct(atom, x);
                        }
                        return;
                    }
                }
            }
        }

        private void direct(Atom atom, float x) {
            artifact(atom, x, directionMark());
        }

        /** Puts characters that are not seen, and mean nothing. */
        private void artifact(Atom beside, float x, String text) {
            Typeface typeface = beside.style().typefaces().getFirst();
            EmbeddedFont used = use(typeface, beside.style(), false);
            operators.append("/Artifact BMC\n");
            mark(used, typeface, beside.style().size(), x, text);
            flush();
            operators.append("EMC\n");
        }

        void show(Fragment fragment) {
            float x = fragment.x;
            for (Atom atom : fragment.atoms) {
                float size = atom.style().size();
                Runs.Run next = runs.get(atom);
                Runs.Run last = run;
                boolean ends = last != null && next == null && last.isTurned();
                if (last != null && ends) {
                    end(last, x);
                }
                EmbeddedFont used =
                        use(atom.typeface(), atom.style(), atom.style().slanted() && !atom.rightToLeft());
                // Nor do they all see that a run ends where there is no letter, but a space or a full stop.
                if (!ends && before != null && line.rightToLeft() && before.rightToLeft() != atom.rightToLeft()) {
                    mark(used, atom.typeface(), size, x);
                }
                if (next != null && next.startsWith(atom)) {
                    start(next, used, x);
                }
                before = atom;
                run = next;
                boolean strong = needsStrongSpace(seen++);
                if (next != null && next.isTurned()) {
                    for (Runs.Part part : next.partsOf(atom)) {
                        show(part, used, size, x);
                    }
                } else {
                    for (Glyphs.Sign sign : atom.glyphs().signs()) {
                        Glyphs.Sign put =
                                strong ? new Glyphs.Sign(sign.shape(), sign.x(), strongSpace(last != null)) : sign;
                        put(used, size, put, x + sign.x() * size);
                    }
                }
                x += atom.width();
            }
            flush();
        }

        /** Goes on behind a run, from where its last part seems to be. */
        private void end(Runs.Run ended, float x) {
            Atom atom = ended.last();
            EmbeddedFont used = use(atom.typeface(), atom.style(), atom.style().slanted());
            moveTo(ended.end());
            put(used, atom.style().size(), ended.markAtEnd(), ended.end());
            if (ended.startsNeutral()) {
                mark(used, atom.typeface(), atom.style().size(), x + lost + NUDGE, "\u200E");
            }
            mark(used, atom.typeface(), atom.style().size(), x + lost + NUDGE);
        }

        /** Goes from what stands before a run to where its first part seems to be. */
        private void start(Runs.Run started, EmbeddedFont used, float x) {
            lost = before == null ? 0 : at - x;
            Atom atom = started.first();
            float size = atom.style().size();
            String counterweight = started.counterweight();
            if (!counterweight.isEmpty()) {
                mark(used, atom.typeface(), size, x, counterweight);
            }
            if (started.isTurned() && (before != null || !counterweight.isEmpty())) {
                put(used, size, started.markAtStart(), started.start());
                flush();
            }
        }

        private void show(Runs.Part part, EmbeddedFont used, float size, float x) {
            moveTo(part.place());
            put(used, size, part.markBefore(), part.place());
            lost += NUDGE;
            for (Glyphs.Sign sign : part.signs()) {
                put(used, size, sign, x + lost + sign.x() * size);
            }
            put(used, size, part.markAfter(), part.place());
            flush();
        }

        private void moveTo(double x) {
            flush();
            BigDecimal exactly = BigDecimal.valueOf(x).setScale(4, RoundingMode.HALF_UP);
            at = exactly.doubleValue();
            operators
                    .append("1 0 ")
                    .append(slanted ? number(SLANT) : "0 ")
                    .append("1 ")
                    .append(exactly)
                    .append(' ')
                    .append(number(y))
                    .append("Tm\n");
        }

        /**
         * Some programs leave out direction marks, and take every dash for a letter from left to right: a mark in one
         * with the space keeps it apart from what it is next to. Nor does such a program add a space of its own where a
         * word ends with a vowel sign, which takes no room.
         */
        private boolean needsStrongSpace(int at) {
            Atom atom = line.atoms().get(at);
            if (!line.rightToLeft() || !atom.rightToLeft() || !atom.text().equals(" ")) {
                return false;
            }
            boolean beforeRun = at > 0 && !line.atoms().get(at - 1).rightToLeft();
            Atom right = at + 1 < line.atoms().size() ? line.atoms().get(at + 1) : atom;
            return beforeRun
                    || !right.rightToLeft()
                    || Character.getType(
                                    right.text().codePointBefore(right.text().length()))
                            == Character.NON_SPACING_MARK;
        }

        /**
         * A space that runs from right to left. pdf.js takes a line for one from left to right if less than three in ten of
         * its characters are letters from right to left: the first space has as many marks as it lacks. And it looks one
         * character too far for how a run goes on behind a slash or the like: there have to be letters.
         */
        private String strongSpace(boolean behindRun) {
            String space = (behindRun ? "\u200E\u200E" : "") + STRONG_SPACE;
            if (weighted) {
                return space;
            }
            weighted = true;
            int all = 0;
            int letters = 0;
            for (Atom atom : line.atoms()) {
                for (int i = 0; i < atom.text().length(); i++) {
                    byte direction = Character.getDirectionality(atom.text().charAt(i));
                    letters += direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                                    || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                            ? 1
                            : 0;
                    all++;
                }
            }
            int missing = (int) Math.ceil(Math.max(0, 0.3 * all - letters) / 0.7);
            return space.replace("\u061C", "\u061C".repeat(missing + 1));
        }

        /** Puts an invisible letter that has the direction of the line. */
        private void mark(EmbeddedFont used, Typeface typeface, float size, double x) {
            mark(used, typeface, size, x, directionMark());
        }

        private String directionMark() {
            return line.rightToLeft() ? "\u200F" : "\u200E";
        }

        private void mark(EmbeddedFont used, Typeface typeface, float size, double x, String text) {
            put(used, size, new Glyphs.Sign(Glyphs.Shape.of(typeface.empty()), 0, text), x);
        }

        private EmbeddedFont use(Typeface typeface, TextStyle wanted, boolean leaning) {
            EmbeddedFont wantedFont =
                    fonts.computeIfAbsent(typeface, face -> new EmbeddedFont(face, "F" + (fonts.size() + 1)));
            if (leaning != slanted) {
                flush();
                slanted = leaning;
                moveTo(at);
            }
            if (style == null || style.ink() != wanted.ink()) {
                flush();
                operators.append(wanted.ink().fill());
            }
            if (style == null || style.size() != wanted.size() || wantedFont != font) {
                flush();
                operators
                        .append('/')
                        .append(wantedFont.resource())
                        .append(' ')
                        .append(number(wanted.size()))
                        .append("Tf\n");
            }
            style = wanted;
            font = wantedFont;
            return wantedFont;
        }

        private void put(EmbeddedFont used, float size, Glyphs.Sign sign, double x) {
            boolean mark = sign.text().equals(Runs.MARK);
            int parts = mark || behindMark ? 100 : 1;
            double move = (double) Math.round((at - x) * 1000 / size * parts) / parts;
            if (!open) {
                operators.append('[');
                open = true;
            }
            if (move != 0) {
                if (behindMark) {
                    // pdf.js leaves out a mark together with the first number behind it
                    operators.append("0.01 ");
                    at -= 0.01 * size / 1000;
                }
                operators.append(number(move));
                at -= move * size / 1000;
            }
            operators.append('<');
            hex(used.code(sign));
            operators.append('>');
            at += used.advance(sign.shape(), sign.text()) * size / 1000;
            behindMark = mark;
        }

        private void flush() {
            if (open) {
                operators.append("]TJ\n");
                open = false;
                behindMark = false;
            }
        }

        void end() {
            flush();
            operators.append("ET\n");
        }

        private void hex(int code) {
            for (int shift = 12; shift >= 0; shift -= 4) {
                operators.append(Character.toUpperCase(Character.forDigit(code >> shift & 15, 16)));
            }
        }
    }

    private static float hundredths(float value) {
        return Math.round(value * 100.0) / 100f;
    }

    /** A number with two decimals at most, and a space. */
    private static String number(double value) {
        long hundredths = Math.round(value * 100.0);
        String sign = hundredths < 0 ? "-" : "";
        long all = Math.abs(hundredths);
        String decimals = all % 100 == 0 ? "" : (all % 100 < 10 ? ".0" : ".") + all % 100;
        return sign + all / 100 + decimals + " ";
    }
}
