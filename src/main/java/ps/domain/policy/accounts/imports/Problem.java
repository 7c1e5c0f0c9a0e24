package ps.domain.policy.accounts.imports;

import ps.domain.policy.accounts.EmailAddress;

/**
 * Something in a list that keeps it from being applied.
 *
 * @param line where in the file, counting from 1; 0 for the file as a whole
 * @param column the column's name; empty for the line as a whole
 * @param kind what is wrong
 * @param value what stands there, made safe to show: short, and without controls
 * @param detail what else its sentence says: numbers and names of ours, set apart by bars; no text out of the file
 */
public record Problem(long line, String column, Kind kind, String value, String detail) {

    private static final int LONGEST_SHOWN = 80;

    /** What can be wrong. Each kind has a sentence in both languages. */
    public enum Kind {
        /** There is nothing in the file. */
        EMPTY,
        /** There is a header, and nothing below it. */
        HEADER_ONLY,
        /** It is a spreadsheet program's own format. */
        WORKBOOK,
        /** It is text in UTF-16. */
        UTF16,
        /** It holds a NUL byte, and so is no text. */
        BINARY,
        /** It is text in UTF-8, but for some bytes. */
        DAMAGED,
        /** So much is wrong that the rest was not looked at. */
        TOO_MANY,
        /** The header lacks columns. */
        COLUMNS_MISSING,
        /** The header has columns that are not known. */
        COLUMNS_UNKNOWN,
        /** The header has a column twice. */
        COLUMNS_REPEATED,
        /** A line has more or fewer columns than the header. */
        COLUMN_COUNT,
        /** A quotation mark is not closed on its line. */
        QUOTE_OPEN,
        /** Something stands between a quotation mark and the next column. */
        QUOTE_STRAY,
        /** A line is far too long. */
        LINE_TOO_LONG,
        /** A control character. */
        CONTROL_CHARACTER,
        /** Too many characters. */
        TOO_LONG,
        /** Not a client id. */
        CLIENT_ID,
        /** A client id that another line has. */
        CLIENT_ID_TWICE,
        /** Neither a name nor an organization. */
        NAMELESS,
        /** No at sign, or more than one. */
        EMAIL_AT_SIGN,
        /** A character that no address has. */
        EMAIL_CHARACTER,
        /** A longer address than mail servers take. */
        EMAIL_LENGTH,
        /** What stands before the at sign. */
        EMAIL_LOCAL_PART,
        /** What stands behind the at sign. */
        EMAIL_DOMAIN,
        /** Not a language that is known. */
        LANGUAGE,
        /** Not a status that is known. */
        STATUS,
        /** A client in the list of WHMCS cannot be read. */
        UNREADABLE,
        /** What WHMCS answers about a client cannot be read. */
        UNREADABLE_DETAILS
    }

    public Problem {
        value = safe(value);
    }

    /** A problem of the file as a whole. */
    public static Problem ofFile(Kind kind) {
        return new Problem(0, "", kind, "", "");
    }

    /** The kind of problem that a flaw of an address is. */
    public static Kind kindOf(EmailAddress.Flaw flaw) {
        return switch (flaw) {
            case AT_SIGN -> Kind.EMAIL_AT_SIGN;
            case CHARACTER -> Kind.EMAIL_CHARACTER;
            case LENGTH -> Kind.EMAIL_LENGTH;
            case LOCAL_PART -> Kind.EMAIL_LOCAL_PART;
            case DOMAIN -> Kind.EMAIL_DOMAIN;
        };
    }

    /** What the sentence of its kind has places for. */
    public Object[] arguments() {
        return detail.split("\\|", -1);
    }

    /** Controls and invisible formatting are shown as a replacement character, and a long text by its beginning. */
    private static String safe(String value) {
        StringBuilder shown = new StringBuilder();
        value.codePoints()
                .limit(LONGEST_SHOWN)
                .map(c -> isInvisible(c) ? 0xFFFD : c)
                .forEach(shown::appendCodePoint);
        return value.codePointCount(0, value.length()) > LONGEST_SHOWN
                ? shown.append('…').toString()
                : shown.toString();
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
