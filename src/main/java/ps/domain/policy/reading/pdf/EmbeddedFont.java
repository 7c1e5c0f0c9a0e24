package ps.domain.policy.reading.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * A font in a document, with the glyphs used and no others (ISO 32000-1, 9.7.4). A code stands for a glyph together with
 * the characters that it was made of, so that the text can be read back exactly, whatever shaping did.
 */
final class EmbeddedFont {

    private static final List<String> TABLES = List.of("head", "hhea", "loca", "maxp", "glyf", "hmtx");
    private static final int NONSYMBOLIC = 32;

    /** Stands for nothing, where something has to be. */
    private static final String WORD_JOINER = "\u2060";

    private static final int MOST_IN_A_BLOCK = 100;

    /**
     * The first code, and the last: a space that is never painted, wider than any. PDFium compares leaps of the pen with
     * the first or the last space that it finds in a font. One so wide does not count, and then a leap that leads to
     * something of no width is no space.
     */
    private static final int WIDE_SPACE = 1;

    private static final int VERY_WIDE = 1000;

    /** Whole numbers are all that PDFium sees; PDFBox sees that marks in the same place cover each other. */
    private static final float HARDLY_WIDE = 0.9f;

    private final Typeface typeface;
    private final String resource;
    private final Map<Use, Integer> codes = new LinkedHashMap<>();
    private final IdentityHashMap<Glyphs.Sign, Integer> known = new IdentityHashMap<>();

    private record Use(Glyphs.Shape shape, String text) {}

    EmbeddedFont(Typeface typeface, String resource) {
        this.typeface = typeface;
        this.resource = resource;
    }

    /** The name by which pages call it. */
    String resource() {
        return resource;
    }

    /** The code of what is painted. */
    int code(Glyphs.Sign sign) {
        // A word that comes again has the same signs, and looking them up otherwise is most of the work.
        return known.computeIfAbsent(
                sign,
                same -> codes.computeIfAbsent(
                        new Use(same.shape(), same.text().isEmpty() ? WORD_JOINER : same.text()),
                        use -> codes.size() + 1 + WIDE_SPACE));
    }

    /** How far a glyph advances, in thousandths of the size, as the document says. */
    float advance(Glyphs.Shape shape, String text) {
        return text.equals(Runs.MARK) ? HARDLY_WIDE : Math.round(typeface.advance(shape.glyph()));
    }

    COSDictionary write(PDDocument document) throws IOException {
        Set<Integer> glyphs = new TreeSet<>();
        codes.keySet().forEach(use -> {
            glyphs.add(use.shape.glyph());
            use.shape.marks().forEach(mark -> glyphs.add(mark.glyph()));
        });
        String name = tag(glyphs) + "+" + typeface.name();
        Map<Glyphs.Shape, Integer> places = new LinkedHashMap<>();
        byte[] file = subset(glyphs, places);

        COSDictionary font = new COSDictionary();
        font.setItem(COSName.TYPE, COSName.FONT);
        font.setItem(COSName.SUBTYPE, COSName.TYPE0);
        font.setName(COSName.BASE_FONT, name);
        font.setItem(COSName.ENCODING, COSName.IDENTITY_H);
        font.setItem(COSName.DESCENDANT_FONTS, array(descendant(document, name, file, places)));
        font.setItem(COSName.TO_UNICODE, stream(document, toUnicode().getBytes(StandardCharsets.US_ASCII)));
        return font;
    }

    private byte[] subset(Set<Integer> glyphs, Map<Glyphs.Shape, Integer> places) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TrueTypeFont parsed = typeface.parse()) {
            TTFSubsetter subsetter = new TTFSubsetter(parsed, TABLES);
            subsetter.addGlyphIds(glyphs);
            Map<Integer, Integer> placeOfGlyph = new HashMap<>();
            subsetter.getGIDMap().forEach((place, glyph) -> placeOfGlyph.put(glyph, place));
            subsetter.writeToStream(out);
            CompositeGlyphs composites = new CompositeGlyphs(out.toByteArray());
            for (Use use : codes.keySet()) {
                places.computeIfAbsent(
                        use.shape,
                        shape -> shape.marks().isEmpty()
                                ? placeOfGlyph.getOrDefault(shape.glyph(), 0)
                                : composites.add(shape, placeOfGlyph));
            }
            return composites.write();
        }
    }

    private COSDictionary descendant(PDDocument document, String name, byte[] file, Map<Glyphs.Shape, Integer> places)
            throws IOException {
        COSDictionary system = new COSDictionary();
        system.setString(COSName.REGISTRY, "Adobe");
        system.setString(COSName.ORDERING, "Identity");
        system.setInt(COSName.SUPPLEMENT, 0);

        byte[] glyphOfCode = new byte[(codes.size() + 2 + WIDE_SPACE) * 2];
        List<COSBase> widths = new ArrayList<>();
        widths.add(COSInteger.get(VERY_WIDE));
        for (Map.Entry<Use, Integer> entry : codes.entrySet()) {
            int place = places.getOrDefault(entry.getKey().shape, 0);
            glyphOfCode[entry.getValue() * 2] = (byte) (place >> 8);
            glyphOfCode[entry.getValue() * 2 + 1] = (byte) place;
            widths.add(new COSFloat(advance(entry.getKey().shape, entry.getKey().text)));
        }
        widths.add(COSInteger.get(VERY_WIDE));
        COSDictionary font = new COSDictionary();
        font.setItem(COSName.TYPE, COSName.FONT);
        font.setItem(COSName.SUBTYPE, COSName.CID_FONT_TYPE2);
        font.setName(COSName.BASE_FONT, name);
        font.setItem(COSName.CIDSYSTEMINFO, system);
        font.setItem(COSName.FONT_DESC, descriptor(document, name, file));
        font.setInt(COSName.DW, 1000);
        font.setItem(COSName.W, array(COSInteger.get(1), array(widths.toArray(COSBase[]::new))));
        font.setItem(COSName.CID_TO_GID_MAP, stream(document, glyphOfCode));
        return font;
    }

    private COSDictionary descriptor(PDDocument document, String name, byte[] file) throws IOException {
        Typeface.Metrics metrics = typeface.metrics();
        COSDictionary descriptor = new COSDictionary();
        descriptor.setItem(COSName.TYPE, COSName.FONT_DESC);
        descriptor.setName(COSName.FONT_NAME, name);
        descriptor.setInt(COSName.FLAGS, NONSYMBOLIC);
        descriptor.setItem(
                COSName.FONT_BBOX,
                array(
                        COSInteger.get(metrics.left()),
                        COSInteger.get(metrics.bottom()),
                        COSInteger.get(metrics.right()),
                        COSInteger.get(metrics.top())));
        descriptor.setInt(COSName.ITALIC_ANGLE, 0);
        descriptor.setInt(COSName.ASCENT, metrics.ascent());
        descriptor.setInt(COSName.DESCENT, metrics.descent());
        descriptor.setInt(COSName.CAP_HEIGHT, metrics.capHeight());
        descriptor.setInt(COSName.STEM_V, typeface.name().endsWith("SemiBold") ? 120 : 80);
        COSStream program = stream(document, file);
        program.setInt(COSName.LENGTH1, file.length);
        descriptor.setItem(COSName.FONT_FILE2, program);
        return descriptor;
    }

    /** Six letters that follow from what is in the subset (9.6.4). */
    private static String tag(Set<Integer> glyphs) {
        long number = Integer.toUnsignedLong(glyphs.hashCode());
        StringBuilder tag = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            tag.append((char) ('A' + number % 26));
            number /= 26;
        }
        return tag.toString();
    }

    /** Which characters a code stands for (9.10.3). */
    private String toUnicode() {
        StringBuilder map = new StringBuilder("""
                /CIDInit /ProcSet findresource begin
                12 dict begin
                begincmap
                /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
                /CMapName /Adobe-Identity-UCS def
                /CMapType 2 def
                1 begincodespacerange
                <0000> <FFFF>
                endcodespacerange
                1 beginbfchar
                <0001> <0020>
                endbfchar
                """);
        List<Map.Entry<Use, Integer>> entries = new ArrayList<>(codes.entrySet());
        for (int from = 0; from < entries.size(); from += MOST_IN_A_BLOCK) {
            List<Map.Entry<Use, Integer>> block =
                    entries.subList(from, Math.min(entries.size(), from + MOST_IN_A_BLOCK));
            map.append(block.size()).append(" beginbfchar\n");
            for (Map.Entry<Use, Integer> entry : block) {
                map.append(String.format(Locale.ROOT, "<%04X> <", entry.getValue()));
                entry.getKey().text.chars().forEach(c -> map.append(String.format(Locale.ROOT, "%04X", c)));
                map.append(">\n");
            }
            map.append("endbfchar\n");
        }
        map.append(
                String.format(Locale.ROOT, "1 beginbfchar\n<%04X> <0020>\nendbfchar\n", codes.size() + 1 + WIDE_SPACE));
        return map.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
                .toString();
    }

    private static COSArray array(COSBase... items) {
        COSArray array = new COSArray();
        for (COSBase item : items) {
            array.add(item);
        }
        return array;
    }

    private static COSStream stream(PDDocument document, byte[] content) throws IOException {
        COSStream stream = document.getDocument().createCOSStream();
        try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
            out.write(content);
        }
        return stream;
    }
}
