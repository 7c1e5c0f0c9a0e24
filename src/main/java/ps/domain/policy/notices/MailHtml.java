package ps.domain.policy.notices;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;

/** For the mail templates: text as HTML that old mail programs understand. */
final class MailHtml {

    private static final Pattern BLOCK =
            Pattern.compile("<(p|h3|h4|h5|h6|ul|ol|li|blockquote|pre|table|thead|tbody|tr|th|td)((?: [^>]*)?)>");

    /** Where the words of a cell stand. */
    private static final Pattern SIDE = Pattern.compile(" class=\"to-(middle|end)\"");

    private static final String FONT = "font-family:Segoe UI,Tahoma,Arial,sans-serif;";

    /** One line, its words of the other direction set apart by {@code span}, since {@code bdi} is too new for some. */
    public String line(String text, Language language) {
        return withoutBdi(Markdown.lineToHtml(text, language));
    }

    /** Markdown, with language and direction on every block, since some web mail undoes what is inherited. */
    public String blocks(String markdown, Language language) {
        String html = withoutBdi(Markdown.toHtml(markdown, language));
        return BLOCK.matcher(html)
                .replaceAll(block -> Matcher.quoteReplacement(declared(block, language)))
                .replace("<a href=", "<a class=\"link\" style=\"color:#14543f;text-decoration:underline;\" href=");
    }

    private static String declared(MatchResult block, Language language) {
        String align = alignOf(block.group(2), language);
        String lead = language == Language.AR ? "1.75" : "1.55";
        String tag = block.group(1);
        String size = switch (tag) {
            case "h3", "h4", "h5", "h6" -> "margin:24px 0 0 0;font-size:17px;line-height:1.5;font-weight:bold;";
            case "p" -> "margin:8px 0 0 0;font-size:16px;line-height:" + lead + ";";
            case "li" -> "margin:4px 0 0 0;font-size:16px;line-height:" + lead + ";";
            case "ul", "ol" -> "margin:8px 0 0 0;padding:0 24px;";
            case "th", "td" -> "padding:6px 10px;border:1px solid #dddcd4;font-size:16px;line-height:" + lead + ";";
            case "table" -> "margin:8px 0 0 0;border-collapse:collapse;";
            default -> "";
        };
        // A table that is aligned floats, and what follows would stand beside it.
        String place = tag.equals("table") ? "width=\"100%\" cellspacing=\"0\"" : "align=\"" + align + "\"";
        return "<%s%s class=\"line ink\" lang=\"%s\" dir=\"%s\" %s style=\"%scolor:#1c201e;text-align:%s;direction:%s;%s\">"
                .formatted(
                        tag,
                        SIDE.matcher(block.group(2)).replaceFirst(""),
                        language.tag(),
                        language.direction(),
                        place,
                        size,
                        align,
                        language.direction(),
                        FONT);
    }

    private static String alignOf(String attributes, Language language) {
        Matcher side = SIDE.matcher(attributes);
        if (!side.find()) {
            return language == Language.AR ? "right" : "left";
        }
        return side.group(1).equals("middle") ? "center" : language == Language.AR ? "left" : "right";
    }

    private static String withoutBdi(String html) {
        return html.replace("<bdi ", "<span ").replace("</bdi>", "</span>");
    }
}
