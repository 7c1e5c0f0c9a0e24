package ps.domain.policy.reading.pdf;

/** The colours of the readers' pages, as on paper. */
enum Ink {
    TEXT("0.11 0.125 0.118"),
    MUTED("0.29 0.33 0.31"),
    ACCENT("0.078 0.329 0.247"),
    LINE("0.6 0.62 0.6"),
    WASH("0.955 0.953 0.94");

    private final String rgb;

    Ink(String rgb) {
        this.rgb = rgb;
    }

    /** The operator that fills with this colour from here on. */
    String fill() {
        return rgb + " rg\n";
    }
}
