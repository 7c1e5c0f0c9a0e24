package ps.domain.policy.reading.pdf;

import java.text.Bidi;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.text.Inline;
import ps.domain.policy.text.Language;

/** A paragraph's text, with how it looks and what it belongs to, to be broken into lines. */
final class Paragraph {

    private static final char LEFT_TO_RIGHT_ISOLATE = '\u2066';
    private static final char RIGHT_TO_LEFT_ISOLATE = '\u2067';
    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final String LEFT_TO_RIGHT_MARK = "\u200E";
    private static final char POP_ISOLATE = '\u2069';
    private static final char LINE_SEPARATOR = '\u2028';

    private static final Pattern SENTENCE = Pattern.compile("\\p{L}{2} \\p{L}{2}");

    private final Language language;
    private final boolean rightToLeft;
    private final Element element;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder isolated = new StringBuilder();
    private final List<Integer> places = new ArrayList<>();
    private final List<Stretch> stretches = new ArrayList<>();
    private final BitSet glued = new BitSet();
    private boolean mixed;
    private @Nullable Element run;
    private @Nullable Element runIn;

    private record Stretch(int end, TextStyle style, Element element) {}

    private Paragraph(Language language, boolean rightToLeft, Element element) {
        this.language = language;
        this.rightToLeft = rightToLeft;
        this.element = element;
    }

    /** A paragraph that belongs to an element and runs in the direction of the language. */
    static Paragraph of(List<Inline> text, TextStyle style, Language language, Element element) {
        Paragraph paragraph = new Paragraph(language, language == Language.AR, element);
        paragraph.mixed = paragraph.rightToLeft && paragraph.hasElementsOfItsOwn(text);
        paragraph.add(text, style, element);
        paragraph.sayWhatIsRead();
        return paragraph;
    }

    /** A line of code: from left to right, unless it begins with a letter that does not run so. */
    static Paragraph ofCode(String line, TextStyle style, Language language, Element element) {
        boolean rightToLeft = Bidi.requiresBidi(line.toCharArray(), 0, line.length())
                && !new Bidi(line, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
        Paragraph paragraph = new Paragraph(language, rightToLeft, element);
        paragraph.append(line.replace("\t", "    "), style, element);
        return paragraph;
    }

    boolean isRightToLeft() {
        return rightToLeft;
    }

    private boolean hasElementsOfItsOwn(List<Inline> parts) {
        return parts.stream().anyMatch(part -> switch (part) {
            case Inline.Words words -> false;
            case Inline.Break end -> false;
            case Inline.Isolated run -> tagOf(run.text()) != null;
            case Inline.Code code -> true;
            case Inline.Link link -> true;
            case Inline.Emphasis emphasis -> hasElementsOfItsOwn(emphasis.text());
            case Inline.Strong strong -> hasElementsOfItsOwn(strong.text());
        });
    }

    /** Every element whose text has letters from right to left says what it reads as; not with the marks added here. */
    private void sayWhatIsRead() {
        Map<Element, StringBuilder> texts = new LinkedHashMap<>();
        int from = 0;
        for (Stretch stretch : stretches) {
            texts.computeIfAbsent(stretch.element, same -> new StringBuilder()).append(text, from, stretch.end);
            from = stretch.end;
        }
        texts.forEach((owner, own) -> {
            String read = own.toString().replace(LEFT_TO_RIGHT_MARK, "").replace(LINE_SEPARATOR, ' ');
            if (Bidi.requiresBidi(read.toCharArray(), 0, read.length())) {
                owner.readAs(read);
            }
        });
    }

    /** What words belong to: among links and the like they have an element of their own, to say what they read as. */
    private Element ownerIn(Element within) {
        if (!mixed) {
            return within;
        }
        Element last = run;
        if (last == null || !within.equals(runIn)) {
            last = child("Span", within);
            run = last;
            runIn = within;
        }
        return last;
    }

    private void add(List<Inline> parts, TextStyle style, Element within) {
        for (Inline part : parts) {
            switch (part) {
                case Inline.Words words -> append(words.text(), style, ownerIn(within));
                case Inline.Isolated run -> isolate(run.text(), style, within);
                case Inline.Code code -> {
                    isolated.append(FIRST_STRONG_ISOLATE);
                    append(code.text(), style.code(), child("Code", within));
                    isolated.append(POP_ISOLATE);
                    run = null;
                }
                case Inline.Emphasis emphasis -> add(emphasis.text(), style.emphasized(), within);
                case Inline.Strong strong -> add(strong.text(), style.strong(), within);
                case Inline.Link link -> {
                    run = null;
                    add(link.text(), style.in(Ink.ACCENT), within.add("Link", text.length(), link.destination()));
                    run = null;
                }
                case Inline.Break end -> append(String.valueOf(LINE_SEPARATOR), style, ownerIn(within));
            }
        }
    }

    private Element child(String type, Element within) {
        return within.add(type, text.length(), null);
    }

    /** A run of the other direction stays on one line, if that is long enough. */
    private void isolate(String words, TextStyle style, Element within) {
        isolated.append(rightToLeft ? LEFT_TO_RIGHT_ISOLATE : RIGHT_TO_LEFT_ISOLATE);
        int start = text.length();
        String tag = tagOf(words);
        append(
                rightToLeft ? withMarks(words) : words,
                style,
                tag == null ? ownerIn(within) : child("Span", within).language(tag));
        if (tag != null) {
            run = null;
        }
        glued.set(start + 1, text.length());
        isolated.append(POP_ISOLATE);
    }

    /** A program that reads text knows of no isolates: a run shows it by marks where it neither begins nor ends so. */
    private static String withMarks(String run) {
        boolean letters = run.codePoints().anyMatch(Character::isLetter);
        int last = run.codePointBefore(run.length());
        return (Character.isLetter(run.codePointAt(0)) ? "" : LEFT_TO_RIGHT_MARK)
                + run
                + (Character.isLetter(last) || (letters && Character.isDigit(last)) ? "" : LEFT_TO_RIGHT_MARK);
    }

    /**
     * The language of a run that is not in the paragraph's, as far as its first letter tells. In Arabic a single Latin word
     * is a name or an address, which has none.
     */
    private @Nullable String tagOf(String run) {
        int letter = run.codePoints().filter(Character::isLetter).findFirst().orElse('1');
        return switch (Character.UnicodeScript.of(letter)) {
            case ARABIC -> language == Language.AR ? null : "ar";
            case LATIN -> language == Language.EN || !SENTENCE.matcher(run).find() ? null : "en";
            case HEBREW -> "he";
            default -> null;
        };
    }

    private void append(String words, TextStyle style, Element within) {
        for (int i = 0; i < words.length(); i++) {
            places.add(isolated.length());
            char shown = shown(words.charAt(i));
            isolated.append(shown);
            text.append(shown);
        }
        if (!words.isEmpty()) {
            stretches.add(new Stretch(text.length(), style, within));
        }
    }

    /** What a document cannot have in its text (ISO 14289-1, 7.21.7) is something like it. */
    private static char shown(char c) {
        if (Character.isISOControl(c) || c == '\u2029') {
            return ' ';
        }
        return switch (c) {
            case '\uFEFF' -> '\u2060';
            case '\uFFFE', '\uFFFF' -> '\uFFFD';
            default -> c;
        };
    }

    /** The lines that this takes up at a width in points; at least one. */
    List<Line> lines(Shaper shaper, float width) {
        return new LineBreaker(width, rightToLeft).lines(atoms(shaper), shaper, text);
    }

    Element element() {
        return element;
    }

    /** How wide this is on one line, and how wide its longest word. */
    float[] widths(Shaper shaper) {
        float whole = 0;
        float longest = 0;
        float word = 0;
        for (Atom atom : atoms(shaper)) {
            if (atom.breakBefore() || atom.space()) {
                word = 0;
            }
            whole += atom.width();
            word += atom.space() ? 0 : atom.width();
            longest = Math.max(longest, word);
        }
        return new float[] {longest, whole};
    }

    /** The text in pieces that are never broken, each of one look, direction and font. */
    private List<Atom> atoms(Shaper shaper) {
        List<Atom> atoms = new ArrayList<>();
        if (text.isEmpty()) {
            return atoms;
        }
        Bidi bidi = new Bidi(
                isolated.toString(), rightToLeft ? Bidi.DIRECTION_RIGHT_TO_LEFT : Bidi.DIRECTION_LEFT_TO_RIGHT);
        Breaks breaks = new Breaks(text, glued);
        int from = 0;
        for (Stretch stretch : stretches) {
            int start = from;
            while (start < stretch.end) {
                int end = start + Character.charCount(text.codePointAt(start));
                int level = bidi.getLevelAt(places.get(start));
                @Nullable Typeface typeface = typefaceFor(start, stretch.style, null);
                boolean space = Breaks.isSpace(text.charAt(start));
                boolean separator = text.charAt(start) == LINE_SEPARATOR;
                while (end < stretch.end
                        && end - start < LineBreaker.LONGEST_ATOM
                        && !separator
                        && !breaks.before(end)
                        && bidi.getLevelAt(places.get(end)) == level
                        && Breaks.isSpace(text.charAt(end)) == space
                        && text.charAt(end) != LINE_SEPARATOR
                        && typefaceFor(end, stretch.style, typeface) == typeface) {
                    end += Character.charCount(text.codePointAt(end));
                }
                atoms.add(atom(shaper, start, end, typeface, stretch, (byte) level, space, breaks.before(start)));
                start = end;
            }
            from = stretch.end;
        }
        return atoms;
    }

    private Atom atom(
            Shaper shaper,
            int start,
            int end,
            @Nullable Typeface typeface,
            Stretch stretch,
            byte level,
            boolean space,
            boolean breakBefore) {
        Typeface used = typeface == null ? stretch.style.typefaces().getLast() : typeface;
        boolean odd = level % 2 == 1;
        boolean separator = text.charAt(start) == LINE_SEPARATOR;
        Glyphs glyphs;
        if (separator) {
            glyphs = shaper.shape(stretch.style.typefaces().getFirst(), " ", 0, 1, odd)
                    .standingFor(" ");
            used = stretch.style.typefaces().getFirst();
        } else if (typeface == null) {
            String missing = text.substring(start, end);
            int count = missing.codePointCount(0, missing.length());
            glyphs = shaper.shape(used, Typeface.REPLACEMENT.repeat(count), 0, count, false)
                    .standingFor(missing);
        } else {
            glyphs = shaper.shape(used, text, start, end, odd);
        }
        return new Atom(
                start,
                end,
                text.substring(start, end),
                glyphs,
                used,
                stretch.style,
                stretch.element,
                level,
                space || separator,
                breakBefore,
                separator,
                typeface == null);
    }

    /** The first font that has a character; a mark keeps to the font of what it stands on; null if no font has it. */
    private @Nullable Typeface typefaceFor(int at, TextStyle style, @Nullable Typeface before) {
        int c = text.codePointAt(at);
        if (c == LINE_SEPARATOR) {
            return before;
        }
        int type = Character.getType(c);
        if (before != null && (type == Character.FORMAT || (isMark(type) && before.has(c)))) {
            return before;
        }
        if (type == Character.FORMAT) {
            return style.typefaces().getFirst();
        }
        // Arabic letters do not lean; what is emphasized in them is bold.
        boolean bold =
                style.slanted() && Character.getDirectionality(c) == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
        for (Typeface typeface : bold ? Typeface.STRONG : style.typefaces()) {
            if (typeface.has(c)) {
                return typeface;
            }
        }
        return null;
    }

    private static boolean isMark(int type) {
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }
}
