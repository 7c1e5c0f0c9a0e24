package ps.domain.policy.reading.pdf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds to a TrueType font letters with marks, composed of glyphs that it has (OpenType, table {@code glyf}). So a letter
 * with its marks is one glyph in a document, and takes its place in the line as one.
 */
final class CompositeGlyphs {

    private static final int ARGUMENTS_ARE_WORDS = 0x0001;
    private static final int ARGUMENTS_ARE_OFFSETS = 0x0002;
    private static final int MORE_COMPONENTS = 0x0020;
    private static final int USE_MY_METRICS = 0x0200;
    private static final int CHECKSUM_OF_ALL = 0xB1B0AFBA;

    private final Map<String, ByteBuffer> tables = new TreeMap<>();
    private final List<byte[]> added = new ArrayList<>();
    private final List<Integer> bases = new ArrayList<>();
    private final int count;

    CompositeGlyphs(byte[] font) {
        ByteBuffer file = ByteBuffer.wrap(font);
        for (int i = 0; i < file.getShort(4); i++) {
            int record = 12 + 16 * i;
            byte[] tag = new byte[4];
            file.get(record, tag);
            tables.put(
                    new String(tag, StandardCharsets.US_ASCII),
                    file.slice(file.getInt(record + 8), file.getInt(record + 12)));
        }
        this.count = Short.toUnsignedInt(table("maxp").getShort(4));
    }

    private ByteBuffer table(String tag) {
        ByteBuffer table = tables.get(tag);
        if (table == null) {
            throw new IllegalArgumentException("The font has no table " + tag);
        }
        return table;
    }

    /** Adds a letter with its marks; says the number of its glyph. */
    int add(Glyphs.Shape shape, Map<Integer, Integer> places) {
        int base = places.getOrDefault(shape.glyph(), 0);
        ByteBuffer glyph = ByteBuffer.allocate(10 + 8 * (shape.marks().size() + 1));
        glyph.putShort((short) -1);
        int[] box = boxOf(base);
        for (Glyphs.Mark mark : shape.marks()) {
            int[] marked = boxOf(places.getOrDefault(mark.glyph(), 0));
            box[0] = Math.min(box[0], marked[0] + mark.right());
            box[1] = Math.min(box[1], marked[1] + mark.up());
            box[2] = Math.max(box[2], marked[2] + mark.right());
            box[3] = Math.max(box[3], marked[3] + mark.up());
        }
        for (int edge : box) {
            glyph.putShort((short) edge);
        }
        int flags = ARGUMENTS_ARE_WORDS | ARGUMENTS_ARE_OFFSETS;
        glyph.putShort((short) (flags | USE_MY_METRICS | MORE_COMPONENTS));
        glyph.putShort((short) base).putShort((short) 0).putShort((short) 0);
        for (int i = 0; i < shape.marks().size(); i++) {
            Glyphs.Mark mark = shape.marks().get(i);
            boolean last = i == shape.marks().size() - 1;
            glyph.putShort((short) (last ? flags : flags | MORE_COMPONENTS));
            glyph.putShort((short) (int) places.getOrDefault(mark.glyph(), 0));
            glyph.putShort((short) mark.right()).putShort((short) mark.up());
        }
        added.add(glyph.array());
        bases.add(base);
        return count + added.size() - 1;
    }

    private int[] boxOf(int glyph) {
        int from = offset(glyph);
        if (from == offset(glyph + 1)) {
            return new int[4];
        }
        ByteBuffer glyf = table("glyf");
        return new int[] {
            glyf.getShort(from + 2), glyf.getShort(from + 4), glyf.getShort(from + 6), glyf.getShort(from + 8)
        };
    }

    private int offset(int glyph) {
        boolean wide = table("head").getShort(50) == 1;
        return wide
                ? table("loca").getInt(4 * glyph)
                : 2 * Short.toUnsignedInt(table("loca").getShort(2 * glyph));
    }

    /** The font with what was added. */
    byte[] write() {
        if (added.isEmpty()) {
            return assemble(tables);
        }
        int all = count + added.size();
        ByteArrayOutputStream glyf = new ByteArrayOutputStream();
        glyf.writeBytes(bytes(table("glyf")));
        ByteBuffer loca = ByteBuffer.allocate(4 * (all + 1));
        for (int i = 0; i < count; i++) {
            loca.putInt(offset(i));
        }
        pad(glyf);
        for (byte[] glyph : added) {
            loca.putInt(glyf.size());
            glyf.writeBytes(glyph);
            pad(glyf);
        }
        loca.putInt(glyf.size());

        Map<String, ByteBuffer> written = new LinkedHashMap<>(tables);
        written.put("glyf", ByteBuffer.wrap(glyf.toByteArray()));
        written.put("loca", ByteBuffer.wrap(loca.array()));
        written.put("hmtx", metrics());
        written.put("hhea", copy("hhea").putShort(34, (short) all));
        written.put("head", copy("head").putShort(50, (short) 1));
        ByteBuffer maxp = copy("maxp").putShort(4, (short) all);
        // What a program has to be ready for: far more than there is, since the components' points are not counted
        // here.
        maxp.putShort(10, (short) 2000).putShort(12, (short) 200);
        maxp.putShort(28, (short) Math.max(16, maxp.getShort(28))).putShort(30, (short) 4);
        written.put("maxp", maxp);
        return assemble(written);
    }

    private ByteBuffer metrics() {
        int full = Short.toUnsignedInt(table("hhea").getShort(34));
        ByteBuffer hmtx = table("hmtx");
        ByteBuffer metrics = ByteBuffer.allocate(4 * (count + added.size()));
        for (int i = 0; i < count; i++) {
            boolean own = i < full;
            metrics.putShort(hmtx.getShort(4 * Math.min(i, full - 1)));
            metrics.putShort(own ? hmtx.getShort(4 * i + 2) : hmtx.getShort(4 * full + 2 * (i - full)));
        }
        for (int base : bases) {
            metrics.putShort(metrics.getShort(4 * base)).putShort(metrics.getShort(4 * base + 2));
        }
        return metrics;
    }

    private ByteBuffer copy(String tag) {
        return ByteBuffer.wrap(bytes(table(tag)));
    }

    private static byte[] assemble(Map<String, ByteBuffer> tables) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(12 + 16 * tables.size());
        int highest = Integer.highestOneBit(tables.size());
        header.putInt(0x00010000)
                .putShort((short) tables.size())
                .putShort((short) (16 * highest))
                .putShort((short) Integer.numberOfTrailingZeros(highest))
                .putShort((short) (16 * (tables.size() - highest)));
        int head = 0;
        for (Map.Entry<String, ByteBuffer> entry : tables.entrySet()) {
            byte[] table = bytes(entry.getValue());
            if (entry.getKey().equals("head")) {
                head = header.capacity() + content.size();
                ByteBuffer.wrap(table).putInt(8, 0);
            }
            header.put(entry.getKey().getBytes(StandardCharsets.US_ASCII))
                    .putInt(checksum(table))
                    .putInt(header.capacity() + content.size())
                    .putInt(table.length);
            content.writeBytes(table);
            pad(content);
        }
        byte[] font = new byte[header.capacity() + content.size()];
        System.arraycopy(header.array(), 0, font, 0, header.capacity());
        System.arraycopy(content.toByteArray(), 0, font, header.capacity(), content.size());
        ByteBuffer.wrap(font).putInt(head + 8, CHECKSUM_OF_ALL - checksum(font));
        return font;
    }

    private static int checksum(byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += (bytes[i] & 0xFF) << (24 - 8 * (i % 4));
        }
        return sum;
    }

    private static void pad(ByteArrayOutputStream out) {
        while (out.size() % 4 != 0) {
            out.write(0);
        }
    }

    private static byte[] bytes(ByteBuffer table) {
        byte[] bytes = new byte[table.capacity()];
        table.get(0, bytes);
        return bytes;
    }
}
