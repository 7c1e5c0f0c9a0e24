package ps.domain.policy.reading.pdf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.jspecify.annotations.Nullable;

/** An element of the structure tree (ISO 32000-1, 14.7.2): what the content is, in the order in which it is read. */
final class Element {

    private final String type;
    private final @Nullable Element parent;
    private final @Nullable String destination;
    private final COSDictionary dictionary = new COSDictionary();
    private final List<Kid> kids = new ArrayList<>();
    private @Nullable COSDictionary page;

    private record Kid(int at, COSBase base, @Nullable Element element) {}

    private Element(String type, @Nullable Element parent, @Nullable String destination) {
        this.type = type;
        this.parent = parent;
        this.destination = destination;
        dictionary.setItem(COSName.TYPE, COSName.getPDFName("StructElem"));
        dictionary.setName(COSName.S, type);
        if (parent != null) {
            dictionary.setItem(COSName.P, parent.dictionary);
        }
    }

    static Element root() {
        return new Element("Document", null, null);
    }

    /** Adds an element behind those that are there. */
    Element add(String childType) {
        return add(childType, kids.size(), null);
    }

    /** Adds an element to text, at a character of it. */
    Element add(String childType, int at, @Nullable String childDestination) {
        Element child = new Element(childType, this, childDestination);
        kids.add(new Kid(at, child.dictionary, child));
        return child;
    }

    Element language(String tag) {
        dictionary.setString(COSName.LANG, tag);
        return this;
    }

    /**
     * Says what this reads as, unless there are other elements in it (ISO 32000-1, 14.9.4): what runs from right to left
     * is painted from left to right, and not every program turns that around.
     */
    void readAs(String text) {
        if (kids.isEmpty()) {
            dictionary.setString(COSName.ACTUAL_TEXT, text);
        }
    }

    Element attribute(String owner, String key, String value) {
        COSDictionary attributes = new COSDictionary();
        attributes.setName(COSName.O, owner);
        attributes.setName(COSName.getPDFName(key), value);
        dictionary.setItem(COSName.A, attributes);
        return this;
    }

    String type() {
        return type;
    }

    /** Where a link leads that this is, or is in. */
    @Nullable
    Element link() {
        Element element = this;
        while (element != null && element.destination == null) {
            element = element.parent;
        }
        return element;
    }

    @Nullable
    String destination() {
        return destination;
    }

    COSDictionary dictionary() {
        return dictionary;
    }

    /** Says that a stretch of a page's content, from a character on, belongs to this. */
    void mark(int at, COSDictionary onPage, int id) {
        if (page == null) {
            page = onPage;
            dictionary.setItem(COSName.PG, onPage);
        }
        if (page.equals(onPage)) {
            kids.add(new Kid(at, COSInteger.get(id), null));
        } else {
            COSDictionary reference = new COSDictionary();
            reference.setName(COSName.TYPE, "MCR");
            reference.setItem(COSName.PG, onPage);
            reference.setInt(COSName.MCID, id);
            kids.add(new Kid(at, reference, null));
        }
    }

    /** Says that an annotation belongs to this. */
    void annotate(COSDictionary annotation, COSDictionary onPage) {
        COSDictionary reference = new COSDictionary();
        reference.setName(COSName.TYPE, "OBJR");
        reference.setItem(COSName.OBJ, annotation);
        reference.setItem(COSName.PG, onPage);
        kids.add(new Kid(Integer.MAX_VALUE, reference, null));
    }

    /** Writes down what belongs to this and to the elements below; those with nothing in them are left out. */
    boolean close() {
        COSArray array = new COSArray();
        kids.stream().sorted(Comparator.comparingInt(Kid::at)).forEach(kid -> {
            if (kid.element == null || kid.element.close()) {
                array.add(kid.base);
            }
        });
        dictionary.setItem(COSName.K, array);
        return array.size() > 0 || type.equals("TD") || type.equals("TH");
    }
}
