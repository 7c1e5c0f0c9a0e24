package ps.domain.policy.accounts.csv;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import ps.domain.policy.accounts.imports.Problem;
import ps.domain.policy.accounts.imports.Problem.Kind;
import ps.domain.policy.audit.Fingerprint;

/** An uploaded file, kept on disk while it is read: once to see what it is, once for what it says. */
final class CsvFile implements AutoCloseable {

    /** What a spreadsheet in Arabic saves as "CSV". Every byte means something in it. */
    static final Charset WINDOWS_1256 = Charset.forName("windows-1256");

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] OLE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};
    private static final byte[] UTF16_LITTLE = {(byte) 0xFF, (byte) 0xFE};
    private static final byte[] UTF16_BIG = {(byte) 0xFE, (byte) 0xFF};

    private final Path path;
    private final Fingerprint hash;
    private final Optional<Problem> flaw;
    private final Charset charset;

    private CsvFile(Path path, Fingerprint hash) throws IOException {
        this.path = path;
        this.hash = hash;
        Optional<Problem> found = findFlaw();
        boolean utf8 = isUtf8();
        this.flaw = found.isPresent() || utf8 ? found : findDamage();
        this.charset = utf8 ? StandardCharsets.UTF_8 : WINDOWS_1256;
    }

    /** Keeps what is uploaded until it is closed. */
    static CsvFile keep(InputStream upload) throws IOException {
        Path path = Files.createTempFile("account-holders-", ".csv");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream file = new DigestOutputStream(Files.newOutputStream(path), digest)) {
                upload.transferTo(file);
            }
            return new CsvFile(path, Fingerprint.ofBytes(digest.digest()));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            Files.delete(path);
            throw new IllegalStateException(everyJdkHasIt);
        } catch (IOException | RuntimeException failed) {
            Files.delete(path);
            throw failed;
        }
    }

    /** The SHA-256 of its bytes. */
    Fingerprint hash() {
        return hash;
    }

    /** Why it cannot be read as text at all, if it cannot. */
    Optional<Problem> flaw() {
        return flaw;
    }

    /** UTF-8 if its bytes are that, else Windows-1256. */
    Charset charset() {
        return charset;
    }

    /** Its text from the beginning. */
    Reader text() throws IOException {
        return reader(charset);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }

    private Optional<Problem> findFlaw() throws IOException {
        try (InputStream bytes = Files.newInputStream(path)) {
            byte[] start = bytes.readNBytes(4);
            if (start.length == 0) {
                return Optional.of(Problem.ofFile(Kind.EMPTY));
            }
            if (Arrays.equals(start, ZIP) || Arrays.equals(start, OLE)) {
                return Optional.of(Problem.ofFile(Kind.WORKBOOK));
            }
            if (beginsWith(start, UTF16_LITTLE) || beginsWith(start, UTF16_BIG)) {
                return Optional.of(Problem.ofFile(Kind.UTF16));
            }
        }
        return findNul();
    }

    private Optional<Problem> findNul() throws IOException {
        try (InputStream bytes = Files.newInputStream(path)) {
            byte[] buffer = new byte[1 << 16];
            long line = 1;
            for (int length = bytes.read(buffer); length >= 0; length = bytes.read(buffer)) {
                for (int i = 0; i < length; i++) {
                    if (buffer[i] == 0) {
                        return Optional.of(new Problem(line, "", Kind.BINARY, "", ""));
                    }
                    if (buffer[i] == '\n') {
                        line++;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private boolean isUtf8() throws IOException {
        try (Reader text = reader(StandardCharsets.UTF_8)) {
            text.transferTo(Writer.nullWriter());
            return true;
        } catch (CharacterCodingException otherEncoding) {
            return false;
        }
    }

    /**
     * Where text in UTF-8 is broken, if it is that: in Windows-1256 everything can be read, and every name that is not broken
     * would come out wrong. Arabic in that encoding has hardly a letter that is one in UTF-8 as well.
     */
    private Optional<Problem> findDamage() throws IOException {
        long letters = 0;
        long broken = 0;
        long firstLine = 0;
        long line = 1;
        int missing = 0;
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(path))) {
            for (int b = bytes.read(); b >= 0; b = bytes.read()) {
                boolean continues = (b & 0xC0) == 0x80;
                if (continues && missing > 0) {
                    missing--;
                    letters += missing == 0 ? 1 : 0;
                    continue;
                }
                if (continues || missing > 0) {
                    broken++;
                    firstLine = firstLine == 0 ? line : firstLine;
                }
                missing = b < 0xC2 ? 0 : b < 0xE0 ? 1 : b < 0xF0 ? 2 : b < 0xF5 ? 3 : 0;
                line += b == '\n' ? 1 : 0;
            }
        }
        return letters > broken
                ? Optional.of(new Problem(firstLine == 0 ? line : firstLine, "", Kind.DAMAGED, "", ""))
                : Optional.empty();
    }

    private Reader reader(Charset encoding) throws IOException {
        return new InputStreamReader(
                Files.newInputStream(path), encoding.newDecoder().onMalformedInput(CodingErrorAction.REPORT));
    }

    private static boolean beginsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
