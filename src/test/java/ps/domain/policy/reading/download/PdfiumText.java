package ps.domain.policy.reading.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

/**
 * What a reader copies in Chrome: the order and the spaces of PDFium (CPDF_TextPage; found the same in Chromium 156), as
 * far as they matter for lines that stand upright.
 */
final class PdfiumText extends PDFTextStripper {

    private final List<Shown> line = new ArrayList<>();
    private final List<Char> chars = new ArrayList<>();
    private final Map<PDFont, Integer> spaces = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private Shown shown = new Shown();
    private double gap;
    private Shown before = new Shown();

    /** What one operator shows. */
    private static final class Shown {
        private final List<Char> chars = new ArrayList<>();

        Char first() {
            return chars.getFirst();
        }

        Char last() {
            return chars.getLast();
        }

        boolean isSeen() {
            double left = chars.stream().mapToDouble(Char::x).min().orElse(0);
            double right =
                    chars.stream().mapToDouble(c -> c.x + c.advance()).max().orElse(0);
            return right - left >= 0.01;
        }
    }

    /** @param gap how far the pen leapt forward before it */
    private record Char(PDFont font, int code, String text, double x, double y, double size, int width, double gap) {
        double advance() {
            return width * size / 1000;
        }
    }

    private enum Direction {
        LEFT,
        RIGHT,
        WEAK,
        NEUTRAL;

        static Direction of(char c) {
            return switch (Character.getDirectionality(c)) {
                case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> LEFT;
                case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> RIGHT;
                case Character.DIRECTIONALITY_WHITESPACE,
                        Character.DIRECTIONALITY_OTHER_NEUTRALS,
                        Character.DIRECTIONALITY_PARAGRAPH_SEPARATOR,
                        Character.DIRECTIONALITY_SEGMENT_SEPARATOR -> NEUTRAL;
                default -> WEAK;
            };
        }
    }

    private PdfiumText() {}

    static String of(byte[] pdf) throws IOException {
        PdfiumText reader = new PdfiumText();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            reader.getText(document);
        }
        return reader.text.toString();
    }

    @Override
    public void showTextStrings(COSArray array) throws IOException {
        shown = new Shown();
        gap = 0;
        super.showTextStrings(array);
        if (!shown.chars.isEmpty() && shown.isSeen()) {
            arrange(shown);
        }
    }

    @Override
    protected void applyTextAdjustment(float tx, float ty) {
        gap += tx;
        super.applyTextAdjustment(tx, ty);
    }

    @Override
    protected void showGlyph(Matrix matrix, PDFont font, int code, Vector displacement) throws IOException {
        shown.chars.add(new Char(
                font,
                code,
                font.toUnicode(code),
                matrix.getTranslateX(),
                matrix.getTranslateY(),
                getGraphicsState().getTextState().getFontSize(),
                (int) font.getWidth(code),
                shown.chars.isEmpty() ? 0 : gap));
        gap = 0;
    }

    @Override
    protected void endPage(PDPage page) {
        endLine();
        turnAround();
        before = new Shown();
    }

    /** Sorts what is shown at one height by where it begins. */
    private void arrange(Shown next) {
        if (!line.isEmpty()) {
            Char last = line.getLast().last();
            double widest = Math.max(last.advance(), next.first().advance());
            if (Math.abs(next.first().y - line.getLast().first().y) > widest / 2) {
                endLine();
            }
        }
        int at = line.size();
        while (at > 0 && next.first().x < line.get(at - 1).first().x) {
            at--;
        }
        line.add(at, next);
    }

    private void endLine() {
        line.forEach(this::add);
        line.clear();
    }

    private void add(Shown next) {
        if (!before.chars.isEmpty()) {
            if (Math.abs(next.first().y - before.last().y) > 1) {
                turnAround();
            } else if (isApart(before.last(), next.first())) {
                chars.add(space(next.first()));
            }
        }
        before = next;
        for (int i = 0; i < next.chars.size(); i++) {
            Char c = next.chars.get(i);
            if (c.gap > 0 && i > 0 && !endsWithSpace() && isSpace(c)) {
                chars.add(space(c));
            }
            if (!isKnown(c)) {
                chars.add(c);
            } else if (i == 0 && endsWithSpace()) {
                chars.removeLast();
            }
        }
    }

    private static boolean isApart(Char last, Char next) {
        if (last.text.endsWith(" ") || next.text.startsWith(" ")) {
            return false;
        }
        double enough = part(Math.max(last.width, next.width), 400, 700, 800) * last.size / 1000;
        double way = next.x - last.x;
        return Math.abs(last.advance() - way) > enough
                && (Math.abs(way) > enough + last.advance() || way > next.advance() + last.advance());
    }

    private boolean isSpace(Char c) {
        int code = spaces.computeIfAbsent(c.font, PdfiumText::spaceOf);
        double space = code < 0 ? 0 : widthOf(c.font, code) * c.size / 1000;
        double enough = space > c.size / 3 ? 0 : space / 2;
        if (enough == 0) {
            enough = part(c.width, 300, 500, 700) * c.size / 1000;
        }
        return enough > 0 && c.gap >= enough;
    }

    private static double part(double width, int narrow, int middle, int wide) {
        return width / (width < narrow ? 2 : width < middle ? 4 : width < wide ? 5 : 6);
    }

    /** The last one. */
    private static int spaceOf(PDFont font) {
        int last = -1;
        for (int code = 1; font.toUnicode(code) != null; code++) {
            last = font.toUnicode(code).equals(" ") ? code : last;
        }
        return last;
    }

    private static int widthOf(PDFont font, int code) {
        try {
            return (int) font.getWidth(code);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Char space(Char at) {
        return new Char(at.font, -1, " ", at.x, at.y, at.size, 0, 0);
    }

    private boolean endsWithSpace() {
        return !chars.isEmpty() && chars.getLast().text.endsWith(" ");
    }

    /** Whether it is among the last characters already, in the same place. */
    private boolean isKnown(Char c) {
        int looked = 0;
        for (int i = chars.size() - 1; i >= 0 && looked < 7; i--) {
            Char known = chars.get(i);
            if (known.code == c.code && known.font.equals(c.font) && Math.abs(known.x - c.x) < 0.07 * c.size) {
                return true;
            }
            looked += known.text.length();
        }
        return false;
    }

    /** Turns a line around, piece by piece. */
    private void turnAround() {
        StringBuilder joined = new StringBuilder();
        chars.forEach(c -> joined.append(c.text));
        chars.clear();
        String seen = joined.toString().replaceAll(" +", " ");
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= seen.length(); i++) {
            if (i == seen.length() || Direction.of(seen.charAt(i)) != Direction.of(seen.charAt(from))) {
                pieces.add(seen.substring(from, i));
                from = i;
            }
        }
        long right = pieces.stream()
                .filter(p -> Direction.of(p.charAt(0)) == Direction.RIGHT)
                .count();
        long left = pieces.stream()
                .filter(p -> Direction.of(p.charAt(0)) == Direction.LEFT)
                .count();
        boolean rightToLeft = right > left;
        Direction current = rightToLeft ? Direction.RIGHT : Direction.LEFT;
        for (String piece : rightToLeft ? pieces.reversed() : pieces) {
            Direction direction = Direction.of(piece.charAt(0));
            boolean turned =
                    direction == Direction.RIGHT || (direction == Direction.NEUTRAL && current == Direction.RIGHT);
            current = turned ? Direction.RIGHT : direction == Direction.WEAK ? current : Direction.LEFT;
            text.append(turned ? mirrored(new StringBuilder(piece).reverse()) : piece);
        }
        text.append('\n');
    }

    private static String mirrored(StringBuilder text) {
        String there = "()[]{}<>«»";
        for (int i = 0; i < text.length(); i++) {
            int at = there.indexOf(text.charAt(i));
            if (at >= 0) {
                text.setCharAt(i, there.charAt(at ^ 1));
            }
        }
        return text.toString();
    }
}
