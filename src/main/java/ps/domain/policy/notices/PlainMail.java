package ps.domain.policy.notices;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import ps.domain.policy.notices.ChangeText.ChangedSection;
import ps.domain.policy.text.Block;
import ps.domain.policy.text.Inline;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;

/**
 * The same mail in plain text. A program that shows it takes the direction of a line from its first strong character, so
 * paragraphs stay on one line: format=flowed readers and all others wrap them at the width of the window, and an Arabic
 * paragraph reads from right to left as a whole. Links have lines of their own, with nothing added that would be copied.
 *
 * <p>In Arabic a run of Latin words whose parts would change places is isolated, unless an address stands at either end
 * of it: programs make links of addresses, and take an invisible character in that touches one, or make no link.
 */
final class PlainMail {

    private static final String RULE = "=".repeat(40);

    /** An address of a page or of a mailbox, or the name of a domain. */
    private static final Pattern ADDRESS = Pattern.compile("@|://|[\\p{L}\\p{N}]\\.\\p{L}{2}");

    private final StringBuilder out = new StringBuilder();

    /** That of what is being written. */
    private Language language = Language.AR;

    /** In how many lists what is being written stands. */
    private int depth;

    private PlainMail() {}

    static String of(List<? extends MailText> texts) {
        PlainMail mail = new PlainMail();
        for (int i = 0; i < texts.size(); i++) {
            mail.language = texts.get(i).language();
            if (i > 0) {
                mail.asItIs(RULE + "\n" + mail.language.directed(texts.get(i).follows()) + "\n" + RULE);
            }
            mail.write(texts.get(i));
        }
        return mail.out.toString();
    }

    private void write(MailText text) {
        paragraph(text.subject());
        paragraph(text.greeting());
        paragraph(text.introduction());
        switch (text) {
            case ChangeText change -> body(change);
            case CorrectionText correction -> body(correction);
            case BreachText breach -> body(breach);
        }
        title(text.reasonTitle());
        paragraph(text.reason());
        paragraph(text.referenceLabel() + " " + text.reference());
        link(text.checkLabel(), text.checkUrl());
    }

    /** What a mail says in each language, in its order, without what stands between them. */
    static List<String> parts(String mail) {
        return List.of(mail.split(RULE + "\n.*\n" + RULE + "\n"));
    }

    private void body(ChangeText text) {
        title(text.summaryTitle());
        text.paragraphs().forEach(this::paragraph);
        if (!text.sections().isEmpty()) {
            title(text.sectionsTitle());
            text.sections().forEach(section -> section(section, text.effectLabel()));
            String more = text.more();
            if (more != null) {
                link(more, text.compareUrl());
            }
        }
        link(text.readLabel(), text.readUrl());
        link(text.compareLabel(), text.compareUrl());
    }

    private void body(CorrectionText text) {
        title(text.nowTitle());
        text.paragraphs().forEach(this::paragraph);
        title(text.becauseTitle());
        paragraph(text.because());
        link(text.readLabel(), text.readUrl());
        link(text.historyLabel(), text.historyUrl());
    }

    private void body(BreachText text) {
        blocks(Markdown.toBlocks(text.body(), language));
        link(text.readLabel(), text.readUrl());
    }

    private void blocks(List<Block> blocks) {
        for (Block block : blocks) {
            switch (block) {
                case Block.Heading heading -> title(Inline.plain(heading.text()));
                case Block.Paragraph paragraph -> paragraph(paragraph.text());
                case Block.Items items -> items(items);
                case Block.Quote quote -> blocks(quote.blocks());
                case Block.Preformatted lines -> asItIs(lines.text());
                case Block.Table table -> {
                    cells(table.head());
                    table.rows().forEach(this::cells);
                    lines("");
                }
                case Block.Rule rule -> asItIs("* * *");
            }
        }
    }

    private void items(Block.Items items) {
        Integer first = items.first();
        for (int i = 0; i < items.items().size(); i++) {
            out.append("  ".repeat(depth)).append(first == null ? "- " : first + i + ". ");
            depth++;
            blocks(items.items().get(i));
            depth--;
        }
    }

    private void cells(List<List<Inline>> cells) {
        lines(cells.stream().map(this::words).collect(Collectors.joining(" | ")));
    }

    /** With the addresses that links lead to behind their words. */
    private String words(List<Inline> text) {
        return text.stream()
                .map(part -> switch (part) {
                    case Inline.Link link ->
                        link.saysItsNumber()
                                ? words(link.text())
                                : words(link.text()) + " " + link.telephone().orElse(link.destination());
                    case Inline.Strong strong -> words(strong.text());
                    case Inline.Emphasis emphasis -> words(emphasis.text());
                    case Inline.Words plain -> plain.text();
                    case Inline.Isolated run -> isolated(run.text());
                    case Inline.Code code -> isolated(code.text());
                    case Inline.Break end -> "\n";
                })
                .collect(Collectors.joining());
    }

    private String isolated(String run) {
        String[] words = run.strip().split("\\s+", -1);
        boolean touches = Stream.of(words[0], words[words.length - 1])
                .anyMatch(word -> ADDRESS.matcher(word).find());
        return touches ? run : language.isolated(run);
    }

    private void link(String label, String url) {
        line(label);
        asItIs(url);
    }

    private void section(ChangedSection section, String effectLabel) {
        String remark = section.remark() == null ? "" : " (" + section.remark() + ")";
        line(section.heading() + remark);
        if (section.effect() != null) {
            line(effectLabel + " " + section.effect());
        }
        asItIs(section.url());
    }

    private void title(String title) {
        paragraph(
                switch (language) {
                    case AR -> title;
                    case EN -> title.toUpperCase(Locale.ENGLISH);
                });
    }

    private void paragraph(String text) {
        line(text);
        lines("");
    }

    private void paragraph(List<Inline> text) {
        lines(words(text));
        lines("");
    }

    private void line(String text) {
        text.lines().forEach(line -> lines(words(Markdown.lineToInlines(line, language))));
    }

    private void lines(String text) {
        for (String line : text.split("\n", -1)) {
            out.append(language.directed(line)).append('\n');
        }
    }

    private void asItIs(String text) {
        out.append(text).append("\n\n");
    }
}
