package ps.domain.policy.accounts.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.accounts.imports.CannotApply;
import ps.domain.policy.accounts.imports.Import;
import ps.domain.policy.accounts.imports.Imports;
import ps.domain.policy.accounts.imports.Source;
import ps.domain.policy.accounts.imports.Stage;
import ps.domain.policy.audit.Actor;

/** Brings in account holders from a file of comma-separated values. */
@Component
public class CsvImport {

    private final Imports imports;

    CsvImport(Imports imports) {
        this.imports = imports;
    }

    /**
     * Stages a file, good or bad.
     *
     * @return the number under which it can be looked at and applied
     */
    public long stage(InputStream upload, String fileName, Actor by) {
        try (CsvFile file = CsvFile.keep(upload)) {
            String encoding = file.flaw().isPresent() ? null : file.charset().name();
            return imports.stage(Source.ofFile(fileName, file.hash(), encoding), stage -> read(file, stage), by);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Stages a file and applies it at once.
     *
     * @throws CannotApply when it has problems; then nothing is left of it
     */
    @Transactional
    public Import importFile(InputStream file, Actor by) {
        return imports.apply(stage(file, "", by), by);
    }

    private static void read(CsvFile file, Stage stage) {
        try {
            CsvReading.of(file, stage);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
