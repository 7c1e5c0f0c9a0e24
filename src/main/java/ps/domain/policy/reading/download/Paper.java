package ps.domain.policy.reading.download;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import ps.domain.policy.reading.pdf.PdfDocument;
import ps.domain.policy.text.Inline;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.Version;

/** A version as a document to be set on paper. */
final class Paper {

    private Paper() {}

    static PdfDocument of(Version version, Facts facts) {
        Language language = facts.language();
        List<PdfDocument.Part> parts = new ArrayList<>();
        for (Section section : version.sections()) {
            parts.add(new PdfDocument.Part(
                    section.key().value(),
                    parts.size() + 1 + ".",
                    Markdown.lineToInlines(section.heading().in(language), language),
                    Markdown.toBlocks(section.body().in(language), language)));
        }
        List<Inline> address = List.of(new Inline.Link(facts.address(), code(facts.address())));
        List<Inline> footer = new ArrayList<>(Markdown.lineToInlines(facts.footer() + " – ", language));
        footer.add(new Inline.Isolated(facts.address()));
        return new PdfDocument(
                language,
                version.title().in(language),
                List.of(
                        Markdown.lineToInlines(facts.version(), language),
                        address,
                        // On a line of its own it comes out whole where programs turn lines from right to left around.
                        Markdown.lineToInlines(facts.fingerprintLabel(), language),
                        code(version.sha256())),
                parts,
                footer,
                new PdfDocument.Properties(
                        facts.company(),
                        facts.version(),
                        Integer.toString(version.number()),
                        version.sha256(),
                        URI.create(facts.address()),
                        version.publishedAt()));
    }

    private static List<Inline> code(String text) {
        return List.of(new Inline.Code(text));
    }
}
