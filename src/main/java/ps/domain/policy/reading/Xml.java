package ps.domain.policy.reading;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a small XML document as UTF-8. Characters that XML 1.0 has no place for become U+FFFD. */
final class Xml {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final XMLStreamWriter writer;

    private Xml() throws XMLStreamException {
        this.writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
    }

    /** What stands in a document or an element. */
    @FunctionalInterface
    interface Content {
        void writeTo(Xml xml) throws XMLStreamException;
    }

    /** A whole document. */
    static byte[] document(Content content) {
        try {
            Xml xml = new Xml();
            xml.writer.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            content.writeTo(xml);
            xml.writer.writeEndDocument();
            xml.writer.close();
            return xml.bytes.toByteArray();
        } catch (XMLStreamException impossibleInMemory) {
            throw new IllegalStateException(impossibleInMemory);
        }
    }

    /** An element with more inside. */
    void element(String name, Content content) throws XMLStreamException {
        writer.writeStartElement(name);
        content.writeTo(this);
        writer.writeEndElement();
    }

    /** An element with text inside. */
    void element(String name, String text) throws XMLStreamException {
        element(name, inside -> inside.text(text));
    }

    /** An attribute of the element that was just begun; a namespace is declared like one. */
    Xml attribute(String name, String value) throws XMLStreamException {
        writer.writeAttribute(name, legal(value));
        return this;
    }

    /** Text. */
    void text(String text) throws XMLStreamException {
        writer.writeCharacters(legal(text));
    }

    private static String legal(String text) {
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints().map(c -> isLegal(c) ? c : 0xFFFD).forEach(legal::appendCodePoint);
        return legal.toString();
    }

    /** The production Char of XML 1.0, section 2.2. */
    private static boolean isLegal(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
