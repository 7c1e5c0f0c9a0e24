package ps.domain.policy.reading.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.GregorianCalendar;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNull;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PageMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import ps.domain.policy.text.Inline;
import ps.domain.policy.text.Language;

/** Makes a file of a document: lays it out, paints its pages, says what is what. */
final class PdfWriter {

    private static final PDRectangle A4 = PDRectangle.A4;
    private static final float TOP = 60;
    private static final float BOTTOM = 72;
    private static final float SIDE = 65;
    private static final float FOOT = 40;
    private static final int MOST_LINES_AT_FOOT = 3;

    private static final Pattern SIZE = Pattern.compile("/Size (?<size>\\d+)\\s+/Index \\[0 (?<objects>\\d+)]");

    /** Of rectangles that are to look like one. */
    private static final float OVERLAP = 0.3f;

    private final PdfDocument document;
    private final boolean rightToLeft;
    private final Frame frame = new Frame(SIDE, A4.getWidth() - SIDE);
    private final Element root;
    private final Map<Typeface, EmbeddedFont> fonts = new LinkedHashMap<>();
    private final Map<String, COSArray> anchors = new TreeMap<>();

    PdfWriter(PdfDocument document) {
        this.document = document;
        this.rightToLeft = document.language() == Language.AR;
        this.root = Element.root().language(document.language().tag());
    }

    byte[] write() throws IOException {
        Shaper shaper = new Shaper();
        Layout layout = new Layout(document.language(), shaper);
        layout.title(document.title(), document.facts(), root, frame);
        document.parts().forEach(part -> layout.section(part, root, frame));
        List<List<Row>> pages = Pages.of(layout.rows(), A4.getHeight() - TOP - BOTTOM);
        try (PDDocument pdf = new PDDocument()) {
            pdf.setVersion(1.7f);
            COSDictionary resources = new COSDictionary();
            List<PageContent> contents = new ArrayList<>();
            for (List<Row> rows : pages) {
                contents.add(paint(rows, pdf, resources));
            }
            for (int i = 0; i < contents.size(); i++) {
                foot(contents.get(i), i + 1, contents.size(), shaper);
                COSStream stream = stream(pdf, contents.get(i).operators());
                pdf.getPage(i).getCOSObject().setItem(COSName.CONTENTS, stream);
            }
            structure(pdf, contents);
            COSDictionary embedded = new COSDictionary();
            for (EmbeddedFont font : fonts.values()) {
                embedded.setItem(COSName.getPDFName(font.resource()), font.write(pdf));
            }
            resources.setItem(COSName.FONT, embedded);
            describe(pdf);
            bookmarks(pdf);
            ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
            pdf.save(out);
            return withRightSize(out.toByteArray());
        }
    }

    /** PDFBox counts itself an object too many (7.5.8.2), which qpdf warns of. */
    private static byte[] withRightSize(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        Matcher size = SIZE.matcher(text);
        if (!size.find(text.lastIndexOf("/XRef"))) {
            throw new IllegalStateException("PDFBox writes another kind of cross-reference table than it did");
        }
        String objects = size.group("objects");
        for (int i = size.start("size"); i < size.end("size"); i++) {
            int digit = i - size.start("size");
            file[i] = (byte) (digit < objects.length() ? objects.charAt(digit) : ' ');
        }
        return file;
    }

    private PageContent paint(List<Row> rows, PDDocument pdf, COSDictionary resources) {
        PDPage page = new PDPage(A4);
        pdf.addPage(page);
        COSDictionary dictionary = page.getCOSObject();
        dictionary.setItem(COSName.RESOURCES, resources);
        dictionary.setName(COSName.getPDFName("Tabs"), "S");
        PageContent content = new PageContent(dictionary, A4.getHeight(), fonts);
        float y = TOP;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            float gap = i == 0 ? 0 : row.gap();
            y += gap;
            for (Row.Box box : row.boxes()) {
                float up = box.joined() ? gap + OVERLAP : 0;
                content.box(box.x(), y + box.top() - up, box.width(), box.height() + up, box.ink());
            }
            String anchor = row.anchor();
            if (anchor != null) {
                anchors.put(anchor, destination(dictionary, y - 12));
            }
            y += row.height();
        }
        float top = TOP;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            top += i == 0 ? 0 : row.gap();
            for (Row.Text text : row.texts()) {
                content.text(
                        text.line(),
                        text.x(),
                        top + text.baseline(),
                        row.texts().size() == 1);
            }
            top += row.height();
        }
        return content;
    }

    private static COSArray destination(COSDictionary page, float top) {
        COSArray destination = new COSArray();
        destination.add(page);
        destination.add(COSName.getPDFName("XYZ"));
        destination.add(COSNull.NULL);
        destination.add(new COSFloat(Math.round(A4.getHeight() - top)));
        destination.add(COSNull.NULL);
        return destination;
    }

    private void foot(PageContent content, int number, int last, Shaper shaper) {
        TextStyle style = Look.of(document.language()).small();
        Element nowhere = Element.root();
        List<Line> text = Paragraph.of(document.footer(), style, document.language(), nowhere)
                .lines(shaper, frame.width() - 60);
        Line page = Paragraph.of(List.of(new Inline.Words(number + "/" + last)), style, Language.EN, nowhere)
                .lines(shaper, 60)
                .getFirst();
        float y = A4.getHeight() - FOOT;
        content.box(frame.left(), y - 18, frame.width(), 0.5f, Ink.LINE);
        // From left to right, as text is painted everywhere.
        if (rightToLeft) {
            content.footer(page, frame.left(), y);
        }
        float baseline = y;
        for (Line line : text.subList(0, Math.min(text.size(), MOST_LINES_AT_FOOT))) {
            content.footer(line, frame.startOf(line), baseline);
            baseline += style.size() * 1.4f;
        }
        if (!rightToLeft) {
            content.footer(page, frame.right() - page.width(), y);
        }
    }

    /** Pages and annotations say which elements they belong to, by way of the parent tree (14.7.4.4). */
    private void structure(PDDocument pdf, List<PageContent> contents) {
        COSArray parents = new COSArray();
        List<COSBase> ofAnnotations = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            COSDictionary page = pdf.getPage(i).getCOSObject();
            page.setInt(COSName.STRUCT_PARENTS, i);
            COSArray owners = new COSArray();
            contents.get(i).marked().forEach(element -> owners.add(element.dictionary()));
            parents.add(COSInteger.get(i));
            parents.add(owners);
            COSArray annotations = new COSArray();
            for (PageContent.LinkArea area : contents.get(i).links()) {
                COSDictionary annotation = annotation(area, page);
                annotation.setInt(COSName.STRUCT_PARENT, contents.size() + ofAnnotations.size());
                area.link().annotate(annotation, page);
                ofAnnotations.add(area.link().dictionary());
                annotations.add(annotation);
            }
            if (annotations.size() > 0) {
                page.setItem(COSName.ANNOTS, annotations);
            }
        }
        for (COSBase owner : ofAnnotations) {
            parents.add(COSInteger.get(parents.size() / 2));
            parents.add(owner);
        }
        root.close();
        COSDictionary parentTree = new COSDictionary();
        parentTree.setItem(COSName.NUMS, parents);
        COSDictionary tree = new COSDictionary();
        tree.setItem(COSName.TYPE, COSName.STRUCT_TREE_ROOT);
        tree.setItem(COSName.K, root.dictionary());
        tree.setItem(COSName.PARENT_TREE, parentTree);
        tree.setInt(COSName.PARENT_TREE_NEXT_KEY, parents.size() / 2);
        root.dictionary().setItem(COSName.P, tree);
        pdf.getDocumentCatalog().getCOSObject().setItem(COSName.STRUCT_TREE_ROOT, tree);
    }

    private COSDictionary annotation(PageContent.LinkArea area, COSDictionary page) {
        COSDictionary annotation = new COSDictionary();
        annotation.setItem(COSName.TYPE, COSName.ANNOT);
        annotation.setName(COSName.SUBTYPE, "Link");
        annotation.setItem(COSName.P, page);
        annotation.setInt(COSName.F, 4);
        annotation.setItem(COSName.RECT, rectangleOf(area));
        COSArray border = new COSArray();
        border.add(COSInteger.ZERO);
        border.add(COSInteger.ZERO);
        border.add(COSInteger.ZERO);
        annotation.setItem(COSName.BORDER, border);
        String to = String.valueOf(area.link().destination());
        COSArray inside = to.startsWith("#") ? anchors.get(to.substring(1)) : null;
        if (inside != null) {
            annotation.setItem(COSName.DEST, inside);
            annotation.setString(COSName.CONTENTS, to);
        } else {
            String address = resolve(to);
            COSDictionary action = new COSDictionary();
            action.setItem(COSName.TYPE, COSName.getPDFName("Action"));
            action.setName(COSName.S, "URI");
            action.setString(COSName.URI, address);
            annotation.setItem(COSName.A, action);
            annotation.setString(COSName.CONTENTS, address);
        }
        return annotation;
    }

    private static COSArray rectangleOf(PageContent.LinkArea area) {
        return new PDRectangle(area.left(), area.bottom(), area.right() - area.left(), area.top() - area.bottom())
                .getCOSArray();
    }

    private String resolve(String reference) {
        try {
            return document.properties().address().resolve(new URI(reference)).toASCIIString();
        } catch (URISyntaxException notAnAddress) {
            return document.properties().address().toASCIIString();
        }
    }

    private void describe(PDDocument pdf) throws IOException {
        PdfDocument.Properties properties = document.properties();
        PDDocumentCatalog catalog = pdf.getDocumentCatalog();
        catalog.setLanguage(document.language().tag());
        catalog.setPageMode(PageMode.USE_OUTLINES);
        COSDictionary marked = new COSDictionary();
        marked.setBoolean(COSName.getPDFName("Marked"), true);
        catalog.getCOSObject().setItem(COSName.MARK_INFO, marked);
        COSDictionary preferences = new COSDictionary();
        preferences.setBoolean(COSName.getPDFName("DisplayDocTitle"), true);
        // No direction: PDFium would turn around addresses and fingerprints on lines of their own, to place pages side
        // by side.
        catalog.getCOSObject().setItem(COSName.getPDFName("ViewerPreferences"), preferences);

        PDDocumentInformation information = pdf.getDocumentInformation();
        information.setTitle(Xmp.clean(document.title()));
        information.setAuthor(Xmp.clean(properties.author()));
        information.setSubject(Xmp.clean(properties.subject()));
        information.setKeywords(properties.fingerprint());
        GregorianCalendar moment = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        moment.setTimeInMillis(properties.moment().getEpochSecond() * 1000);
        information.setCreationDate(moment);
        information.setModificationDate(moment);
        information.getCOSObject().setString(COSName.getPDFName("Version"), properties.version());

        COSStream metadata = pdf.getDocument().createCOSStream();
        metadata.setItem(COSName.TYPE, COSName.METADATA);
        metadata.setName(COSName.SUBTYPE, "XML");
        try (OutputStream out = metadata.createOutputStream()) {
            out.write(Xmp.of(document).getBytes(StandardCharsets.UTF_8));
        }
        catalog.getCOSObject().setItem(COSName.METADATA, metadata);

        COSString id =
                new COSString(HexFormat.of().parseHex(properties.fingerprint().substring(0, 32)));
        COSArray ids = new COSArray();
        ids.add(id);
        ids.add(id);
        pdf.getDocument().getTrailer().setItem(COSName.ID, ids);
    }

    private void bookmarks(PDDocument pdf) {
        PDDocumentOutline bookmarks = new PDDocumentOutline();
        COSArray names = new COSArray();
        for (PdfDocument.Part part : document.parts()) {
            COSArray place = anchors.get(part.key());
            if (place != null) {
                PDOutlineItem item = new PDOutlineItem();
                item.setTitle(part.number() + " " + Inline.plain(part.heading()));
                item.getCOSObject().setItem(COSName.DEST, place);
                bookmarks.addLast(item);
            }
        }
        bookmarks.openNode();
        anchors.forEach((key, place) -> {
            names.add(new COSString(key));
            names.add(place);
        });
        COSDictionary destinations = new COSDictionary();
        destinations.setItem(COSName.NAMES, names);
        COSDictionary all = new COSDictionary();
        all.setItem(COSName.DESTS, destinations);
        pdf.getDocumentCatalog().getCOSObject().setItem(COSName.NAMES, all);
        pdf.getDocumentCatalog().setDocumentOutline(bookmarks);
    }

    private static COSStream stream(PDDocument pdf, String content) throws IOException {
        COSStream stream = pdf.getDocument().createCOSStream();
        try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
            out.write(content.getBytes(StandardCharsets.US_ASCII));
        }
        return stream;
    }
}
