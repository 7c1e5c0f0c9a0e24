package ps.domain.policy.reading.pdf;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.OS2WindowsMetricsTable;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * A font of ours. The JDK shapes with it, by HarfBuzz and so by the font's own OpenType rules: letters are joined, marks
 * stand on their letters.
 */
final class Typeface {

    private static final Typeface SANS = new Typeface("PolicySans-Regular");
    private static final Typeface SANS_SEMIBOLD = new Typeface("PolicySans-SemiBold");
    private static final Typeface LATIN = new Typeface("PolicySansLatin-Regular");
    private static final Typeface LATIN_SEMIBOLD = new Typeface("PolicySansLatin-SemiBold");
    private static final Typeface MONO = new Typeface("PolicyMono-Regular");
    private static final Typeface FALLBACK = new Typeface("PolicyFallback-Regular");

    /** Where a character is looked for, in this order, in text of normal weight. */
    static final List<Typeface> NORMAL = List.of(SANS, LATIN, FALLBACK);

    /** The same, in headings and what is emphasized. */
    static final List<Typeface> STRONG = List.of(SANS_SEMIBOLD, LATIN_SEMIBOLD, FALLBACK);

    /** The same, in code. */
    static final List<Typeface> CODE = List.of(MONO, SANS, LATIN, FALLBACK);

    /** What stands in for a character that no font of ours has. */
    static final String REPLACEMENT = "\uFFFD";

    /** Where our fonts have a glyph of no width with nothing in it, to stand for characters that have none of their own. */
    private static final int EMPTY = 0xE000;

    /** None of our fonts goes beyond the Supplementary Multilingual Plane. */
    private static final int LAST_CHARACTER = 0x1FFFF;

    private static final FontRenderContext UNHINTED = new FontRenderContext(null, true, true);

    private final String name;
    private final byte[] file;
    private final Font font;
    private final int unitsPerEm;
    private final Metrics metrics;
    private final int[] advances;
    private final int empty;
    private final BitSet characters = new BitSet();

    /** The font's measures in thousandths of its size. */
    record Metrics(int ascent, int descent, int capHeight, int left, int bottom, int right, int top) {}

    private Typeface(String name) {
        this.name = name;
        try (InputStream in = Typeface.class.getResourceAsStream("/fonts/" + name + ".ttf")) {
            if (in == null) {
                throw new IllegalStateException("There is no font " + name);
            }
            this.file = in.readAllBytes();
            try (TrueTypeFont parsed = parse()) {
                this.unitsPerEm = parsed.getUnitsPerEm();
                this.metrics = metricsOf(parsed);
                CmapLookup glyphs = parsed.getUnicodeCmapLookup();
                this.empty = glyphs.getGlyphId(EMPTY);
                for (int c = 0; c <= LAST_CHARACTER; c++) {
                    characters.set(c, c != EMPTY && glyphs.getGlyphId(c) != 0);
                }
                this.advances = new int[parsed.getNumberOfGlyphs()];
                for (int glyph = 0; glyph < advances.length; glyph++) {
                    advances[glyph] = parsed.getAdvanceWidth(glyph);
                }
            }
            this.font = load();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Font load() {
        try {
            return Font.createFont(Font.TRUETYPE_FONT, new ByteArrayInputStream(file))
                    .deriveFont((float) unitsPerEm);
        } catch (IOException | FontFormatException unusable) {
            throw new IllegalStateException(
                    "The JDK cannot use fonts here; on Linux it needs libfontconfig (Debian: libfontconfig1)",
                    unusable);
        }
    }

    private Metrics metricsOf(TrueTypeFont parsed) throws IOException {
        OS2WindowsMetricsTable os2 = parsed.getOS2Windows();
        return new Metrics(
                scaled(parsed.getHorizontalHeader().getAscender()),
                scaled(parsed.getHorizontalHeader().getDescender()),
                os2 == null ? 700 : scaled(os2.getCapHeight()),
                scaled(parsed.getHeader().getXMin()),
                scaled(parsed.getHeader().getYMin()),
                scaled(parsed.getHeader().getXMax()),
                scaled(parsed.getHeader().getYMax()));
    }

    private int scaled(int units) {
        return Math.round(units * 1000f / unitsPerEm);
    }

    /** The file, parsed anew: a parsed font cannot be used by two threads. */
    TrueTypeFont parse() throws IOException {
        return new TTFParser().parse(new RandomAccessReadBuffer(file));
    }

    String name() {
        return name;
    }

    Metrics metrics() {
        return metrics;
    }

    int unitsPerEm() {
        return unitsPerEm;
    }

    /** A glyph of no width with nothing in it. */
    int empty() {
        return empty;
    }

    boolean has(int codePoint) {
        return characters.get(codePoint);
    }

    /** How far a glyph advances, in thousandths of the size. */
    float advance(int glyph) {
        return advances[glyph] * 1000f / unitsPerEm;
    }

    /**
     * Shapes a stretch of a text. What stands before and after it is looked at for the form of its first and last letter.
     */
    Glyphs shape(String text, int start, int end, boolean rightToLeft) {
        GlyphVector vector = font.layoutGlyphVector(
                UNHINTED,
                text.toCharArray(),
                start,
                end,
                rightToLeft ? Font.LAYOUT_RIGHT_TO_LEFT : Font.LAYOUT_LEFT_TO_RIGHT);
        return Glyphs.of(vector, text.substring(start, end), rightToLeft, this);
    }
}
