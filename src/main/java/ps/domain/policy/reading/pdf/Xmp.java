package ps.domain.policy.reading.pdf;

import java.time.temporal.ChronoUnit;
import org.springframework.web.util.HtmlUtils;

/** What a file says of itself (XMP, ISO 16684-1), with the claim to conform to PDF/UA-1 (ISO 14289-1, clause 5). */
final class Xmp {

    private Xmp() {}

    static String of(PdfDocument document) {
        PdfDocument.Properties properties = document.properties();
        return """
                <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
                <x:xmpmeta xmlns:x="adobe:ns:meta/">
                <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                <rdf:Description rdf:about=""
                    xmlns:dc="http://purl.org/dc/elements/1.1/"
                    xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
                    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
                    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
                    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
                <pdfuaid:part>1</pdfuaid:part>
                <dc:format>application/pdf</dc:format>
                <dc:title><rdf:Alt><rdf:li xml:lang="x-default">%1$s</rdf:li><rdf:li xml:lang="%2$s">%1$s</rdf:li></rdf:Alt></dc:title>
                <dc:description><rdf:Alt><rdf:li xml:lang="x-default">%3$s</rdf:li><rdf:li xml:lang="%2$s">%3$s</rdf:li></rdf:Alt></dc:description>
                <dc:creator><rdf:Seq><rdf:li>%4$s</rdf:li></rdf:Seq></dc:creator>
                <dc:language><rdf:Bag><rdf:li>%2$s</rdf:li></rdf:Bag></dc:language>
                <dc:identifier>%5$s</dc:identifier>
                <pdf:Keywords>%6$s</pdf:Keywords>
                <xmp:CreateDate>%7$s</xmp:CreateDate>
                <xmp:ModifyDate>%7$s</xmp:ModifyDate>
                <xmp:MetadataDate>%7$s</xmp:MetadataDate>
                <xmpMM:VersionID>%8$s</xmpMM:VersionID>
                </rdf:Description>
                </rdf:RDF>
                </x:xmpmeta>
                <?xpacket end="r"?>""".formatted(
                        escape(document.title()),
                        document.language().tag(),
                        escape(properties.subject()),
                        escape(properties.author()),
                        escape(properties.address().toASCIIString()),
                        properties.fingerprint(),
                        properties.moment().truncatedTo(ChronoUnit.SECONDS),
                        escape(properties.version()));
    }

    private static String escape(String text) {
        return HtmlUtils.htmlEscape(clean(text), "UTF-8");
    }

    /** Without what XML 1.0 does not allow in a text. */
    static String clean(String text) {
        return text.codePoints()
                .map(c -> c == 0xFFFE || c == 0xFFFF || Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
